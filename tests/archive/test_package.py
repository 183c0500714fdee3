"""A package as a whole: what independent readers make of it, that it is the same twice, and what stops it."""

import json
import shutil
import zipfile
from pathlib import Path

import bagit
import pytest
from lxml import etree

from reportbuilder.archive import package
from reportbuilder.archive.package import ArchivePackage
from reportbuilder.diagnostics import ExitCode, ReportError
from reportbuilder.files.output import HOST
from tests.archive.archived_report import ARCHIVE, NAME, REPORT, SCHEMA, archived, files_of
from tests.processes import gone_process


def test_the_reader_of_the_library_of_congress_takes_the_bag(packed: ArchivePackage) -> None:
    bag = bagit.Bag(str(packed.folder))
    bag.validate()
    assert bag.version_info == (1, 0)
    assert set(bag.algorithms) == {"sha256", "sha512"}
    assert bag.info["External-Identifier"] == "verslag-2021/0.9"
    assert bag.info["Bagging-Date"] == "2022-05-01"


def test_the_zip_file_is_the_folder(packed: ArchivePackage) -> None:
    with zipfile.ZipFile(packed.zip) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {
            f"{NAME}/{path}": data for path, data in files_of(packed.folder).items()
        }


def test_the_package_has_all_that_it_must(packed: ArchivePackage, project: Path) -> None:
    files = {path.removeprefix(f"data/{NAME}/"): data for path, data in files_of(packed.folder).items()}
    for edition in ("screen", "print"):
        released = project / "output" / "verslag" / "0.9" / f"verslag-{edition}.pdf"
        assert files[f"pdf/verslag-{edition}.pdf"] == released.read_bytes()
        assert json.loads(files[f"controle/verslag-{edition}.json"])["passed"]
    assert files["versies/0.9.zip"] == (project / "content/verslag/versions/0.9.zip").read_bytes()
    assert files["versies/versions.yaml"] == (project / "content/verslag/versions.yaml").read_bytes()
    assert files["inhoud/report/chapters/een.md"] == (project / "content/verslag/chapters/een.md").read_bytes()
    assert files["lettertypen/OFL-SourceSans3.md"] == (project / "fonts/OFL-SourceSans3.md").read_bytes()
    assert "pdf/verslag-screen.pdf. Dat bestand is het archiefstuk" in " ".join(files["LEESMIJ.txt"].decode().split())


def test_every_file_is_described_and_all_metadata_hold_by_the_schema(packed: ArchivePackage) -> None:
    schema = etree.XMLSchema(etree.parse(str(SCHEMA)))
    payload = {path: data for path, data in files_of(packed.folder).items() if path.startswith("data/")}
    sidecars = {path for path in payload if path.endswith(".mdto.xml")}
    for path in sidecars:
        schema.assertValid(etree.fromstring(payload[path]))
    assert {f"{path}.bestand.mdto.xml" for path in payload.keys() - sidecars} == sidecars - {
        f"data/{NAME}/{NAME}.mdto.xml"
    }


def test_the_same_version_gives_the_same_package(packed: ArchivePackage, project: Path, output: Path) -> None:
    again = archived(project, output)
    assert not again.same
    assert again.zip.read_bytes() == packed.zip.read_bytes()
    assert files_of(again.folder) == files_of(packed.folder)
    assert archived(project, output).same


def test_a_fresh_clone_makes_the_pdfs_again(packed: ArchivePackage, project: Path, tmp_path: Path) -> None:
    made = archived(project, tmp_path)
    assert made.zip.read_bytes() == packed.zip.read_bytes()


def test_a_released_file_that_was_changed_is_not_taken(packed: ArchivePackage, project: Path, output: Path) -> None:
    (output / "verslag/0.9/verslag-print.pdf").write_bytes(b"%PDF-1.7 no")
    made = archived(project, output)
    assert [problem.code for problem in made.problems if problem.code == "archive-changed"] == ["archive-changed"]
    assert made.zip.read_bytes() == packed.zip.read_bytes()


