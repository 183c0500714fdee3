"""The command line: what is shown where, and the exit codes. The work itself is replaced by small functions."""

import errno
import io
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from reportbuilder import __version__
from reportbuilder.api import Report
from reportbuilder.build_result import BuildResult
from reportbuilder.cli import workers
from reportbuilder.cli.main import app
from reportbuilder.cli.terminal import progress_of
from reportbuilder.cli.versions import STATUSES
from reportbuilder.diagnostics import Code, Diagnostic, ExitCode, Place, ReportError
from reportbuilder.diagnostics.model import Progress
from reportbuilder.layout.page_faults import FaultKind, PageFault
from reportbuilder.project.settings import VersionStatus
from reportbuilder.standards.facts import DOCUMENT_FACTS

ERROR = Diagnostic(
    Code.LABEL_UNKNOWN,
    "There is no label “tabel-9”.",
    "Did you mean “tabel-1”?",
    Place("content/haven/chapters/a.md", 12, 5),
)
WARNING = Diagnostic(Code.LINE_OVERFULL, "This description is short.", "", Place("content/haven/report.yaml", 3))
NOTE = Diagnostic(Code.LINE_LOOSE, "This line is loose.", "", Place("content/haven/chapters/a.md", 2, 1))

Work = Callable[[str], tuple[Diagnostic, ...]]


@pytest.fixture
def reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project's folder with two reports, and the folder that we are in."""
    for name in ("haven", "stad"):
        folder = tmp_path / "content" / name
        folder.mkdir(parents=True)
        (folder / "report.yaml").write_text("title: x\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NO_COLOR", raising=False)
    return tmp_path


def pretend(monkeypatch: pytest.MonkeyPatch, work: Work) -> list[tuple[str, tuple[str, ...], Path]]:
    """Let building and checking a report be `work`; what was built is listed, with its editions and folder."""
    built: list[tuple[str, tuple[str, ...], Path]] = []

    def build(self: Report, *editions: str, progress: Progress, impositions: object, reuse: bool) -> BuildResult:
        progress("composing pages")
        problems, output = work(self.name), self.project.output
        built.append((self.name, editions, output.relative_to(Path.cwd())))
        return BuildResult(self.name, {f"{self.name}.pdf": b"%PDF"}, 34, problems, {}, output)

    def check(self: Report, progress: Progress, *, reuse: bool) -> tuple[Diagnostic, ...]:
        progress("composing pages")
        return work(self.name)

    monkeypatch.setattr(Report, "build", build)
    monkeypatch.setattr(Report, "check", check)
    monkeypatch.setattr(workers, "cores", lambda: 1)
    return built


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def fails(error: BaseException) -> Work:
    """Work that fails on the first report and succeeds on the others."""

    def work(report: str) -> tuple[Diagnostic, ...]:
        if report == "haven":
            raise error
        return ()

    return work


