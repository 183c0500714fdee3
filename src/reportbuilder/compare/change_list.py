"""The list of changes as text, Markdown and CSV, and as a chapter at the front of a concept."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from reportbuilder.compare.changes import Change, SurroundingWords
from reportbuilder.compare.markup import nonbreaking
from reportbuilder.compare.phrasing import Phrases, change_group, shortened
from reportbuilder.compare.tree import TextRole
from reportbuilder.document.ids import identify_chapter
from reportbuilder.document.model import (
    Align,
    Block,
    Cell,
    ChangeNote,
    Chapter,
    Column,
    Document,
    Heading,
    Inline,
    LineBreak,
    MadePage,
    Matter,
    PageReference,
    Paragraph,
    Revised,
    Row,
    RowKind,
    Span,
    Strong,
    Table,
    Text,
    change_label,
)
from reportbuilder.document.walk import blocks_in, inlines_in

Places = Mapping[int, tuple[int, int]]
"""The page and the line of each change, by its number; line 0 where it stands in none."""

LABEL = "lijst-van-wijzigingen"
_MOST = 240  # characters of either side that a list on the page shows
_WIDTHS = (0.6, 1.9, 2.6, 3.1, 3.1)
_SHORT = 18  # characters of a kind that stand on one line


def heading_words(version: str, phrases: Phrases) -> str:
    """The heading of the list; `version` is the number of the old version, or empty if it has none."""
    return phrases.words.heading.format(version=version) if version else phrases.words.no_version


def summary(changes: Sequence[Change], phrases: Phrases) -> str:
    """A sentence that counts the changes, by groups."""
    if not changes:
        return phrases.words.nothing
    if len(changes) == 1:
        return phrases.words.one.format(kind=phrases.kind(changes[0]))
    counts = Counter(change_group(change).value for change in changes)
    counted = [f"{counts[group]} {words}" for group, words in phrases.words.groups.items() if counts[group]]
    last = (
        f", {phrases.words.and_} " if len(counted) > 2 else f" {phrases.words.and_} "
    )  # groups have an “en” of their own
    return phrases.words.many.format(
        count=len(changes), kinds=last.join(filter(None, (", ".join(counted[:-1]), counted[-1])))
    )


def by_chapter(changes: Sequence[Change], phrases: Phrases) -> Iterator[tuple[str, list[Change]]]:
    """The changes by the title of their chapter; those of the report as a whole under words of their own."""
    for title, changes_there in groupby(changes, key=lambda change: change.now.chapter):
        yield title or phrases.words.whole, list(changes_there)


# Files ------------------------------------------------------------------------------------------------------------


def to_markdown(changes: Sequence[Change], version: str, phrases: Phrases, places: Places | None = None) -> str:
    """The list as Markdown; no text is shortened."""
    lines = [f"# {heading_words(version, phrases)}", "", summary(changes, phrases)]
    for title, changes_there in by_chapter(changes, phrases):
        lines += ["", f"## {_escaped(title)}", ""]
        lines += [line for change in changes_there for line in _entry(change, phrases, places or {})]
    return "\n".join(lines) + "\n"


def _entry(change: Change, phrases: Phrases, places: Places) -> Iterator[str]:
    where = ", ".join(filter(None, (_whereabouts(change, phrases, places), _under(change, phrases))))
    yield f"{change.number}. **{phrases.kind(change)}**" + (f" ({_escaped(where)})" if where else "")
    yield from (f"   - {word}: {_escaped(words)}" for word, words in _sides(change, phrases))


def _sides(change: Change, phrases: Phrases) -> Iterator[tuple[str, str]]:
    """The words before and after, each with its label, and the words around them."""
    old, new = phrases.before_and_after(change)
    near = change.context_new if change.new else change.context_old
    if near:
        yield phrases.words.context, f"{near.before}[{phrases.words.gap}]{near.after}".strip()
    if old:
        yield phrases.words.columns[3].lower(), old
    if new:
        yield phrases.words.columns[4].lower(), new


def _escaped(words: str) -> str:
    for sign in "\\`*_[]<>#|":
        words = words.replace(sign, f"\\{sign}")
    return words


def to_csv(changes: Sequence[Change], phrases: Phrases, places: Places | None = None) -> str:
    """The list as CSV for a Dutch Excel: semicolons and a byte order mark; no text is shortened."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow(phrases.words.csv)
    for change in changes:
        page, line = (places or {}).get(change.number, (0, 0))
        location, (old, new) = change.now, phrases.before_and_after(change)
        where = _of_what(change, phrases)
        cells = (location.chapter, location.heading, phrases.kind(change), where, page or "", line or "", old, new)
        near = change.context_new if change.new else change.context_old
        context = (near.before.strip(), near.after.strip())
        writer.writerow([_safe(cell) for cell in (change.number, *cells, *context, str(location.place))])
    return "\ufeff" + stream.getvalue()


