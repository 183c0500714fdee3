"""The example styles: each builds its sample report without a problem, in its own format, and keeps its promises."""

from pathlib import Path

import pytest
from tests.whole_reports import ROOT, built

from reportbuilder.layout.column_rules import ColumnRules
from reportbuilder.layout.page import Layer
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


def test_column_rules_stand_in_gutters_and_stop_at_what_spans_the_columns() -> None:
    pages = built(ROOT / "tests/documents/style-waterschap").composed.layout.pages
    ruled = [(page, one.flowable) for page in pages for one in page.items if isinstance(one.flowable, ColumnRules)]
    assert [page.number for page, _ in ruled] == [3, 4, 5]
    for page, rules in ruled:
        for at, top, foot in rules.lines:
            assert foot - top > 24
            for one in page.items:
                frame = one.frame
                if (
                    one.layer is Layer.CONTENT
                    and frame.width < rules.page_width
                    and frame.x < at < frame.x + frame.width
                ):
                    assert frame.top + frame.height <= top + 0.1 or frame.top >= foot - 0.1
