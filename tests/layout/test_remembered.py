"""What a project that stays open sets and composes again after an edit: what the edit changes, and nothing else."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random

import pytest

from reportbuilder import pipeline
from reportbuilder.composition import ComposedReport
from reportbuilder.diagnostics import Diagnostic, Diagnostics
from reportbuilder.document.model import Chapter, Document, Heading, Matter, Part, Text
from reportbuilder.layout.inspection import Inspector
from reportbuilder.layout.page import Page
from reportbuilder.layout.sections import listed_in
from reportbuilder.memo import Memo
from reportbuilder.project.project_folder import Resources
from reportbuilder.text.breaking import Breaker, Composed
from reportbuilder.text.runs import Run
from reportbuilder.values import Value, replace
from tests.whole_reports import ROOT, resources

LINE = "\n\n"
SENTENCE = "De eenheid werkte in de wijken aan wat daar nodig was, en schreef op wat het opleverde. "
TABLE = """\
:::{{table}} {label}
:caption: Wat er was

| wat | 2020 |
| --- | --- |
| a | 1 |
| b | 2 |
:::
"""
CHAPTERS = {
    "een": (
        *(SENTENCE * 4, "## Kop een", SENTENCE * 3 + "Zie {ref}`tabel-drie` op {page}`tabel-drie`."),
        *("- een punt;\n- een ander punt.", SENTENCE * 9 + "[^noot]", "[^noot]: Een noot bij de tekst."),
    ),
    "twee": (*(f"Alinea {number}: {SENTENCE * 6}" for number in range(14)), TABLE.format(label="tabel-twee")),
    "drie": (SENTENCE * 5, TABLE.format(label="tabel-drie"), "## Kop drie", SENTENCE * 2),
}
SETTINGS = (
    "title: Verslag\nyear: 2021\nstyle: rvo\ndesign: document\nversion: {label: Concept, date: 2022-01-01}\n"
    "parts: {front: [cover, contents], body: [chapters/een.md, chapters/twee.md, chapters/drie.md]}\n"
)


class Workplace:
    """A small report, composed again and again with one memo; `shared` are the resources of its project."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.shared = resources(ROOT / "styles", ROOT / "fonts", folder / "cache")
        (folder / "chapters").mkdir(parents=True)
        (folder / "report.yaml").write_text(SETTINGS, encoding="utf-8")
        for name, blocks in CHAPTERS.items():
            self.write(name, "\n\n".join((f"# {name.capitalize()}", *blocks, "")))

    def write(self, name: str, text: str) -> None:
        (self.folder / "chapters" / f"{name}.md").write_text(text, encoding="utf-8")

    def read(self, name: str) -> str:
        return (self.folder / "chapters" / f"{name}.md").read_text(encoding="utf-8")

    def compose(self, shared: Resources | None = None) -> tuple[ComposedReport, tuple[Diagnostic, ...]]:
        diagnostics, using = Diagnostics(), shared or self.shared
        with using.memo.operation("compose"):
            return pipeline.compose_report(self.folder, using, diagnostics), tuple(diagnostics)

    def fresh(self) -> tuple[ComposedReport, tuple[Diagnostic, ...]]:
        """Composed as if the project had just been opened."""
        return self.compose(replace(self.shared, memo=Memo()))


@pytest.fixture
def workplace(tmp_path: Path) -> Workplace:
    return Workplace(tmp_path / "verslag")


class Done(Value):
    """What was done: the texts that were broken into lines, and the numbers of the pages that were inspected."""

    texts: list[str]
    pages: list[int]

    def clear(self) -> None:
        self.texts.clear()
        self.pages.clear()


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> Done:
    """What is done from now on."""
    found = Done([], [])
    compose, inspect = Breaker.compose, Inspector.inspect

    def composed(self: Breaker, runs: Sequence[Run], language: str) -> Composed:
        found.texts.append("".join(run.text for run in runs))
        return compose(self, runs, language)

    def inspected(self: Inspector, page: Page) -> tuple[Diagnostic, ...]:
        found.pages.append(page.number)
        return inspect(self, page)

    monkeypatch.setattr(Breaker, "compose", composed)
    monkeypatch.setattr(Inspector, "inspect", inspected)
    return found