def _safe(cell: str | int) -> str | int:
    """A cell that no spreadsheet takes for a formula (OWASP, CSV injection)."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t") else cell


def to_text(changes: Sequence[Change], phrases: Phrases, places: Places | None = None) -> str:
    """The list for a terminal."""
    lines = []
    for title, changes_there in by_chapter(changes, phrases):
        lines += ["", title]
        for change in changes_there:
            where = ", ".join(filter(None, (_whereabouts(change, phrases, places or {}), _under(change, phrases))))
            place = f"  {change.now.place}" if change.now.place.file else ""
            lines.append(f"{change.number:4}  {phrases.kind(change)}" + (f" ({where})" if where else "") + place)
            lines += [f"      {word}: {words}" for word, words in _sides(change, phrases)]
    return "\n".join([*lines[1:], "", summary(changes, phrases)] if lines else [summary(changes, phrases)])


def _whereabouts(change: Change, phrases: Phrases, places: Places) -> str:
    page, line = places.get(change.number, (0, 0))
    page_and_line = [
        f"{phrases.words.page} {page}" if page else "",
        f"{phrases.words.line} {line}" if page and line else "",
    ]
    return ", ".join(filter(None, (*page_and_line, _of_what(change, phrases))))


def _of_what(change: Change, phrases: Phrases) -> str:
    """The object that a change is in; a setting is named by its kind."""
    return phrases.part_path(change.now) if change.subject is not TextRole.SETTING else ""


def _under(change: Change, phrases: Phrases) -> str:
    heading = change.now.heading if change.subject is not TextRole.HEADING else ""
    return phrases.words.under.format(heading=phrases.quoted(heading)) if heading else ""


# Pages ------------------------------------------------------------------------------------------------------------


def to_chapter(changes: Sequence[Change], version: str, redlined: Document, phrases: Phrases) -> Chapter:
    """The list as a chapter of the concept with this redline: changes that are marked there have their page and line,
    and a link. Long texts are shortened in the middle."""
    heading = Heading(1, (Text(heading_words(version, phrases)),), LABEL)
    blocks: list[Block] = [Paragraph((Text(summary(changes, phrases)),))]
    if changes:
        blocks.append(_table(changes, marked_changes(redlined), phrases))
    return identify_chapter(Chapter(heading, tuple(blocks), Matter.FRONT), "changes")


def marked_changes(redlined: Document) -> frozenset[int]:
    """The numbers of the changes that are marked somewhere in a redline."""
    numbers: set[int] = set()
    has_colophon = any(part.content is MadePage.COLOPHON for part in redlined.parts)
    for chapter in (*redlined.chapters, *((redlined.colophon,) if redlined.colophon and has_colophon else ())):
        notes = tuple(block for note in chapter.notes.values() for block in note.blocks)
        blocks = (chapter.heading, *chapter.blocks, *notes)
        numbers |= {block.change for block in blocks_in(blocks) if isinstance(block, ChangeNote)}
        numbers |= {inline.change for inline in inlines_in(blocks) if isinstance(inline, Revised)}
    return frozenset(numbers - {0})


def _table(changes: Sequence[Change], marked: frozenset[int], phrases: Phrases) -> Table:
    columns = tuple(
        Column(str(index), (Text(name),), Align.RIGHT if index == 1 else Align.LEFT, index == 1, width)
        for index, (name, width) in enumerate(zip(phrases.words.columns, _WIDTHS, strict=True), 1)
    )
    rows: list[Row] = []
    for title, changes_there in by_chapter(changes, phrases):
        rows.append(Row((_cell((Text(title),), len(columns)),), RowKind.GROUP))
        rows += [_row(change, marked, phrases) for change in changes_there]
    return Table(f"{LABEL}-tabel", (), columns, tuple(rows), span=Span.PAGE)


def _row(change: Change, marked: frozenset[int], phrases: Phrases) -> Row:
    where = _of_what(change, phrases)
    place: list[Inline] = [nonbreaking(where)] if where else []
    if change.number in marked:
        place[:0] = [PageReference(change_label(change.number), phrases.words.page, line_prefix=phrases.words.line)]
        place[1:1] = [LineBreak()] if where else []
    old, new = phrases.before_and_after(change)
    cells = (
        _cell((Text(str(change.number)),)),
        _cell(_in_two(phrases.kind(change))),
        _cell(tuple(place)),
        _cell(_in_context(old, change.context_old)),
        _cell(_in_context(new, change.context_new)),
    )
    return Row(cells)


def _in_two(kind: str) -> tuple[Inline, ...]:
    """The kind of a change; a long one with the action on a line of its own, rather than with a divided word."""
    subject, _, action = kind.rpartition(" ")
    return (Text(kind),) if len(kind) <= _SHORT or not subject else (Text(subject), LineBreak(), Text(action))


def _in_context(words: str, near: SurroundingWords) -> tuple[Inline, ...]:
    """Words of one version between those around them; "–" where there are neither."""
    short = shortened(words, _MOST)
    if not near:
        return (nonbreaking(short or "–"),)
    return (nonbreaking(near.before), *((Strong((nonbreaking(short),)),) if short else ()), nonbreaking(near.after))


def _cell(inlines: tuple[Inline, ...], columns: int = 1) -> Cell:
    return Cell((Paragraph(inlines),) if inlines else (), columns)