def test_every_report_is_built_in_every_edition(reports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built = pretend(monkeypatch, lambda report: ())
    result = run("build")
    assert result.exit_code == ExitCode.DONE
    assert built == [("haven", (), Path("output")), ("stad", (), Path("output"))]  # those of their status
    assert re.sub(r"[0-9.]+ s", "0.8 s", result.stdout).splitlines() == [
        "Built output/haven/haven.pdf (34 pages, 0.8 s)",
        "Built output/stad/stad.pdf (34 pages, 0.8 s)",
    ]
    assert result.stderr == ""


def test_reports_are_named_by_name_or_folder(reports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built = pretend(monkeypatch, lambda report: ())
    assert run("build", "stad", "content/haven", "--edition", "screen", "--output", "drafts").exit_code == 0
    assert built == [("stad", ("screen",), Path("drafts")), ("haven", ("screen",), Path("drafts"))]


def test_a_build_shows_warnings_and_counts_notes(reports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(monkeypatch, lambda report: (NOTE, WARNING))
    result = run("build", "haven")
    assert result.exit_code == ExitCode.DONE
    assert result.stderr.splitlines() == [
        "content/haven/report.yaml:3: warning: This description is short. [line-overfull]",
        "1 warning in haven.",
        "1 note on haven: see reportbuilder check haven",
    ]
    assert "Built" in result.stdout


def test_errors_are_told_and_the_other_reports_built(reports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built = pretend(monkeypatch, fails(ReportError([WARNING, ERROR, NOTE])))
    result = run("build")
    assert result.exit_code == ExitCode.CONTENT
    assert result.stderr.splitlines() == [
        "content/haven/chapters/a.md:12:5: error: There is no label “tabel-9”. [label-unknown]",
        "    Did you mean “tabel-1”?",
        "content/haven/report.yaml:3: warning: This description is short. [line-overfull]",
        "1 error, 1 warning in haven; nothing was written.",
    ]
    assert [report for report, *_ in built] == ["stad"]


def test_the_exit_code_is_the_gravest(reports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    codes = {"haven": ExitCode.PROJECT, "stad": ExitCode.CONTENT}

    def work(report: str) -> tuple[Diagnostic, ...]:
        raise ReportError([ERROR], codes[report])

    pretend(monkeypatch, work)
    assert run("build", "haven", "stad").exit_code == ExitCode.PROJECT
    assert run("check", "stad", "haven").exit_code == ExitCode.PROJECT


def test_a_build_that_would_break_a_standard_lists_everything_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(Path(__file__).parents[2])
    good = tmp_path / "bad-standards" / "bad-standards-screen.pdf"
    good.parent.mkdir()
    good.write_bytes(b"as it was")
    result = run("build", "tests/documents/bad-standards", "--output", str(tmp_path))
    assert result.exit_code == ExitCode.STANDARD
    codes = re.findall(r"error: .*\[([a-z-]+)\]$", result.stderr, re.MULTILINE)
    assert len(codes) == 11
    assert set(codes) == {fact.value for fact in DOCUMENT_FACTS} - {"has-title", "has-language"}
    assert result.stderr.endswith("11 errors in bad-standards; nothing was written.\n")
    assert good.read_bytes() == b"as it was"
    assert run("check", "tests/documents/bad-standards").exit_code == ExitCode.STANDARD
    assert run("check", "tests/documents/bad-alt").exit_code == ExitCode.CONTENT


def test_a_check_shows_everything_on_standard_output(reports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(monkeypatch, lambda report: (ERROR, NOTE, WARNING) if report == "haven" else (NOTE,))
    result = run("check")
    assert result.exit_code == ExitCode.CONTENT
    assert result.stdout.splitlines()[-3:] == [
        "1 error, 1 warning, 1 note in haven.",
        "content/haven/chapters/a.md:2:1: note: This line is loose. [line-loose]",
        "1 note in stad.",
    ]
    assert result.stderr == ""
    assert run("check", "stad").exit_code == ExitCode.DONE


def test_a_check_without_problems_says_so(reports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(monkeypatch, lambda report: ())
    assert run("check", "stad").stdout == "No problems in stad.\n"


def test_a_check_counts_the_faults_of_pages(reports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(monkeypatch, lambda report: (ERROR,) if report == "haven" else ())
    faults = (
        PageFault(FaultKind.FILL, 3, 0, Place("a.md", 4, 1), "the page is 41% full"),
        PageFault(FaultKind.LOOSE, 2, 8, Place("a.md", 2, 1), "the line “x” is loose"),
    )
    monkeypatch.setattr(Report, "page_faults", lambda report, progress: faults)
    lines = run("check", "stad", "--pages").stdout.splitlines()
    assert lines[:4] == [
        "No problems in stad.",
        "page 3: the page is 41% full (a.md:4:1)",
        "page 2, line 8: the line “x” is loose (a.md:2:1)",
        "Faults of pages",
    ]
    assert "    1  pages left empty" in lines
    assert "    0  ladders of hyphens" in lines
    assert lines[-1] == "    2  together"
    assert "Faults of pages" not in run("check", "haven", "--pages").stdout, "a report with errors has no pages"


def test_a_check_that_cannot_read_on_says_what_it_found(reports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(monkeypatch, fails(ReportError([ERROR, NOTE], ExitCode.PROJECT)))
    result = run("check", "haven")
    assert result.exit_code == ExitCode.PROJECT
    assert result.stdout.splitlines()[-1] == "1 error, 1 note in haven."


def test_an_unknown_report_is_wrong_usage_and_the_nearest_is_proposed(reports: Path) -> None:
    result = run("build", "hven")
    assert result.exit_code == ExitCode.USAGE
    assert "“hven”" in result.stderr
    assert "Did you mean “haven”?" in result.stderr


def test_a_folder_without_reports_is_wrong_usage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("check").exit_code == ExitCode.USAGE


WRONG = {
    ("buidl", "haven"): "No such command 'buidl'. Did you mean “build”?",
    ("verzions",): "No such command 'verzions'. Did you mean “versions”?",
    ("x",): "No such command 'x'. Known are: archive, build, check,",
    ("build", "--outptu", "x"): "Did you mean '--output'?",
    ("build", "--edition", "sceen"): "'sceen' is not one of 'concept', 'screen', 'print', 'cover'.",
    ("build", "--imposition", "3up"): "'3up' is not one of 'booklet', '2up', 'spreads'.",
    ("build", "--output", "content/haven/report.yaml"): "'content/haven/report.yaml' is a file.",
    ("figures",): "Missing argument 'REPORT'.",
    ("figures", "haven", "--csv", "content"): "'content' is a directory.",
    ("verify",): "Missing argument 'FILE...'.",
    ("verify", "a.pdf", "--ink-limit", "much"): "'much' is not a valid percentage.",
    ("verify", "a.pdf", "--ink-limit", "99"): "99.0 is not in the range 100<=x<=400.",
    ("release", "haven"): "Missing option '--number'.",
    ("release", "haven", "--number", "1", "--status", "done"): "'done' is not one of 'concept', 'final'.",
    (
        "release",
        "haven",
        "--number",
        "1",
        "--date",
        "1-4-2022",
    ): "“1-4-2022” is not a date. Write year-month-day: 2020-04-06.",
    ("diff", "haven", "--format", "doc"): "'doc' is not one of 'text', 'md', 'csv', 'pdf'.",
}


@pytest.mark.parametrize("arguments", WRONG)
def test_wrong_usage_says_what_was_meant(arguments: tuple[str, ...], reports: Path) -> None:
    result = run(*arguments)
    assert result.exit_code == ExitCode.USAGE
    assert result.stdout == ""
    assert WRONG[arguments] in result.stderr


def test_a_fault_of_ours_is_written_down_and_never_shown(reports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (reports / "drafts").mkdir()
    built = pretend(monkeypatch, fails(ZeroDivisionError("division by zero")))
    result = run("build", "--output", "drafts")
    assert result.exit_code == ExitCode.INTERNAL
    assert "Traceback" not in result.output
    assert len(result.stderr.splitlines()) == 1
    written = reports / "drafts" / "fault-haven.txt"
    assert str(written.relative_to(reports)) in result.stderr
    assert "ZeroDivisionError: division by zero" in written.read_text(encoding="utf-8")
    assert [report for report, *_ in built] == ["stad"]


def test_a_fault_is_written_elsewhere_when_there_is_no_output_folder(
    reports: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    monkeypatch.setattr("tempfile.tempdir", str(elsewhere))
    pretend(monkeypatch, fails(RuntimeError("x")))
    assert str(elsewhere / "fault-haven.txt") in run("check", "haven").stderr
    assert "RuntimeError" in (elsewhere / "fault-haven.txt").read_text(encoding="utf-8")
    assert not (reports / "output").exists()


def test_a_file_that_cannot_be_used_is_named(reports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(monkeypatch, fails(PermissionError(errno.EACCES, "Permission denied", "output/haven.pdf")))
    result = run("build", "haven")
    assert result.exit_code == ExitCode.FILE
    assert "“output/haven.pdf” cannot be read or written: Permission denied." in result.stderr


@pytest.mark.parametrize("error", [KeyboardInterrupt(), click.Abort()])  # the second from a question
def test_an_interruption_ends_everything(reports: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    built = pretend(monkeypatch, fails(error))
    result = run("build")
    assert result.exit_code == ExitCode.INTERRUPTED
    assert result.stderr.startswith("Interrupted.")
    assert built == []


def test_steps_are_lines_when_asked(reports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(monkeypatch, lambda report: ())
    assert run("build", "stad", "--verbose").stderr == "stad: composing pages\n"


@pytest.mark.parametrize("command", ["build", "check"])
def test_where_the_time_went_is_shown_when_asked(reports: Path, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    pretend(monkeypatch, lambda report: ())
    said = run(command, "stad", "--timings").stderr.splitlines()
    assert [line.split("  ")[0] for line in said] == ["step", "composing pages", "together"]
    assert all(re.search(r"  \d+\.\d{3} s  +\d+\.\d{3} s$", line) for line in said[1:])
    assert run(command, "stad").stderr == ""


class Screen(io.StringIO):
    """A terminal that remembers."""

    def isatty(self) -> bool:
        return True


def test_steps_are_a_status_line_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("TERM", "xterm")
    with progress_of("haven", verbose=False) as progress:
        progress("reading [text] and data")
    assert "haven: reading [text] and data" in screen.getvalue()


def test_colours_are_for_terminals_that_want_them(reports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(monkeypatch, lambda report: (ERROR,))
    assert "\x1b[" not in run("check").stdout
    assert "\x1b[" in CliRunner().invoke(app, ["check"], color=True).stdout
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in CliRunner().invoke(app, ["check"], color=True).stdout


def test_help_shows_commands_and_examples() -> None:
    result = run("--help")
    assert result.exit_code == ExitCode.DONE
    assert "reportbuilder build jaarverslag-2022" in result.stdout
    for command in ("build", "check"):
        assert f"reportbuilder {command}" in run(command, "--help").stdout


def test_help_lists_commands_in_the_order_of_the_work_and_shows_defaults() -> None:
    listed = re.findall(r"^  (\w+) ", run("--help").stdout.split("Commands:")[1], re.MULTILINE)
    assert listed == ["build", "check", "figures", "verify", "release", "versions", "restore", "diff", "archive"]
    assert run().stderr == run("--help").stdout
    assert "[default: output in the project]" in run("build", "--help").stdout
    assert "[default: 300; 100<=x<=400]" in " ".join(run("verify", "--help").stdout.split())
    assert "[text|md|csv|pdf]  How the changes are written.  [default: text]" in run("diff", "--help").stdout


def test_statuses_of_a_version_are_those_of_a_report() -> None:
    assert [status.value for status in VersionStatus] == list(STATUSES)


def test_the_version_is_shown() -> None:
    result = run("--version")
    assert result.exit_code == ExitCode.DONE
    assert result.stdout == f"reportbuilder {__version__}\n"


def test_the_module_is_the_command() -> None:
    command = [sys.executable, "-m", "reportbuilder", "check", "--help"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("Usage: reportbuilder check")


def test_checking_draws_no_chart_and_computes_a_table_only_once(tmp_path: Path) -> None:
    for name in ("content", "styles", "fonts"):
        (tmp_path / name).symlink_to(Path(__file__).parents[2] / name)
    heavy = "{'matplotlib', 'openpyxl', 'pandas', 'pikepdf', 'fontTools', 'lxml', 'reportlab'}"
    program = (
        f"import sys; from pathlib import Path; from reportbuilder import open_project; "
        f"root = Path({str(tmp_path)!r}); "
        "open_project(root).report('jaarverslag-2019').check(); "
        f"print(sorted({heavy} & set(sys.modules)), [path.name for path in (root / 'output').iterdir()])"
    )
    said = []
    for _ in range(2):
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
        said.append(done.stdout.strip())
    assert said == ["['pandas'] ['.cache']", "[] ['.cache']"]


def test_the_program_ends_with_the_code_of_its_command_and_all_that_it_said(reports: Path) -> None:
    """A real process, its output in a file as large as it likes: it ends at once, and loses nothing."""
    command = [sys.executable, "-m", "reportbuilder"]
    said, here = Path("said.txt"), {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "src")}
    codes = []
    with said.open("w") as file:
        for arguments in (("check", "hawen"), ("--help",), ("check", "--fast")):
            done = subprocess.run([*command, *arguments], stdout=file, stderr=subprocess.STDOUT, env=here, check=False)
            codes.append(done.returncode)
    assert codes == [ExitCode.USAGE, ExitCode.DONE, ExitCode.USAGE]
    text = said.read_text()
    assert "There is no report “hawen”." in text
    assert "130 interrupted" in text
    assert "'--fast'" in text


def test_an_interruption_while_the_command_is_loaded_is_no_traceback() -> None:
    program = (
        "import sys; from reportbuilder.cli import start; from reportbuilder.diagnostics import ExitCode\n"
        "class Late:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'reportbuilder.cli.main': raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Late()); sys.argv = ['reportbuilder', 'build']\n"
        "assert start.INTERRUPTED == ExitCode.INTERRUPTED\n"
        "start.main()"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (ExitCode.INTERRUPTED, "Interrupted.\n")
