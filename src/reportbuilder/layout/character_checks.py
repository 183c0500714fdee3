"""Checks that the fonts of the house style have a glyph for every character of a report, before it is laid out."""

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from functools import partial
from itertools import chain
from typing import assert_never

import msgspec

from reportbuilder.diagnostics import Code, Diagnostics, Place
from reportbuilder.document.graphics import Label, Path
from reportbuilder.document.model import (
    Block,
    Break,
    Callout,
    ChangeNote,
    Chapter,
    Chart,
    CustomBlock,
    Document,
    Figure,
    Heading,
    Inline,
    KeyFigures,
    List,
    Note,
    Paragraph,
    Quote,
    Signature,
    StatusLegend,
    Table,
    Text,
)
from reportbuilder.document.walk import blocks_in
from reportbuilder.files.characters import normalised, refused, report_refused
from reportbuilder.layout.sections import Material
from reportbuilder.layout.typeset import NO_PAGE, Typesetter
from reportbuilder.memo import Same
from reportbuilder.style.model import TextStyle
from reportbuilder.text.itemization import has_right_to_left
from reportbuilder.text.shaping import FontBook, missing_glyphs
from reportbuilder.values import Value

_HINT = (
    "Write it another way; or put a font that has it in fonts/, name it under “fonts” in the style's style.yaml, and "
    "under “fallback”: [its name]."
)
_Set = tuple[tuple[Inline, ...], Place, tuple[str, ...]]
"""A text, where it stands, and the text styles of a design that it is set in."""


def check_glyphs(document: Document, material: Material, diagnostics: Diagnostics) -> None:
    """Report every character of the text that its face has no glyph for, with its word and its place. The memo
    remembers what was found in a chapter."""
    setter = material.setter(document.language, diagnostics, _no_page)
    imprint = material.imprint
    start = imprint.place("{title}")
    for name in imprint.__struct_fields__:
        check_characters(getattr(imprint, name), imprint.places.get(name, start), diagnostics)
    for text in material.design.cover.texts:
        _check(setter, (Text(imprint.fill(text.text)),), text.style, imprint.place(text.text), diagnostics)
    colophon = () if document.colophon is None else ((document.colophon, start),)
    places = ((part.content, part.place if part.place.line else start) for part in document.parts)
    for content, place in (*places, *colophon):
        if isinstance(content, Chapter):
            key = Same(content), place
            setter.remembered("characters", key, partial(_check_chapter, content, place))


def _check_chapter(chapter: Chapter, start: Place, setter: Typesetter) -> None:
    """Report the characters of a chapter that a report cannot have, and those without a glyph."""
    if not _is_plain(chapter, setter):
        check_characters(chapter, start, setter.diagnostics)
        for inlines, place, names in _chapter(chapter):
            for style in {getattr(setter.design.text, name).face: name for name in names}.values():
                _check(setter, inlines, getattr(setter.design.text, style), place, setter.diagnostics)
    _check_labels(chapter, setter.fonts, setter.diagnostics)


_SET_BESIDES = "\u00a00123456789"
"""What layout sets besides the characters of the text: page numbers, and the space before them."""


def _is_plain(chapter: Chapter, setter: Typesetter) -> bool:
    """Whether all characters of a chapter are accepted, and every face that its text may be set in has a glyph for each
    of them: so that no text need be looked at by itself."""
    parts = (chapter.heading, *chapter.blocks, *chapter.notes.values())
    found = [setter.memo.get("characters of blocks", Same(part), partial(_characters, part)) for part in parts]
    if None in found:
        return False
    characters = "".join(frozenset(_SET_BESIDES).union(*filter(None, found)))
    return not any(setter.fonts.missing(characters, face) for face in _faces(setter))


def _characters(part: Block | Note) -> str | None:
    """The characters of a block, each once, with those of its fields' names; None when they had better be looked at one
    by one.

    They are found in all that the block is, as JSON: that is much quicker than a walk through its fields. Characters
    that JSON writes as escapes, but for line ends, are looked at.
    """
    try:
        text = msgspec.json.encode(part).decode()
    except (TypeError, ValueError):  # a block of a plug-in may hold anything
        return None
    if _ESCAPE.search(text) or normalised(text) != text or any(refused(text)):
        return None
    return "".join(sorted(set(text)))


_ESCAPE = re.compile(r"\\[^n\"]")


def _faces(setter: Typesetter) -> Set[str]:
    """The faces that text of the design may be set in."""
    faces: set[str] = set()
    waiting = [getattr(setter.design.text, name).face for name in setter.design.text.__struct_fields__]
    while waiting:
        name = waiting.pop()
        if name and name not in faces:
            faces.add(name)
            waiting += [setter.style.fonts[name].emphasis, setter.style.fonts[name].strong]
    return faces