def test_nothing_is_set_again_when_nothing_changed(workplace: Workplace, done: Done) -> None:
    before, problems = workplace.compose()
    done.clear()
    after, again = workplace.compose()
    assert done == Done([], [])
    assert after.layout is before.layout
    assert after.tags is before.tags
    assert after.material is before.material
    assert again == problems


def test_a_changed_word_sets_its_own_paragraph_again(workplace: Workplace, done: Done) -> None:
    before, _ = workplace.compose()
    workplace.write("twee", workplace.read("twee").replace("nodig", "vereist", 1))
    done.clear()
    after, _ = workplace.compose()
    assert ["vereist" in text for text in done.texts] == [True]
    changed = [new for new, old in zip(after.layout.pages, before.layout.pages, strict=True) if new is not old]
    assert [page.number for page in changed] == done.pages
    assert len(changed) == 1


def test_a_page_number_that_moves_reaches_only_what_names_it(workplace: Workplace, done: Done) -> None:
    before, _ = workplace.compose()
    more = f"{LINE}Erbij. {SENTENCE * 9}" * 20
    workplace.write("twee", workplace.read("twee").replace("# Twee\n", f"# Twee\n{more}\n"))
    done.clear()
    after, _ = workplace.compose()
    assert after.layout.pages_by_label["tabel-drie"] > before.layout.pages_by_label["tabel-drie"]
    long = [text for text in done.texts if SENTENCE in text and "Erbij" not in text]
    assert len(long) == 14 + 1  # what stands below the new text in its chapter, and what names the page
    assert sum("tabel" in text.lower() and SENTENCE in text for text in long) == 1
    known = {id(item.flowable) for page in before.layout.pages for item in page.items}
    (last,) = (item for page in after.layout.pages for item in page.items if item.labels == ("tabel-drie",))
    assert id(last.flowable) in known


def test_the_lists_of_a_report_and_of_its_concept_are_remembered_beside_each_other() -> None:
    """They differ where the concept marks changes, and an edition made after the other finds its own again."""

    def document(title: str, changes: int) -> Document:
        heading = Heading(1, (Text(title),), "een", id="een.md#1")
        return Document("nl", (Part(Matter.BODY, Chapter(heading, (), Matter.BODY, {}, "een.md")),), changes=changes)

    memo = Memo()
    first, marked = listed_in(document("Een", 0), memo), listed_in(document("Eén", 1), memo)
    assert first != marked
    assert listed_in(document("Een", 0), memo)[0] is first[0]
    assert listed_in(document("Eén", 1), memo)[0] is marked[0]


def test_random_edits_give_what_a_project_gives_that_was_just_opened(workplace: Workplace) -> None:
    random = Random(3)
    for _ in range(10):
        name = random.choice(tuple(CHAPTERS))
        blocks = workplace.read(name).rstrip("\n").split("\n\n")
        match random.randrange(5):
            case 0:
                blocks.insert(random.randint(1, len(blocks)), f"Erbij, zie {{page}}`tabel-twee`. {SENTENCE * 2}")
            case 1 if len(blocks) > 4:
                del blocks[random.randrange(2, len(blocks))]
            case 2:
                blocks[0] = "\n" + blocks[0] + " anders" * random.randint(0, 2)
            case 3:
                blocks.insert(random.randint(1, len(blocks)), f":::{{break}} page\n:::\n\nNa de pagina. {SENTENCE}")
            case _:
                at = random.randrange(len(blocks))
                blocks[at] = blocks[at].replace("wat", random.choice(("iets", "wat dan ook", "wat", "Ĳ")), 1)
        workplace.write(name, "\n\n".join(blocks) + "\n")
        (warm, found), (cold, expected) = workplace.compose(), workplace.fresh()
        assert found == expected
        assert plain(warm.layout) == plain(cold.layout)
        assert plain(warm.tags) == plain(cold.tags)


def plain(value: object) -> object:
    """A value as tuples of what is in its fields: shaped words, which are compared by identity, too."""
    match value:
        case Value():
            return type(value).__name__, *(plain(getattr(value, name)) for name in value.__struct_fields__)
        case tuple() | list():
            return tuple(map(plain, value))
        case Mapping():
            return tuple((key, plain(part)) for key, part in value.items())
        case _:
            return value
