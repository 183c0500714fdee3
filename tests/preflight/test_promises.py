"""Every report that can be built keeps what its file promises; the files are left for the reference validators."""

import os
import shutil
from pathlib import Path

import pytest

from reportbuilder.diagnostics import ReportError
from reportbuilder.preflight.verdict import verify
from tests.whole_reports import build_report

ROOT = Path(__file__).parents[2]
REPORTS = sorted((ROOT / "tests" / "documents").glob("*/report.yaml"))


@pytest.mark.parametrize("settings", REPORTS, ids=lambda path: path.parent.name)
def test_a_report_without_errors_keeps_its_promises(
    settings: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    try:
        built = build_report(settings.parent, ("screen",), tmp_path)
    except ReportError:
        assert settings.parent.name.startswith("bad-")
        return
    verdict = verify(built.paths[0].read_bytes())
    assert len(verdict.standards) >= 2
    assert verdict.violations == ()
    if kept := os.environ.get("REPORTBUILDER_TEST_PDFS"):
        Path(kept).mkdir(parents=True, exist_ok=True)
        shutil.copy(built.paths[0], Path(kept) / built.paths[0].name)
