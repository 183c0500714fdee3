"""The build without tags, with which the benchmark measures what tags cost."""

import subprocess
import sys
from pathlib import Path

from pypdf import PdfReader

ROOT = Path(__file__).parents[2]


def test_it_differs_from_the_real_command_in_its_tags_alone(tmp_path: Path) -> None:
    pages = {}
    for module in ("reportbuilder", "benchmarks.untagged"):
        output = tmp_path / module
        report = ("build", "tests/documents/good-alles", "--edition", "screen", "--output", str(output))
        subprocess.run((sys.executable, "-m", module, *report), cwd=ROOT, check=True, capture_output=True)
        (file,) = output.rglob("*.pdf")
        reader = PdfReader(file)
        assert ("/StructTreeRoot" in reader.trailer["/Root"]) == (module == "reportbuilder")
        pages[module] = [page.extract_text() for page in reader.pages]
    assert pages["reportbuilder"] == pages["benchmarks.untagged"]
