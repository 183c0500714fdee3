"""A PDF that breaks its promise is not put in its place by `build --verify`."""

import io
from pathlib import Path

import pikepdf
import pytest

from reportbuilder import pipeline
from reportbuilder.build_result import BuildResult
from reportbuilder.diagnostics import ExitCode, ReportError
from reportbuilder.pdf.font_files import FontFile
from reportbuilder.pdf.glyph_codes import FaceCodes, FontEncoder
from tests.whole_reports import build_report

ROOT = Path(__file__).parents[2]
REPORT = """\
title: Klein verslag
year: 2022
style: rvo
design: document
version: {label: Proef, date: 2022-05-01}
parts: {body: [chapters/begin.md]}
"""


def test_a_pdf_that_breaks_its_promise_is_not_published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for shared in ("styles", "fonts"):
        (tmp_path / shared).symlink_to(ROOT / shared)
    report = tmp_path / "content/klein"
    (report / "chapters").mkdir(parents=True)
    (report / "report.yaml").write_text(REPORT)
    (report / "chapters/begin.md").write_text("# Begin\n\nTekst.\n")
    monkeypatch.chdir(tmp_path)

    def build(verify: bool) -> Path:
        steps = list[str]()
        built = build_report(report, ("screen",), Path("output"), steps.append, verify=verify)
        assert (f"verifying {built.paths[0].name}" in steps) == verify
        return built.paths[0]

    path = build(verify=True)
    good, broken = path.read_bytes(), io.BytesIO()
    with pikepdf.open(io.BytesIO(good)) as pdf:
        del pdf.Root.Lang
        pdf.save(broken)
    made = BuildResult("klein", {path.name: broken.getvalue()}, 1, ())
    monkeypatch.setattr(pipeline, "build_report", lambda *args, **kwargs: made)
    with pytest.raises(ReportError) as stopped:
        build_report(report, ("screen",), Path("output"), lambda step: None, verify=True)
    assert stopped.value.exit_code is ExitCode.STANDARD
    assert {problem.place.file for problem in stopped.value.problems} == {"output/klein/klein-screen.pdf"}
    assert path.read_bytes() == good
    assert [one.name for one in path.parent.iterdir()] == [path.name]
    build_report(report, ("screen",), Path("output"))
    assert path.read_bytes() == broken.getvalue()


def test_a_glyph_that_is_none_is_never_drawn() -> None:
    codes = FaceCodes(FontEncoder(FontFile(ROOT / "fonts/SourceSans3-Regular.ttf")), "T1")
    with pytest.raises(ReportError, match=r"no glyph for U\+2028"):
        codes.character("\u2028")
