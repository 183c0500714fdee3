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


PAGE_WORDS: Mapping[str, PageWords] = {
    "nl": PageWords("Inhoud", "Tabellen en figuren", "Tabellen", "Figuren", "Bron", "vervolg"),
    "en": PageWords("Contents", "Tables and figures", "Tables", "Figures", "Source", "continued"),
}
