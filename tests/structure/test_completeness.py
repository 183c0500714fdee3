"""Nothing that is read is dropped: every word and every image of a chapter stands in the structure tree of its PDF,
once and in order, or the chapter is refused with an error."""

import re
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from reportbuilder.compare.changes import Action
from reportbuilder.compare.comparable import ComparableReport
from reportbuilder.compare.phrasing import phrases_of
from reportbuilder.compare.redline import redline
from reportbuilder.compare.report_comparison import compare
from reportbuilder.composition import prepare
from reportbuilder.diagnostics import Diagnostic, Diagnostics, Severity
from reportbuilder.document.graphics import Picture
from reportbuilder.document.model import Chapter, Chart, Document
from reportbuilder.document.walk import map_blocks
from reportbuilder.editions.model import date_of
from reportbuilder.images.prepare import ImageUse, ScreenTarget, prepare_images
from reportbuilder.layout.document import lay_out
from reportbuilder.layout.press import images_on
from reportbuilder.layout.sections import Material
from reportbuilder.loading import load_report
from reportbuilder.pdf.metadata import DocumentInfo, Metadata
from reportbuilder.pdf.writer import write_document
from reportbuilder.project.settings import open_report_folder
from reportbuilder.reader.read import read_document
from reportbuilder.structure.build import tag_document
from reportbuilder.values import replace
from tests.pdf.structure_tree import Meaning, Node
from tests.whole_reports import resources

ROOT = Path(__file__).parents[2]
WORD = re.compile(r"q[a-p]+z")
"""No other word of a report is like it, and where several stand together each can still be told."""


# What is written -----------------------------------------------------------------------------------------------------


class Written(NamedTuple):
    """Markdown, and the words and images that are read from it, in order; images by the word in their description."""

    lines: list[str]
    said: list[str]


class Writer:
    """Writes Markdown in which every word is another one. `choose` picks a number below another."""

    def __init__(self, choose) -> None:  # type: ignore[no-untyped-def]
        self.choose = choose
        self.notes: list[Written] = []
        self._count = 0

    def word(self) -> str:
        """The next word."""
        self._count += 1
        return "q" + "".join("abcdefghijklmnop"[int(digit, 16)] for digit in f"{self._count:x}") + "z"

    def text(self, notes: bool = True) -> Written:
        """A line of words, one of them with something to it."""
        words = [self.word() for _ in range(2 + self.choose(3))]
        said, at = list(words), self.choose(len(words))
        word = words[at]
        forms = (
            *(f"*{word}*", f"**{word}**", f"***{word}***", f"[{word}](https://example.org/a-b_c)", f"[*{word}*](#een)"),
            *(f"{{lang}}`en: {word}`", f"x{{sup}}`{word}`", f"H~{word}~O", f"x^{word}^", f"{word} {{page}}`een`", word),
        )
        form = self.choose(len(forms) + (2 if notes else 0))
        if form < len(forms):
            words[at] = forms[form]
        else:
            label = f"n{len(self.notes)}"
            self.notes.append(Written([], []))
            note = self.text(notes=form == len(forms) and len(self.notes) < 3)
            self.notes[int(label[1:])] = Written([f"[^{label}]: {note.lines[0]}"], note.said)
            words[at] = f"{word}[^{label}]"
            said[at + 1 : at + 1] = note.said
        return Written([" ".join(words)], said)

    def block(self, kind: str, inner: Sequence[str] = (), depth: int = 0) -> Written:
        """A block; one that holds others holds those of the kinds `inner`, or of any that it may hold."""
        return getattr(self, f"_{kind}")(inner, depth)  # type: ignore[no-any-return]

    def inside(self, kinds: Sequence[str], inner: Sequence[str], depth: int) -> Written:
        """Blocks in another: those that are asked for, or a few of the kinds that it may hold."""
        some = [kinds[self.choose(len(kinds))] for _ in range(1 + self.choose(2))] if depth < 2 else []
        return joined([self.block(kind, (), depth + 1) for kind in inner or ("paragraph", *some)])

    def _paragraph(self, inner: Sequence[str], depth: int) -> Written:
        return self.text()

    def _heading(self, inner: Sequence[str], depth: int) -> Written:
        line = self.text()
        return Written([f"## {line.lines[0]}"], line.said)

    def _list(self, inner: Sequence[str], depth: int) -> Written:
        labels = (("- ", "- "), ("1. ", "1. "), ("9. ", "10. "), ("a. ", "b. "), ("i) ", "ii) "))[self.choose(5)]
        nested = ("list", "table", "figure", "quote", "callout", "key_figures", "signature", "legend", "chart")
        items = [self.inside(nested, inner if first else (), depth) for first in (True, False)]
        lines: list[str] = []
        for label, item in zip(labels, items, strict=True):
            lines += [*([""] if lines else []), label + item.lines[0]]
            lines += [f"{' ' * len(label)}{line}".rstrip() for line in item.lines[1:]]
        return Written(lines, [word for item in items for word in item.said])

    def _quote(self, inner: Sequence[str], depth: int) -> Written:
        body, by = self.inside(("list",), inner, depth), self.word()
        return directive(f"quote\n:attribution: {by}\n", body, [*body.said, by])

    def _callout(self, inner: Sequence[str], depth: int) -> Written:
        title = self.word()
        body = self.inside(("list", "table"), inner, depth)
        return directive(f"callout {title}", body, [title, *body.said])

    def _signature(self, inner: Sequence[str], depth: int) -> Written:
        lines = [self.text(notes=False) for _ in range(2)]
        body = joined([self.block(kind, (), depth + 1) for kind in inner])
        text = [line for written in lines for line in written.lines] + ([""] if inner else [])
        said = [word for written in lines for word in written.said]
        return directive("signature", Written([*text, *body.lines], []), [*said, *body.said])

    def _table(self, inner: Sequence[str], depth: int) -> Written:
        caption, *cells, note, source = (self.text() for _ in range(7))
        a, b, c, d = (cell.lines[0] for cell in cells)
        rows = Written([f"| {a} | {b} |", "| --- | --- |", f"| {c} | {d} |"], [w for cell in cells for w in cell.said])
        if inner or self.choose(2):
            return rows
        frame = f"table\n:caption: {caption.lines[0]}\n:notes: {note.lines[0]}\n:source: {source.lines[0]}\n"
        return directive(frame, rows, [*caption.said, *rows.said, *note.said, *source.said])

    def _figure(self, inner: Sequence[str], depth: int) -> Written:
        alt, caption = self.word(), self.text()
        lines = [f":alt: Beeld {alt}", f":caption: {caption.lines[0]}"]
        return directive("figure images/vlak.png", Written(lines, []), [*caption.said, f"image {alt}"])

    def _chart(self, inner: Sequence[str], depth: int) -> Written:
        return directive("chart verloop", Written([f":label: {self.word()}"], []), ["image chart"])

    def _key_figures(self, inner: Sequence[str], depth: int) -> Written:
        words = [self.word() for _ in range(3)]
        value, label, note = words
        items = ["---", "items:", f"  - {{value: 12 {value}, label: {label}, note: {note}}}", "---"]
        return directive("key-figures", Written(items, []), words)

    def _legend(self, inner: Sequence[str], depth: int) -> Written:
        return directive("status-legend", Written([], []), [])

    def _break(self, inner: Sequence[str], depth: int) -> Written:
        return directive("break page", Written([], []), [])


