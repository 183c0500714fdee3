"""An edition from another package: built by its name, to the standards that it promises, with larger letters."""

from pathlib import Path

from pikepdf import Pdf

from tests.pdf.structure_tree import Meaning
from tests.plugin_example.conftest import command
from tests.plugin_example.test_block import EVENTS, texts


def test_it_is_built_and_keeps_its_promises(project: Path, site: Path) -> None:
    built = command(project, "build", "voorbeeld", "--edition", "large-print", "--edition", "screen", site=site)
    assert built.returncode == 0, built.stdout + built.stderr
    path = project / "output/voorbeeld/voorbeeld-large-print.pdf"
    meaning = Meaning(path.read_bytes())
    read = [texts(meaning, node).strip() for node in meaning.nodes("P")]
    assert set(EVENTS) <= set(read)
    with Pdf.open(path) as large, Pdf.open(path.with_name("voorbeeld-screen.pdf")) as screen:
        assert large.pages[0].trimbox == screen.pages[0].trimbox
        assert len(large.pages) >= len(screen.pages)
    verified = command(project, "verify", str(path), site=site)
    assert verified.returncode == 0, verified.stdout
    assert "Promised: PDF/UA-1 and PDF/A-2a." in verified.stdout


def test_without_the_package_it_is_unknown(project: Path) -> None:
    done = command(project, "build", "voorbeeld", "--edition", "large-print", site=None)
    assert done.returncode == 2
    assert "large-print" in done.stderr
    assert "Traceback" not in done.stderr