def stopped(project: Path, output: Path, number: str = "0.9") -> ReportError:
    """Why there is no package; nothing is written, and nothing that was there is touched."""
    before = files_of(output) if output.exists() else {}
    with pytest.raises(ReportError) as error:
        archived(project, output, number)
    assert (files_of(output) if output.exists() else {}) == before
    return error.value


def test_another_package_is_never_overwritten(project: Path, output: Path) -> None:
    there = output / "verslag/archief/0.9/verslag-0.9.zip"
    there.parent.mkdir(parents=True)
    there.write_bytes(b"another")
    error = stopped(project, output)
    assert ([problem.code for problem in error.problems], error.exit_code) == (["archive-exists"], ExitCode.FILE)


def test_an_unknown_version_is_told_with_the_nearest(project: Path, output: Path) -> None:
    error = stopped(project, output, "0.8")
    assert error.exit_code is ExitCode.USAGE
    assert "“0.9”" in error.problems[0].hint


def test_a_full_disk_leaves_nothing(project: Path, output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(folder: Path, files: object) -> None:
        folder.mkdir(parents=True)
        (folder / "half").write_bytes(b"x")
        raise OSError(28, "No space left on device", str(folder / "half"))

    monkeypatch.setattr(package, "write_files", full)
    error = stopped(project, output)
    assert error.exit_code is ExitCode.FILE
    assert "No space left" in error.problems[0].message


@pytest.mark.parametrize(
    ("archive", "told"),
    [
        ("", [("archive-missing", 1)]),
        (ARCHIVE.replace("  appraisal: destroy\n", ""), [("report-missing", 11)]),
        (ARCHIVE.replace("duration: P10Y", "duration: 10 jaar"), [("report-value", 23)]),
        (ARCHIVE.replace("begin: 2021-01,", "begin: vorig jaar,"), [("report-value", 17)]),
        (ARCHIVE.replace("    duration: P10Y\n    end: 2032\n", ""), [("archive-retention", 20)]),
        (ARCHIVE.replace("https://www.example.nl/verslag.pdf", "verslag.pdf"), [("report-value", 32)]),
        (ARCHIVE[: ARCHIVE.index("  restrictions:")] + "  restrictions: []\n", [("report-value", 28)]),
    ],
    ids=["none", "appraisal", "duration", "coverage", "retention", "address", "restrictions"],
)
def test_metadata_that_are_missing_or_wrong_are_told_with_their_place(
    archive: str, told: list[tuple[str, int]], project: Path, tmp_path: Path
) -> None:
    for name in ("content", "styles", "fonts", "output"):
        (tmp_path / name).mkdir()
    copy = shutil.copytree(project / "content" / "verslag", tmp_path / "content" / "verslag")
    (copy / "report.yaml").write_text(REPORT + archive, encoding="utf-8")
    error = stopped(tmp_path, tmp_path / "output")
    assert [(problem.code, problem.place.line) for problem in error.problems] == told
    assert error.exit_code is ExitCode.PROJECT
    assert all(problem.hint for problem in error.problems)


def test_a_damaged_snapshot_is_told(project: Path, tmp_path: Path) -> None:
    shutil.copytree(project / "content", tmp_path / "content")
    for name in ("styles", "fonts"):
        (tmp_path / name).symlink_to(project / name)
    snapshot = tmp_path / "content/verslag/versions/0.9.zip"
    data = bytearray(snapshot.read_bytes())
    data[len(data) // 2] ^= 1
    snapshot.write_bytes(data)
    error = stopped(tmp_path, tmp_path / "output")
    assert ([problem.code for problem in error.problems], error.exit_code) == (["snapshot-damaged"], ExitCode.FILE)


def test_what_a_killed_run_left_behind_does_no_harm(project: Path, output: Path) -> None:
    left = output / "verslag" / "archief" / f".0.9.{HOST}-{gone_process()}.part"
    left.mkdir(parents=True)
    (left / "half").write_bytes(b"x")
    assert archived(project, output).folder.is_dir()
    assert not left.exists()