def check_characters(value: object, place: Place, diagnostics: Diagnostics) -> None:
    """Report every character of a value, in whatever field, that a report cannot have; `place` is where the value
    stands, for parts that do not know their own.

    Files are normalised when they are read; such a character was written with an escape ("\\u2028", "&#x2028;"), or is
    in a workbook. All fields of all values are searched, so that no kind of text is left out.
    """
    for text, where in _texts(value, place):
        composed = normalised(text)
        wrong = {character for _, character in refused(text)}
        if not wrong and composed != text:
            wrong = set(text) - set(composed)
        for character in sorted(wrong):
            report_refused(character, where, diagnostics)


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
        value_place = getattr(value, "place", None)
        where = value_place if isinstance(value_place, Place) and value_place.line else place
        for name in value.__struct_fields__:
            if name != "file":  # the names of files stand on no page, and may be decomposed on the disk
                yield from _texts(getattr(value, name), where)


def _no_page(label: str) -> str:
    """The page of a label before there are pages."""
    return str(NO_PAGE)


def _check(
    setter: Typesetter, inlines: tuple[Inline, ...], style: TextStyle, place: Place, diagnostics: Diagnostics
) -> None:
    missing = missing_glyphs(setter.fonts, setter.runs(inlines, style))
    _report_missing([(c, word, where if where.line else place) for c, word, where in missing], diagnostics, _HINT)


def _report_missing(missing: Iterable[tuple[str, str, Place]], diagnostics: Diagnostics, hint: str) -> None:
    """Report characters without a glyph, those of a word together."""
    by_word: dict[tuple[str, Place], list[str]] = {}
    for character, word, where in missing:
        if not any(refused(character)):  # those are reported by check_characters
            by_word.setdefault((word, where), []).append(character)
    for (word, where), characters in by_word.items():
        named = ", ".join(f"“{c}” (U+{ord(c):04X})" if c.isprintable() else f"U+{ord(c):04X}" for c in characters)
        shown = "".join(c if c.isprintable() else "\ufffd" for c in word)
        message = f"The font used here lacks the character{'s' if len(characters) > 1 else ''} {named} in “{shown}”."
        if not any(p.code == Code.GLYPH_MISSING and (p.message, p.place) == (message, where) for p in diagnostics):
            diagnostics.add(Code.GLYPH_MISSING, message, where, hint)


def _chapter(chapter: Chapter) -> Iterator[_Set]:
    """The texts of a chapter, with the text styles that they are set in."""
    yield chapter.heading.children, chapter.heading.place, ("h1", "contents_1", "running_head")
    yield from _blocks(chapter.blocks, "body")
    for note in chapter.notes.values():
        yield from _blocks(note.blocks, "note")


def _blocks(blocks: tuple[Block, ...], style: str) -> Iterator[_Set]:
    for block in blocks:
        match block:
            case Heading():
                level = f"h{block.level}"
                yield block.children, block.place, (level, "contents_2", "contents_3", "running_head")
            case Paragraph() | ChangeNote():
                yield block.children, block.place, (style,)
            case List():
                for item in block.items:
                    yield from _blocks(item.blocks, style)
            case Quote():
                yield (Text(block.attribution),), block.place, ("attribution",)
                yield from _blocks(block.blocks, "quote")
            case Callout():
                yield (Text(block.title),), block.place, ("callout_title",)
                yield from _blocks(block.blocks, "callout")
            case Table():
                yield from _table(block)
            case Chart():
                yield block.title, block.place, ("caption",)
                yield block.source, block.place, ("source",)
            case Figure():
                yield block.caption, block.place, ("caption",)
            case Signature():
                yield from ((line, block.place, ("signature",)) for line in block.lines)
            case KeyFigures():
                yield (Text(block.title),), block.place, ("key_label",)
                for figure in block.items:
                    yield (Text(figure.value),), figure.place, ("key_value",)
                    yield (Text(figure.label),), figure.place, ("key_label",)
                    yield (Text(figure.note),), figure.place, ("key_note",)
            case StatusLegend():
                yield tuple(block.marks), block.place, (style,)
            case CustomBlock():
                yield from ((text, block.place, (block.style_of(name),)) for name, text in block.texts().items())
            case Break():
                pass
            case _:
                assert_never(block)


def _table(table: Table) -> Iterator[_Set]:
    yield table.caption, table.place, ("caption",)
    yield (*table.source, *chain.from_iterable(table.notes)), table.place, ("source",)
    for column in table.columns:
        yield column.label, table.place, ("table_header",)
    for row in table.rows:
        for cell in row.cells:
            yield from _blocks(cell.blocks, "table")


def _check_labels(chapter: Chapter, fonts: FontBook, diagnostics: Diagnostics) -> None:
    """Report what the labels of charts cannot show: they have one font each, and go from left to right."""
    for block in blocks_in(chapter.blocks):
        if not isinstance(block, Chart) or block.picture is None:
            continue
        for label in (item for item in block.picture.items if isinstance(item, Label)):
            _report_missing(
                [(c, label.text, block.place) for c in sorted(fonts.missing(label.text, label.face))],
                diagnostics,
                "Write it another way: a label of a chart has one font.",
            )
            if has_right_to_left(label.text):
                message = f"“{label.text}” is written from right to left, which a label of a chart cannot be."
                diagnostics.add(Code.TEXT_DIRECTION, message, block.place, "Write it in Latin letters.")
