"""Drawn pages that are kept for later processes: the same bytes as without them, and no page drawn that is the same."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from reportbuilder import open_project
from reportbuilder.diagnostics import Diagnostics, Place
from reportbuilder.files.disk_cache import DiskCache
from reportbuilder.layout.page import Layout
from reportbuilder.layout.platypus import PlatypusBox
from reportbuilder.layout.stack import ImageBox, PictureBox
from reportbuilder.memo import Memo
from reportbuilder.pdf import document_drawing, kept_pages
from reportbuilder.pdf.document_drawing import PageStore
from reportbuilder.pdf.fonts import register_face
from reportbuilder.pdf.writer import write_document
from reportbuilder.structure.model import Element, Role, TagTree
from reportbuilder.text.runs import Run
from reportbuilder.values import replace
from tests.whole_reports import GOOD

from .conftest import ABOUT, FIGURE, ROOT, SECOND, TAGS, Press
from .test_platypus import drawing
from .test_remembered import BODY, IMAGES, LINK, Edited, layouts
from .test_writer import PICTURE


class Processes:
    """Processes that write a document one after the other; `drawn` counts the pages and pictures that the last drew."""

    def __init__(self, press: Press, folder: Path) -> None:
        text = press.block([Run("Lees ook ", BODY), Run("wat er op bladzijde drie staat, en meer", LINK)], 60)
        upper, lower = text._part(0, 2), text._part(2, len(text.lines))
        after = press.block([Run("Slot van het verhaal.", BODY)], mark=SECOND)
        pages = [[upper], [lower, PictureBox(PICTURE, FIGURE)], [after, ImageBox("a.png", 40, 30, FIGURE)]]
        self.edited = Edited(press, pages)
        self.press, self.cache, self.drawn = press, DiskCache(folder, b"program"), 0

    def write(self, layout: Layout | None = None, tags: TagTree = TAGS, *, kept: bool = True) -> bytes:
        """Write the document as a new process does."""
        self.drawn, press = 0, self.press
        store = PageStore(self.cache, (Path("verslag"), "screen")) if kept else None
        shown, found = layout or self.edited.layout, Diagnostics()
        return write_document(shown, tags, press.style, press.fonts, IMAGES, ABOUT, found, None, Memo(), store=store)

    @property
    def entry(self) -> Path:
        """The file of the pages."""
        (path,) = self.cache.folder.iterdir()
        return path


@pytest.fixture
def processes(press: Press, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Processes:
    found = Processes(press, tmp_path / "cache")

    def counted(draw: Callable[..., object]) -> Callable[..., object]:
        def drawn(*arguments: object) -> object:
            found.drawn += 1
            return draw(*arguments)

        return drawn

    for name in ("draw_page", "draw_picture"):
        monkeypatch.setattr(document_drawing, name, counted(getattr(document_drawing, name)))
    return found


def test_a_later_process_draws_nothing_that_is_the_same(processes: Processes) -> None:
    first = processes.write()
    assert processes.drawn == 4
    assert processes.write() == first
    assert processes.drawn == 0
    assert processes.write(kept=False) == first


def test_bytes_after_edits_are_those_of_a_document_of_which_nothing_is_kept(processes: Processes) -> None:
    processes.write()
    for layout in layouts(processes.edited, processes.press):
        later = processes.write(layout)
        assert later == processes.write(layout, kept=False)


def test_what_a_page_continues_and_the_roles_of_its_elements_count(processes: Processes) -> None:
    processes.write()
    other = processes.edited.with_page(0, [processes.press.block([Run("Geen verwijzing meer.", BODY)])])
    later = processes.write(other)
    assert processes.drawn == 3  # two pages, and the picture on the second
    assert later == processes.write(other, kept=False)
    quote = replace(TAGS, root=replace(TAGS.root, children=(*TAGS.root.children[:2], Element(Role.H1, SECOND))))
    later = processes.write(other, quote)
    assert processes.drawn == 1
    assert later == processes.write(other, quote, kept=False)


def test_a_picture_on_a_new_page_is_one_with_that_of_a_page_that_is_kept(processes: Processes) -> None:
    processes.write()
    two = processes.edited.with_page(2, [PictureBox(replace(PICTURE, width=PICTURE.width), FIGURE)])
    later = processes.write(two)
    assert later == processes.write(two, kept=False)
    assert processes.write(two) == later
    assert processes.drawn == 0


def test_flowables_of_others_are_drawn_every_time(processes: Processes) -> None:
    box = PlatypusBox.of([drawing(register_face(processes.press.fonts, "text"))], 300, FIGURE)
    guest = processes.edited.with_page(2, [box])
    first = processes.write(guest)
    assert processes.write(guest) == first
    assert processes.drawn == 1


def test_an_edition_of_another_name_has_pages_of_its_own(processes: Processes) -> None:
    processes.write()
    press, store = processes.press, PageStore(processes.cache, (Path("verslag"), "concept"))
    processes.drawn = 0
    write_document(processes.edited.layout, TAGS, press.style, press.fonts, IMAGES, ABOUT, Diagnostics(), store=store)
    assert processes.drawn == 4


def _without_pictures(kept: kept_pages._KeptPages) -> kept_pages._KeptPages:
    return replace(kept, pictures=())


def _without_codes(kept: kept_pages._KeptPages) -> kept_pages._KeptPages:
    return replace(kept, fonts={name: replace(font, codes=()) for name, font in kept.fonts.items()})


def _with_other_faces(kept: kept_pages._KeptPages) -> kept_pages._KeptPages:
    return replace(kept, fonts={name: replace(font, face="bold") for name, font in kept.fonts.items()})


def _with_unknown_faces(kept: kept_pages._KeptPages) -> kept_pages._KeptPages:
    return replace(kept, fonts={name: replace(font, face="nergens") for name, font in kept.fonts.items()})


def _with_an_unknown_problem(kept: kept_pages._KeptPages) -> kept_pages._KeptPages:
    problem = kept_pages.KeptProblem("no-such-code", "", "", Place(), False)
    return replace(kept, pages={name: replace(page, problems=(problem,)) for name, page in kept.pages.items()})


@pytest.mark.parametrize(
    "change", [_without_pictures, _without_codes, _with_other_faces, _with_unknown_faces, _with_an_unknown_problem]
)
def test_an_entry_that_refers_to_what_is_not_there_is_not_used(
    processes: Processes,
    change: Callable[[kept_pages._KeptPages], kept_pages._KeptPages],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = processes.write()
    decode = kept_pages._PAGES.decode

    def changed(data: bytes) -> kept_pages._KeptPages | None:
        kept = decode(data)
        return change(kept) if kept is not None else None

    monkeypatch.setattr(kept_pages._PAGES, "decode", changed)
    assert processes.write() == first
    assert processes.drawn > 0


def test_a_damaged_entry_is_not_believed(processes: Processes) -> None:
    first = processes.write()
    data = processes.entry.read_bytes()
    for damaged in (b"", data[:-1], data[:100] + bytes([data[100] ^ 1]) + data[101:]):
        processes.entry.write_bytes(damaged)
        assert processes.write() == first
        assert processes.drawn == 4
    processes.cache.put("pages", b"", b"")
    assert processes.write() == first


def test_a_report_is_the_same_with_what_a_process_before_an_edit_kept(tmp_path: Path) -> None:
    """In all editions, after edits of a word and a heading, and with a line more."""
    for name in ("styles", "fonts"):
        shutil.copytree(ROOT / name, tmp_path / name)
    folder = tmp_path / "content" / "verslag"
    shutil.copytree(GOOD, folder)
    edits = (
        ("content/verslag/chapters/themas.md", "Eerste regel", "De eerste"),
        ("content/verslag/chapters/cijfers.md", "\n# ", "\n# Andere "),
        ("content/verslag/chapters/voorwoord.md", "\n# ", "\n\n# "),
    )
    for file, before, after in (("content/verslag/report.yaml", "title:", "title:"), *edits):
        path = tmp_path / file
        text = "\n" + path.read_text("utf-8")
        assert before in text
        path.write_text(text.replace(before, after, 1)[1:], encoding="utf-8")
        later = open_project(tmp_path).report("verslag").build("concept", "screen", "print")
        shutil.move(tmp_path / "output", tmp_path / "kept")
        cold = open_project(tmp_path).report("verslag").build("concept", "screen", "print")
        shutil.rmtree(tmp_path / "output")
        shutil.move(tmp_path / "kept", tmp_path / "output")
        assert later.files == cold.files
        assert later.diagnostics == cold.diagnostics
