"""The words that pages bring themselves, by language."""

from collections.abc import Mapping

from reportbuilder.values import Value


class PageWords(Value):
    """Headings of made pages and the words around tables."""

    contents: str
    lists: str
    tables: str
    figures: str
    source: str
    continued: str
    page: str
    inks: tuple[str, str, str, str]
    concept: str
    version: str
    changes: str
    inserted: str
    deleted: str


PAGE_WORDS: Mapping[str, PageWords] = {
    "nl": PageWords(
        contents="Inhoud",
        lists="Tabellen en figuren",
        tables="Tabellen",
        figures="Figuren",
        source="Bron",
        continued="vervolg",
        page="bladzijde",
        inks=("Cyaan", "Magenta", "Geel", "Zwart"),
        concept="CONCEPT",
        version="versie",
        changes="wijzigingen",
        inserted="toegevoegd",
        deleted="verwijderd",
    ),
    "en": PageWords(
        contents="Contents",
        lists="Tables and figures",
        tables="Tables",
        figures="Figures",
        source="Source",
        continued="continued",
        page="page",
        inks=("Cyan", "Magenta", "Yellow", "Black"),
        concept="DRAFT",
        version="version",
        changes="changes",
        inserted="inserted",
        deleted="deleted",
    ),
}
