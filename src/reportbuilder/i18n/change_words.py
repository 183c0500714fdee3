"""The words in which changes between two versions of a report are described, by language."""

from __future__ import annotations

from collections.abc import Mapping

from reportbuilder.values import Value


class ChangeWords(Value):
    """The words of one language.

    `subjects` (for one and for more of them), `actions`, `parts` and `groups` are keyed by the values of the enums of
    `compare.changes`, `compare.tree` and `compare.phrasing`; `names` by those of settings, made pages and text roles,
    `styles` by those of inline styles. Words between braces are filled in.
    """

    subjects: Mapping[str, tuple[str, str]]
    actions: Mapping[str, str]
    parts: Mapping[str, str]
    names: Mapping[str, str]
    quotes: tuple[str, str]
    heading: str
    no_version: str
    nothing: str
    one: str
    many: str
    whole: str
    columns: tuple[str, str, str, str, str]
    page: str
    line: str
    under: str
    charts: tuple[str, str]
    chart_kinds: Mapping[str, str]
    context: str
    gap: str
    and_: str
    from_: str
    in_: str
    after: str
    before: str
    to: str
    styles: Mapping[str, str]
    groups: Mapping[str, str]
    csv: tuple[str, ...]


CHANGE_WORDS: Mapping[str, ChangeWords] = {
    "nl": ChangeWords(
        subjects={
            "setting": ("gegeven van het verslag", "gegevens van het verslag"),
            "made-page": ("onderdeel", "onderdelen"),
            "chapter": ("hoofdstuk", "hoofdstukken"),
            "passage": ("passage", "passages"),
            "heading": ("kop", "koppen"),
            "paragraph": ("alinea", "alinea’s"),
            "item": ("opsommingspunt", "opsommingspunten"),
            "sentence": ("zin", "zinnen"),
            "words": ("tekstgedeelte", "woorden"),
            "number": ("cijfer", "cijfers"),
            "punctuation": ("leesteken", "leestekens"),
            "form": ("vorm", "vormen"),
            "link": ("koppeling", "koppelingen"),
            "quote": ("citaat", "citaten"),
            "attribution": ("naam bij citaat", "namen bij citaten"),
            "callout": ("tekst in kader", "teksten in kaders"),
            "callout-title": ("titel van kader", "titels van kaders"),
            "signature": ("ondertekening", "ondertekeningen"),
            "legend": ("legenda", "legenda’s"),
            "table": ("tabel", "tabellen"),
            "caption": ("bijschrift", "bijschriften"),
            "column": ("kolom", "kolommen"),
            "row": ("rij", "rijen"),
            "cell": ("cel", "cellen"),
            "status": ("status", "statussen"),
            "table-note": ("noot bij tabel", "noten bij tabellen"),
            "source": ("bron", "bronnen"),
            "chart": ("grafiek", "grafieken"),
            "datum": ("gegevens van grafiek", "gegevens van grafieken"),
            "title": ("titel", "titels"),
            "alt": ("tekstalternatief", "tekstalternatieven"),
            "figure": ("afbeelding", "afbeeldingen"),
            "image": ("beeld", "beelden"),
            "key-figures": ("groep kerncijfers", "groepen kerncijfers"),
            "key-figure": ("kerncijfer", "kerncijfers"),
            "footnote": ("voetnoot", "voetnoten"),
            "custom": ("blok", "blokken"),
        },
        actions={
            "added": "toegevoegd",
            "removed": "verwijderd",
            "changed": "gewijzigd",
            "moved": "verplaatst",
            "split": "gesplitst",
            "joined": "samengevoegd",
        },
        parts={
            "table": "tabel",
            "chart": "figuur",
            "figure": "afbeelding",
            "key-figures": "kerncijfers",
            "key-figure": "kerncijfer",
            "row": "rij",
            "column": "kolom",
        },
        names={
            "title": "titel",
            "subtitle": "ondertitel",
            "unit": "eenheid",
            "year": "jaar",
            "language": "taal",
            "publisher": "uitgever",
            "author": "auteur",
            "subject": "onderwerp",
            "keywords": "trefwoorden",
            "label": "versie",
            "status": "status van de versie",
            "date": "datum",
            "motto": "motto",
            "concept": "concept",
            "final": "definitief",
            "cover": "omslag",
            "contents": "inhoudsopgave",
            "lists": "lijst van tabellen en figuren",
            "colophon": "colofon",
            "chapter": "hoofdstuk",
            "heading": "kop van niveau",
            "paragraph": "alinea",
            "item": "opsommingspunt van niveau",
            "quote": "citaat",
            "callout": "kader",
            "signature": "ondertekening",
            "row": "rij van soort",
            "cell": "cel over kolommen:",
        },
        quotes=("‘", "’"),
        heading="Wijzigingen sinds versie {version}",
        no_version="Wijzigingen sinds de vorige versie",
        nothing="Er is niets gewijzigd.",
        one="Er is één wijziging: {kind}.",
        many="Er zijn {count} wijzigingen: {kinds}.",
        whole="Verslag als geheel",
        columns=("Nr.", "Soort", "Plaats", "Was", "Wordt"),
        page="bladzijde",
        line="regel",
        under="onder {heading}",
        charts=("soort grafiek", "eenheid"),
        chart_kinds={
            "line": "lijnen",
            "bar": "staven",
            "grouped-bar": "gegroepeerde staven",
            "stacked-bar": "gestapelde staven",
            "dot": "punten",
            "bullet": "staven tegen een norm",
        },
        context="in",
        gap="…",
        and_="en",
        from_="Stond {place}",
        in_="in {chapter}",
        after="na {words}",
        before="vóór {words}",
        to="Verplaatst naar",
        styles={
            "": "gewoon",
            "strong": "vet",
            "emphasis": "cursief",
            "foreign": "taal:",
            "raised": "superscript",
            "lowered": "subscript",
            "link": "leidt naar",
        },
        groups={
            "text": "in de tekst",
            "numbers": "in cijfers",
            "tables": "in tabellen en statussen",
            "charts": "in grafieken en afbeeldingen",
            "structure": "in koppen en indeling",
            "report": "in gegevens van het verslag",
        },
        csv=(
            "nr",
            "hoofdstuk",
            "kop",
            "soort",
            "plaats",
            "bladzijde",
            "regel",
            "was",
            "wordt",
            "ervoor",
            "erna",
            "bestand",
        ),
    ),
    "en": ChangeWords(
        subjects={
            "setting": ("detail of the report", "details of the report"),
            "made-page": ("part", "parts"),
            "chapter": ("chapter", "chapters"),
            "passage": ("passage", "passages"),
            "heading": ("heading", "headings"),
            "paragraph": ("paragraph", "paragraphs"),
            "item": ("list item", "list items"),
            "sentence": ("sentence", "sentences"),
            "words": ("piece of text", "words"),
            "number": ("figure", "figures"),
            "punctuation": ("punctuation mark", "punctuation marks"),
            "form": ("form", "forms"),
            "link": ("link", "links"),
            "quote": ("quotation", "quotations"),
            "attribution": ("attribution", "attributions"),
            "callout": ("text of an aside", "texts of asides"),
            "callout-title": ("title of an aside", "titles of asides"),
            "signature": ("signature", "signatures"),
            "legend": ("legend", "legends"),
            "table": ("table", "tables"),
            "caption": ("caption", "captions"),
            "column": ("column", "columns"),
            "row": ("row", "rows"),
            "cell": ("cell", "cells"),
            "status": ("status", "statuses"),
            "table-note": ("note to a table", "notes to tables"),
            "source": ("source", "sources"),
            "chart": ("chart", "charts"),
            "datum": ("data of a chart", "data of charts"),
            "title": ("title", "titles"),
            "alt": ("text alternative", "text alternatives"),
            "figure": ("image", "images"),
            "image": ("picture", "pictures"),
            "key-figures": ("group of key figures", "groups of key figures"),
            "key-figure": ("key figure", "key figures"),
            "footnote": ("footnote", "footnotes"),
            "custom": ("block", "blocks"),
        },
        actions={
            "added": "added",
            "removed": "removed",
            "changed": "changed",
            "moved": "moved",
            "split": "split",
            "joined": "joined",
        },
        parts={
            "table": "table",
            "chart": "figure",
            "figure": "image",
            "key-figures": "key figures",
            "key-figure": "key figure",
            "row": "row",
            "column": "column",
        },
        names={
            "label": "version",
            "status": "status of the version",
            "contents": "table of contents",
            "lists": "list of tables and figures",
            "heading": "heading of level",
            "item": "list item of level",
            "callout": "aside",
            "row": "row of kind",
            "cell": "cell over columns:",
        },
        quotes=("‘", "’"),
        heading="Changes since version {version}",
        no_version="Changes since the previous version",
        nothing="Nothing has changed.",
        one="There is one change: {kind}.",
        many="There are {count} changes: {kinds}.",
        whole="Report as a whole",
        columns=("No.", "Kind", "Place", "Was", "Becomes"),
        page="page",
        line="line",
        under="under {heading}",
        charts=("kind of chart", "unit"),
        chart_kinds={
            "line": "lines",
            "bar": "bars",
            "grouped-bar": "grouped bars",
            "stacked-bar": "stacked bars",
            "dot": "dots",
            "bullet": "bars against a norm",
        },
        context="in",
        gap="…",
        and_="and",
        from_="Stood {place}",
        in_="in {chapter}",
        after="after {words}",
        before="before {words}",
        to="Moved to",
        styles={
            "": "plain",
            "strong": "bold",
            "emphasis": "italic",
            "foreign": "language:",
            "raised": "superscript",
            "lowered": "subscript",
            "link": "leads to",
        },
        groups={
            "text": "in the text",
            "numbers": "in figures",
            "tables": "in tables and statuses",
            "charts": "in charts and images",
            "structure": "in headings and order",
            "report": "in details of the report",
        },
        csv=("no", "chapter", "heading", "kind", "place", "page", "line", "was", "becomes", "before", "after", "file"),
    ),
}


def change_words(language: str) -> ChangeWords:
    """The words of a language, as a BCP 47 tag; English for one that has none."""
    return CHANGE_WORDS.get(language.split("-")[0], CHANGE_WORDS["en"])
