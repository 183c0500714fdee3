"""A kind of block from another package: in every command, and its words in the structure tree."""

import shutil
from pathlib import Path

from tests.pdf.structure_tree import Meaning, Node
from tests.plugin_example.conftest import command, install

EVENTS = (
    "De eerste jaren",
    "2019",
    "De wijkteams beginnen, met 1.200 meldingen.",
    "maart 2020",
    "Het loket sluit, en bellen kan alleen nog op werkdagen.",
    "2021",
    "Iedereen is er weer.",
)


def texts(meaning: Meaning, node: Node) -> str:
    """All that is read of an element."""
    parts = (
        texts(meaning, kid) if isinstance(kid, Node) else meaning.text_of(kid) if isinstance(kid, tuple) else ""
        for kid in node.kids
    )
    return "".join(parts)


def test_check_finds_no_problems(project: Path, site: Path) -> None:
    done = command(project, "check", site=site)
    assert (done.returncode, done.stdout.strip()) == (0, "No problems in voorbeeld.")


def test_its_words_are_in_the_structure_tree(released: Path) -> None:
    for edition in ("screen", "concept"):
        meaning = Meaning((released / f"output/voorbeeld/0.9/voorbeeld-{edition}.pdf").read_bytes())
        read = [texts(meaning, node).strip() for node in meaning.nodes("P")]
        start = read.index(EVENTS[0])
        assert tuple(read[start : start + len(EVENTS)]) == EVENTS
        assert meaning.unmarked == []


def test_what_was_built_keeps_its_promises(released: Path, site: Path) -> None:
    done = command(released, "verify", *sorted(map(str, released.glob("output/voorbeeld/0.9/*.pdf"))), site=site)
    assert done.returncode == 0, done.stdout
    assert done.stdout.count("No faults found") == 4  # three of ours, and the edition of the package


def test_the_package_for_the_archive_is_whole(released: Path, site: Path) -> None:
    done = command(released, "verify", "output/voorbeeld/archief/0.9/voorbeeld-0.9.zip", site=site)
    assert done.returncode == 0, done.stdout + done.stderr


def test_figures_in_it_are_known_to_come_from_the_data(project: Path, site: Path) -> None:
    done = command(project, "figures", "voorbeeld", site=site)
    assert "1.200  data {{ cijfers.meldingen[2020] }}" in done.stdout


def test_changes_in_it_are_listed_and_marked(released: Path, site: Path, tmp_path: Path) -> None:
    folder = tmp_path / "changed"
    shutil.copytree(released, folder, symlinks=True)
    chapter = folder / "content/voorbeeld/chapters/begin.md"
    chapter.write_text(chapter.read_text().replace("bellen kan", "mailen kan"))
    listed = command(folder, "diff", "voorbeeld", site=site)
    assert listed.returncode == 0, listed.stderr
    assert "gewijzigd (tijdlijn)" in listed.stdout
    assert "was: bellen" in listed.stdout
    assert "wordt: mailen" in listed.stdout
    built = command(folder, "build", "voorbeeld", "--edition", "concept", site=site)
    assert built.returncode == 0, built.stdout + built.stderr
    meaning = Meaning((folder / "output/voorbeeld/voorbeeld-concept.pdf").read_bytes())
    read = [texts(meaning, node).strip() for node in meaning.nodes("P")]
    assert "Het loket sluit, en bellen mailen kan alleen nog op werkdagen." in read


def test_without_the_package_the_report_says_what_is_missing(project: Path) -> None:
    for arguments in (("check",), ("build",), ("figures", "voorbeeld")):
        done = command(project, *arguments, site=None)
        assert done.returncode == 1
        assert "begin.md:7:1: error: There is no directive “{timeline}”." in done.stderr + done.stdout
        assert "If it comes with a plug-in, install that package beside this program." in done.stderr + done.stdout
        assert "Traceback" not in done.stderr


def test_a_package_that_cannot_be_loaded_is_named(project: Path, site: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(site, tmp_path / "site")
    install(folder, "broken-reports", {"broken": "broken_reports:register"})
    done = command(project, "check", site=folder)
    assert done.returncode == 0
    assert "warning: The plug-in of the package “broken-reports” is left out: it cannot be loaded:" in done.stdout
    assert "No module named 'broken_reports'" in done.stdout


FORGETFUL = """
from reportbuilder.registry import Plugin
from example_reports.timeline import Timeline
register = Plugin("forgetful")

@register.block("forgetful", needs="its title")
class Forgetful(Timeline):
    def layout(self, setter):
        yield from list(super().layout(setter))[:-1]

class Unregistered(Timeline):
    pass

@register.directive("unregistered", needs="its title")
def read(directive, settings, reading):
    return Unregistered.read(directive, settings, reading)
"""


def test_words_that_a_block_does_not_draw_are_an_error(project: Path, site: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(site, tmp_path / "site")
    (folder / "forgetful_reports.py").write_text(FORGETFUL)
    install(folder, "forgetful-reports", {"forgetful": "forgetful_reports:register"})
    chapter = project / "content/voorbeeld/chapters/begin.md"
    written = chapter.read_text()
    chapter.write_text(written.replace("{timeline}", "{forgetful}"))
    done = command(project, "check", site=folder)
    assert done.returncode == 1
    assert "error: “Iedereen is er weer.” would be missing from the page: Forgetful does not draw it." in done.stdout
    chapter.write_text(written.replace("{timeline}", "{unregistered}"))
    done = command(project, "check", site=folder)
    assert done.returncode == 1
    assert "“{unregistered}” makes a block of a kind that is not registered: Unregistered." in done.stdout