def directive(opening: str, body: Written, said: list[str]) -> Written:
    """A directive with more colons than any in it."""
    colons = ":" * max([3, *(1 + len(run) for line in body.lines for run in re.findall(r":{3,}", line))])
    head = opening.split("\n")
    first, _, argument = head[0].partition(" ")
    return Written([f"{colons}{{{first}}} {argument}".rstrip(), *head[1:], *body.lines, colons], said)


def joined(blocks: Sequence[Written]) -> Written:
    """Blocks after each other, with empty lines between them."""
    lines: list[str] = []
    for block in blocks:
        lines += [*([""] if lines else []), *block.lines]
    return Written(lines, [word for block in blocks for word in block.said])


def chapter_of(writer: Writer, blocks: Sequence[Written]) -> Written:
    """A whole chapter, its footnotes at the end."""
    return joined([Written(["(een)=", "# Een"], []), *blocks, *(Written(note.lines, []) for note in writer.notes)])


# What is read --------------------------------------------------------------------------------------------------------


class Press(NamedTuple):
    """A report's folder, and what its pages are made with."""

    folder: Path
    material: Material
    picture: Picture

    def __repr__(self) -> str:
        return self.folder.name  # in hypothesis's reports, where all of it would take minutes

    def read(self, chapter: Written) -> tuple[Document, tuple[Diagnostic, ...]]:
        """The chapter as a document, and its errors."""
        (self.folder / "chapters" / "een.md").write_text("\n".join(chapter.lines) + "\n", encoding="utf-8")
        diagnostics = Diagnostics()
        project = open_report_folder(self.folder, diagnostics)
        assert project is not None
        document = read_document(project, diagnostics)
        return document, tuple(p for p in diagnostics if p.severity is Severity.ERROR)

    def words(self, document: Document) -> list[str]:
        """The words and images in the structure tree of its PDF, in order."""
        diagnostics = Diagnostics()
        project = open_report_folder(self.folder, diagnostics)
        assert project is not None
        document = replace(
            document, parts=tuple(replace(part, content=self.drawn(part.content)) for part in document.parts)
        )
        tags = tag_document(document, 0)
        layout = lay_out(document, tags, self.material, diagnostics)
        about = DocumentInfo(Metadata("Titel", "wij", "iets", (), "nl"), date_of(project.settings))
        style, fonts = self.material.style, self.material.fonts
        placed = (image for page in layout.pages for image in images_on(page))
        uses = (ImageUse(image.path, Path(image.path).name, image.size, image.place) for image in placed)
        screen = ScreenTarget(style.screen.images, lambda: None)
        images = prepare_images(uses, {"screen": screen}, diagnostics)["screen"]
        data = write_document(layout, tags, style, fonts, images, about, diagnostics)
        meaning = Meaning(data)
        text = "".join(spoken(meaning, meaning.root)).translate(dict.fromkeys(map(ord, "\u00ad\u200b\u2060 \u00a0")))
        found = re.finditer(rf"image(?:{WORD.pattern}|chart)|{WORD.pattern}", text)
        return [match[0].replace("image", "image ") for match in found]

    def drawn(self, chapter: object) -> Chapter:
        """A chapter with its charts drawn."""
        assert isinstance(chapter, Chapter)
        draw = lambda block: replace(block, picture=self.picture) if isinstance(block, Chart) else block  # noqa: E731
        return replace(chapter, blocks=map_blocks(chapter.blocks, draw))


