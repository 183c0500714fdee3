"""The wrap cover: a spine as thick as the book, the front as it is, and a file that keeps PDF/X-4."""

import io
import shutil
from pathlib import Path

import pytest
from pypdf import PdfReader

from reportbuilder.document.graphics import Path as Shape
from reportbuilder.layout.wrap_cover import Spine
from reportbuilder.pdf.qr_code import QUIET_ZONE, qr_code
from reportbuilder.preflight.verdict import verify
from tests.whole_reports import ROOT, build_whole

MM = 72 / 25.4


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with the sample report of the water board, as thick as a book."""
    root = tmp_path_factory.mktemp("project")
    for shared in ("styles", "fonts"):
        shutil.copytree(ROOT / shared, root / shared)
    report = shutil.copytree(ROOT / "tests/documents/style-waterschap", root / "content/water")
    settings = (report / "report.yaml").read_text(encoding="utf-8")
    thick = settings.replace("paper: 0.11mm", "paper: 1mm, cover-paper: 2mm")
    (report / "report.yaml").write_text(thick, encoding="utf-8")
    return root


def test_a_wrap_cover_is_as_wide_as_back_spine_and_front(project: Path) -> None:
    made = build_whole(project / "content/water", project, ("print", "cover"))
    assert [p for p in made.problems if p.severity.value == "error"] == []
    page = PdfReader(io.BytesIO(made.files["cover"])).pages[0]
    sheets = 4  # 6 pages, filled up to 8
    assert len(PdfReader(io.BytesIO(made.files["print"])).pages) == 2 * sheets
    assert float(page.trimbox.width) == pytest.approx((2 * 170 + sheets + 2 * 2) * MM, abs=0.1)
    assert float(page.trimbox.height) == pytest.approx(240 * MM, abs=0.1)
    words = page.extract_text()
    assert "Water vraagt" in words  # the front
    assert "van de sloten is helder" in words  # a key figure
    assert "De Voorbeeldstroom" in words.replace("WATERSCHAP DE VOORBEELDSTROOM", "")  # the spine
    assert verify(made.files["cover"]).violations == ()


def test_a_report_without_a_back_in_its_style_is_told(project: Path) -> None:
    settings = project / "content/water/report.yaml"
    text = settings.read_text(encoding="utf-8")
    try:
        plain = text.replace("style: waterschap", "style: rvo").replace("design: tijdschrift", "design: magazine")
        settings.write_text(plain, encoding="utf-8")
        with pytest.raises(Exception, match="This report has no wrap cover"):
            build_whole(project / "content/water", project, ("cover",))
    finally:
        settings.write_text(text, encoding="utf-8")


def test_the_spine_is_as_thick_as_its_sheets() -> None:
    assert Spine(100, 0.1 * MM, 0.25 * MM).width == pytest.approx(5.5 * MM)
    assert Spine(99, 0.1 * MM, 0.25 * MM).width == pytest.approx(5.5 * MM)  # the last sheet has one printed side


def test_a_code_has_finder_patterns_in_a_quiet_zone() -> None:
    picture = qr_code("https://example.org/2025", 100.0, "ink", "white")
    ground, code = picture.items
    assert isinstance(ground, Shape)
    assert isinstance(code, Shape)
    xs = [x for segment in code.segments for x in segment.points[::2]]
    module = min(xs) / QUIET_ZONE
    assert max(xs) == pytest.approx(100 - QUIET_ZONE * module)
    first = code.segments[0:2]  # the upper side of the upper left finder pattern: seven modules
    assert first[1].points[0] - first[0].points[0] == pytest.approx(7 * module)
    with pytest.raises(ValueError, match="too long"):
        qr_code("x" * 5000, 100.0, "ink", "white")
