"""What the tool reads in the validators' reports, mostly without the validators."""

import json
from pathlib import Path
from typing import Any

import pytest
from tools.reference_checks import (
    CheckError,
    Finding,
    Verdict,
    find_verapdf,
    lines,
    read_outloud,
    read_verapdf,
    run_bagit,
    run_mdto,
)

from reportbuilder.archive.bag import make_bag

ROOT = Path(__file__).parents[2]
RULE = {
    "status": "failed",
    "clause": "7.3",
    "testNumber": 1,
    "failedChecks": 101,
    "description": "Figure tags shall include\n an alternative",
    "checks": [{"status": "failed", "context": "root/document[0]/K[163]", "errorMessage": "…"}],
}


def verapdf(*jobs: dict[str, Any]) -> str:
    return json.dumps({"report": {"buildInformation": {}, "jobs": jobs, "batchSummary": {}}})


def job(name: str, *rules: dict[str, Any], compliant: bool, ended: str = "normal") -> dict[str, Any]:
    result = {"details": {"ruleSummaries": rules}, "jobEndStatus": ended, "compliant": compliant, "statement": "So."}
    return {"itemDetails": {"name": name}, "validationResult": [result]}


def outloud(*diagnostics: dict[str, Any], rules: tuple[dict[str, Any], ...] = (), error: str | None = None) -> str:
    return json.dumps({"results": [{"path": "a.pdf", "error": error, "findings": diagnostics, "rules": rules}]})


def warning(code: str, **more: Any) -> dict[str, Any]:
    return {"rule": code, "severity": "warning", "message": "Painted out of order", "count": 3, **more}


def test_verapdf_tells_the_files_apart() -> None:
    found = read_verapdf(verapdf(job("/good.pdf", compliant=True), job("/bad.pdf", RULE, compliant=False)))
    rule = Finding("7.3 test 1", "Figure tags shall include an alternative", 101, "root/document[0]/K[163]")
    assert found == {"/good.pdf": (), "/bad.pdf": (rule,)}


def test_a_rule_that_passed_is_not_a_finding() -> None:
    assert read_verapdf(verapdf(job("/a.pdf", RULE | {"status": "passed"}, compliant=True))) == {"/a.pdf": ()}


def test_a_file_that_verapdf_cannot_read_fails() -> None:
    broken = {"itemDetails": {"name": "/cut.pdf"}, "taskException": {"exceptionMessage": "No trailer"}}
    assert read_verapdf(verapdf(broken)) == {"/cut.pdf": (Finding("unreadable", "No trailer"),)}


@pytest.mark.parametrize(("compliant", "ended"), [(False, "normal"), (True, "cancelled")])
def test_a_verdict_without_rules_is_not_taken_for_good(compliant: bool, ended: str) -> None:
    (diagnostics,) = read_verapdf(verapdf(job("/a.pdf", compliant=compliant, ended=ended))).values()
    assert [finding.rule for finding in diagnostics] == ["no verdict"]


def test_outloud_errors_and_warnings_count_and_remarks_do_not() -> None:
    report = outloud(
        warning("ORD-001", page=21, evidence="a  b"),
        {"rule": "FIG-001", "severity": "error", "message": "No alt", "count": 1},
        {"rule": "FIG-011", "severity": "info", "message": "Same as caption", "count": 1},
    )
    order = Finding("warning ORD-001", "Painted out of order", 3, "page 21: a b")
    assert read_outloud(report, {}) == {"a.pdf": (order, Finding("error FIG-001", "No alt"))}


def test_a_rule_of_outloud_that_crashed_is_a_failure() -> None:
    rules = ({"rule": "DOC-001", "status": "ran", "reason": None}, {"rule": "X", "status": "crashed", "reason": "oh"})
    assert read_outloud(outloud(rules=rules), {}) == {"a.pdf": (Finding("crashed X", "oh"),)}


def test_a_file_that_outloud_cannot_read_fails() -> None:
    assert read_outloud(outloud(error="no such file"), {}) == {"a.pdf": (Finding("unreadable", "no such file"),)}


def test_a_warning_can_be_allowed_and_an_error_cannot() -> None:
    report = outloud(warning("ORD-001"), warning("ORD-001") | {"severity": "error"})
    allowed, refused = read_outloud(report, {"ORD-001": "floats"})["a.pdf"]
    assert (allowed.reason, refused.reason) == ("floats", "")
    assert Verdict("outloud", Path("a.pdf"), (allowed,)).passed
    assert not Verdict("outloud", Path("a.pdf"), (allowed, refused)).passed


def test_a_verdict_in_words() -> None:
    diagnostics = (Finding("7.3 test 1", "No alternative", 101, "root"), Finding("5 test 1", "No schema"))
    assert list(lines(Verdict("veraPDF ua1", Path("a.pdf"), diagnostics))) == [
        "FAIL  veraPDF ua1   a.pdf",
        "      7.3 test 1 (101 times): No alternative",
        "          first: root",
        "      5 test 1: No schema",
    ]
    assert list(lines(Verdict("outloud", Path("a.pdf")))) == ["PASS  outloud       a.pdf"]


def test_a_wrong_name_in_the_environment_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERAPDF", "/nowhere/verapdf")
    with pytest.raises(CheckError, match="/nowhere/verapdf"):
        find_verapdf()


def test_a_package_is_judged_by_bagit_and_by_its_schema(tmp_path: Path) -> None:
    schema = (ROOT / "src/reportbuilder/archive/schemas/MDTO-XML1.0.1.xsd").read_bytes()
    made = make_bag({"MDTO-XML1.0.1.xsd": schema, "a.mdto.xml": b"<MDTO/>"}, [])
    for name, data in made.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    assert run_bagit(tmp_path).passed
    assert [finding.words for finding in run_mdto(tmp_path).diagnostics] == ["data/a.mdto.xml"]
    (tmp_path / "data" / "a.mdto.xml").write_bytes(b"<MDTO />")
    assert not run_bagit(tmp_path).passed