def spoken(meaning: Meaning, node: Node) -> Iterator[str]:
    """What a reader of the structure tree hears."""
    if node.role == "Figure":
        alt = WORD.search(node.said("/Alt"))
        yield f"image{alt[0] if alt else 'chart'}"
        return
    for kid in node.kids:
        if isinstance(kid, Node):
            yield from spoken(meaning, kid)
        elif isinstance(kid, tuple):
            yield meaning.text_of(kid)


@pytest.fixture(scope="module", params=["document", "magazine"])
def press(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Press:
    folder = Path(
        shutil.copytree(ROOT / "tests" / "documents" / "good-alles", tmp_path_factory.mktemp("all") / "report")
    )
    settings = (folder / "report.yaml").read_text("utf-8").partition("parts:")[0]
    settings = re.sub(r"^design: .*$", f"design: {request.param}", settings, flags=re.M)
    (folder / "report.yaml").write_text(f"{settings}parts:\n  body: [chapters/een.md]\n", encoding="utf-8")
    (folder / "chapters" / "een.md").write_text("# Een\n\n:::{chart} verloop\n:::\n", encoding="utf-8")
    diagnostics, workplace = Diagnostics(), resources(ROOT / "styles", ROOT / "fonts", folder / "cache")
    material, drawn = prepare(load_report(folder, workplace, diagnostics), diagnostics)
    (chart,) = drawn.chapters[0].blocks
    assert isinstance(chart, Chart)
    assert chart.picture is not None
    return Press(folder, material, chart.picture)


# Properties ----------------------------------------------------------------------------------------------------------

HOLDERS = ("list", "quote", "callout", "signature")
KINDS = ("paragraph", "heading", "list", "table", "figure", "chart", "key_figures", "quote", "callout", "signature",
         "legend", "break")  # fmt: skip
TOP = tuple(kind for kind in KINDS if kind != "break")  # one at the end would have no page to begin


@st.composite
def chapters(draw) -> Written:  # type: ignore[no-untyped-def]
    """Chapters of a few blocks of any kind."""
    writer = Writer(lambda below: draw(st.integers(0, below - 1)))
    blocks = [writer.block(draw(st.sampled_from(TOP))) for _ in range(draw(st.integers(3, 6)))]
    return chapter_of(writer, blocks)


def test_any_block_in_any_other_is_on_the_page_or_is_refused(press: Press) -> None:
    taken: list[Written] = []
    refused: set[tuple[str, str]] = set()
    turns = iter(range(10**6))
    writer = Writer(lambda below: next(turns) % below)
    for outer in HOLDERS:
        for inner in KINDS:
            before = len(writer.notes)
            block = writer.block(outer, (inner, "paragraph"), 1)
            _, errors = press.read(chapter_of(writer, [block]))
            mine = [problem for problem in errors if problem.code != "footnote-unknown"]
            if mine:
                refused.add((outer, inner))
                del writer.notes[before:]
            else:
                taken.append(block)
    whole = chapter_of(writer, taken)
    document, errors = press.read(whole)

    assert errors == ()
    assert press.words(document) == whole.said
    assert {("signature", "table"), ("signature", "figure"), ("signature", "list"), ("quote", "table")} <= refused
    assert not refused & {("list", "table"), ("list", "figure"), ("callout", "table"), ("quote", "list")}


@settings(max_examples=6, derandomize=True, deadline=None)
@given(chapters())
def test_every_word_and_image_is_in_the_tree_once_and_in_order(press: Press, chapter: Written) -> None:
    document, errors = press.read(chapter)
    event(f"refused: {errors[0].code}" if errors else "read")
    assert errors or press.words(document) == chapter.said


@settings(max_examples=4, derandomize=True, deadline=None)
@given(chapters(), st.integers(0, 1000))
def test_every_word_of_the_new_text_is_in_its_redline(press: Press, chapter: Written, seed: int) -> None:
    old, errors = press.read(chapter)
    if errors:
        return
    hand = Random(seed)
    other = [WORD.sub(lambda m: m[0] if hand.random() < 0.8 else f"{m[0][:-1]}pz", line) for line in chapter.lines]
    new, _ = press.read(Written(other, []))
    found = compare(ComparableReport(old), ComparableReport(new))
    marked = press.words(redline(new, found, phrases_of("nl")))
    clean = press.words(new)
    rest = iter(marked)

    assert set(clean) <= set(marked)
    if not any(change.action is Action.MOVED for change in found.changes):
        assert all(word in rest for word in clean)
