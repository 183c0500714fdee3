"""The example styles: each builds its sample report without a problem, in its own format, and keeps its promises."""

from pathlib import Path

import pytest
from tests.whole_reports import ROOT, built

from reportbuilder.preflight.verdict import verify

MM = 72 / 25.4
"""Points."""
EXAMPLES = [("gemeente", 210, 297, 1), ("waterschap", 170, 240, 2), ("vierkant", 230, 230, 2)]


@pytest.mark.parametrize(("name", "width", "height", "columns"), EXAMPLES)
def test_an_example_style_shows_its_sample_report(name: str, width: int, height: int, columns: int) -> None:
    report = built(ROOT / "tests/documents" / f"style-{name}")
    setup = report.composed.layout.setup
    assert [p for p in report.problems if p.severity.value != "note"] == []
    assert (setup.width, setup.height) == pytest.approx((width * MM, height * MM))
    assert setup.columns == columns
    for edition in ("screen", "print"):
        assert verify(report.files[edition]).violations == ()


@pytest.mark.parametrize("name", [name for name, *_ in EXAMPLES])
def test_the_licence_of_the_fonts_of_a_style_stands_beside_them(name: str) -> None:
    fonts = list((ROOT / "styles" / name / "fonts").glob("*.ttf"))
    assert not fonts or list(Path(fonts[0].parent).glob("OFL-*"))
