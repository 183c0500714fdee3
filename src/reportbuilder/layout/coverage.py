"""Characters that no font of the house can draw, found before anything is laid out."""

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import assert_never

from reportbuilder.characters import normalised, refused, report_refused
from reportbuilder.content.model import (
    Block,
    Break,
    Callout,
    ChangeNote,
    Chapter,
    Chart,
    Document,
    Figure,
    Heading,
    Inline,
    KeyFigures,
    List,
    Paragraph,
    Quote,
    Signature,
    StatusLegend,
    Table,
    Text,
)
from reportbuilder.graphics import Label, Path
from reportbuilder.layout.sections import Material
from reportbuilder.layout.typeset import Typesetter
from reportbuilder.problems import Findings, Place
from reportbuilder.style.model import TextStyle
from reportbuilder.text.coverage import missing_glyphs
from reportbuilder.values import Value


def check_glyphs(document: Document, material: Material, findings: Findings) -> None:
    """Report every character of the text that its face has no glyph for, with its word and its place."""
    setter = Typesetter(
        material.style, material.design, material.fonts, material.breaker, document.language, _no_page, findings
    )
    chapters = (*document.chapters, *((document.colophon,) if document.colophon else ()))
    body = material.design.text.body
    imprint = material.imprint
    check_characters(document, Place(), findings)
    check_characters(imprint, Place(), findings)
    for text in material.design.cover.texts:
        _check(setter, (Text(imprint.fill(text.text)),), text.style, imprint.place(text.text), findings)
    for chapter in chapters:
        for inlines, place in _chapter(chapter):
            _check(setter, inlines, body, place, findings)


def check_characters(value: object, place: Place, findings: Findings) -> None:
    """Report every character of a value, in whatever field, that a report cannot have; `place` is where the value
    stands, for parts that do not know their own.

    Files are normalised when they are read; what is found here was written with an escape ("\\u2028", "&#x2028;"), or
    stands in a workbook. No kind of text is left out, because all fields of all values are gone through.
    """
    for text, where in _texts(value, place):
        composed = normalised(text)
        wrong = {character for _, character in refused(text)}
        if not wrong and composed != text:
            wrong = set(text) - set(composed)
        for character in sorted(wrong):
            report_refused(character, where, findings)


def _texts(value: object, place: Place) -> Iterator[tuple[str, Place]]:
    """The texts in a value that are not plain ASCII, each with the nearest place."""
    if isinstance(value, str):
        if not value.isascii() or not value.isprintable():
            yield value, place
    elif isinstance(value, tuple | list):
        for part in value:
            yield from _texts(part, place)
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from _texts(key, place)
            yield from _texts(part, place)
    elif isinstance(value, Value) and not isinstance(value, Path | Place):  # the lines of a picture have no text
        own = getattr(value, "place", None)
        where = own if isinstance(own, Place) and own.line else place
        for name in value.__struct_fields__:
            yield from _texts(getattr(value, name), where)


def _no_page(label: str) -> str:
    """The page of a label before there are pages."""
    return "0"


def _check(setter: Typesetter, inlines: tuple[Inline, ...], style: TextStyle, place: Place, findings: Findings) -> None:
    by_word: dict[tuple[str, Place], list[str]] = {}
    for character, word, where in missing_glyphs(setter.fonts, setter.runs(inlines, style)):
        if any(refused(character)):
            continue  # told already
        by_word.setdefault((word, where if where.line else place), []).append(character)
    for (word, where), characters in by_word.items():
        named = ", ".join(f"“{c}” (U+{ord(c):04X})" if c.isprintable() else f"U+{ord(c):04X}" for c in characters)
        shown = "".join(c if c.isprintable() else "\ufffd" for c in word)
        findings.error(
            "glyph-missing",
            f"No font of the house style has the character{'s' if len(characters) > 1 else ''} {named} in “{shown}”.",
            where,
            "Write it another way, or add a font that has it to the style.",
        )


def _chapter(chapter: Chapter) -> Iterator[tuple[tuple[Inline, ...], Place]]:
    yield chapter.heading.children, chapter.heading.place
    yield from _blocks(chapter.blocks)
    for note in chapter.notes.values():
        yield from _blocks(note.blocks)


def _blocks(blocks: tuple[Block, ...]) -> Iterator[tuple[tuple[Inline, ...], Place]]:
    for block in blocks:
        match block:
            case Heading() | Paragraph() | ChangeNote():
                yield block.children, block.place
            case List():
                for item in block.items:
                    yield from _blocks(item.blocks)
            case Quote():
                yield (Text(block.attribution),), block.place
                yield from _blocks(block.blocks)
            case Callout():
                yield (Text(block.title),), block.place
                yield from _blocks(block.blocks)
            case Table():
                yield from _table(block)
            case Chart():
                yield (*block.title, *block.source), block.place
                labels = (item.text for item in block.picture.items if isinstance(item, Label)) if block.picture else ()
                yield (Text(" ".join(labels)),), block.place
            case Figure():
                yield block.caption, block.place
            case Signature():
                yield from ((line, block.place) for line in block.lines)
            case KeyFigures():
                yield (Text(block.title),), block.place
                for figure in block.items:
                    yield (Text(f"{figure.value} {figure.label} {figure.note}"),), figure.place
            case StatusLegend():
                yield tuple(block.marks), block.place
            case Break():
                pass
            case _:
                assert_never(block)


def _table(table: Table) -> Iterator[tuple[tuple[Inline, ...], Place]]:
    yield (*table.caption, *table.source, *chain.from_iterable(table.notes)), table.place
    for column in table.columns:
        yield column.label, table.place
    for row in table.rows:
        for cell in row.cells:
            yield from _blocks(cell.blocks)
