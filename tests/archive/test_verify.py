"""Every byte of a package counts: whatever is changed, taken out, put in or renamed is found and named."""

import zipfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from reportbuilder.archive.bag import Bag, make_bag
from reportbuilder.archive.bag_check import check_bag
from reportbuilder.archive.package import ArchivePackage
from reportbuilder.archive.verify import verify_package
from reportbuilder.cli.main import app
from reportbuilder.diagnostics import Diagnostic, Diagnostics, ExitCode, ReportError, Severity
from reportbuilder.pipeline import build_report
from reportbuilder.plugins import registry_with
from tests.archive.archived_report import NAME, files_of, written


def silent(step: str) -> None:
    """No progress is shown."""


def errors(problems: tuple[Diagnostic, ...]) -> list[tuple[str, str]]:
    """The code and the file of every error."""
    return [(problem.code, problem.place.file) for problem in problems if problem.severity is Severity.ERROR]


def checked(folder: Path) -> list[tuple[str, str]]:
    """What is wrong with a bag by its manifests."""
    diagnostics = Diagnostics()
    paths = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    check_bag(Bag(folder, frozenset(paths)), diagnostics)
    return errors(tuple(diagnostics))


def test_nothing_is_wrong_with_a_package_as_it_was_made(packed: ArchivePackage) -> None:
    for path in (packed.folder, packed.zip):
        found = verify_package(path, None, silent)
        assert found.problems == ()
        assert (found.report, found.version, found.rebuilt) == ("verslag", "0.9", False)


def test_the_pdfs_are_the_same_when_they_are_made_again(packed: ArchivePackage) -> None:
    found = verify_package(packed.zip, build_report, silent, registry=registry_with(()))
    assert found.problems == ()
    assert found.rebuilt


@pytest.fixture(scope="module")
def copy(packed: ArchivePackage, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bag with the files of the package, of which large ones are cut short; tests change it and put it back."""
    payload = {path: data[:300] for path, data in files_of(packed.folder).items() if path.startswith("data/")}
    short = {path.removeprefix("data/"): data for path, data in payload.items()}
    return written(make_bag(short, [("Contact-Name", "J. Jansen")]), tmp_path_factory.mktemp("copy") / NAME)


def test_one_byte_changed_in_any_file_is_found_and_named(copy: Path) -> None:
    for index, (name, data) in enumerate(files_of(copy).items()):
        at = (0, len(data) // 2, len(data) - 1)[index % 3]
        changed = bytearray(data)
        changed[at] ^= 0x20
        (copy / name).write_bytes(changed)
        assert {file for _, file in checked(copy)} == {name}, (name, at)
        (copy / name).write_bytes(data)
    assert checked(copy) == []


def test_any_file_that_is_gone_is_named(copy: Path) -> None:
    for name, data in files_of(copy).items():
        (copy / name).unlink()
        assert ("bag-missing", name) in checked(copy)
        (copy / name).write_bytes(data)


def test_any_file_that_is_renamed_is_named_with_both_names(copy: Path) -> None:
    for name in files_of(copy):
        now = f"{name}.oud"
        (copy / name).rename(copy / now)
        diagnostics = checked(copy)
        (copy / now).rename(copy / name)
        if "manifest-" in name:  # which tells by its name what it is
            assert {("bag-added", now), ("bag-missing", name)} <= set(diagnostics)
        else:
            assert diagnostics == [("bag-renamed", now)]


@pytest.mark.parametrize("name", ["los.txt", "data/los.txt", f"data/{NAME}/pdf/nog-een.pdf", "manifest-md5.txt"])
def test_any_file_that_is_added_is_named(copy: Path, name: str) -> None:
    (copy / name).write_bytes(b"x")
    assert {file for _, file in checked(copy)} == {name}
    (copy / name).unlink()


def rebagged(packed: ArchivePackage, change: Callable[[dict[str, bytes]], None], folder: Path) -> Path:
    """The package with its payload changed and the manifests made right again, as a forger would."""
    files = files_of(packed.folder)
    payload = {path.removeprefix("data/"): data for path, data in files.items() if path.startswith("data/")}
    change(payload)
    lines = files["bag-info.txt"].decode().splitlines()
    info = [tuple(line.split(": ", 1)) for line in lines if not line.startswith("Payload-Oxum")]
    return written(make_bag(payload, info), folder)  # type: ignore[arg-type]


def test_a_forger_who_makes_the_manifests_right_is_found_by_the_metadata(
    packed: ArchivePackage, tmp_path: Path
) -> None:
    describe = [path for path in files_of(packed.folder) if path.startswith("data/") and ".mdto.xml" not in path]
    chosen = [path for path in describe if path.endswith(("een.md", ".yaml", ".zip", "cijfers.csv", "-print.pdf"))]
    assert len(chosen) >= 7
    for number, path in enumerate(chosen):

        def change(payload: dict[str, bytes], inner: str = path.removeprefix("data/")) -> None:
            payload[inner] += b"\n"

        found = verify_package(rebagged(packed, change, tmp_path / str(number)), None, silent)
        assert any(path in f"{problem.place.file} {problem.message}" for problem in found.problems), path
        assert errors(found.problems)


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("metadata/diwoo.xml", "package-metadata"),
        (f"{NAME}.mdto.xml", "package-metadata"),
        ("pdf/verslag-print.pdf", "package-version"),
        ("versies/0.9.zip", "package-version"),
        ("inhoud/report/chapters/een.md", "package-content"),
        ("lettertypen/SourceSans3-Regular.ttf", "package-font"),
    ],
)
def test_a_forger_who_takes_a_file_out_is_found(packed: ArchivePackage, tmp_path: Path, path: str, code: str) -> None:
    def change(payload: dict[str, bytes]) -> None:
        del payload[f"{NAME}/{path}"]
        payload.pop(f"{NAME}/{path}.bestand.mdto.xml", None)

    found = verify_package(rebagged(packed, change, tmp_path / "bag"), None, silent)
    assert code in {code for code, _ in errors(found.problems)}


def test_metadata_that_do_not_hold_by_their_schema_are_found(packed: ArchivePackage, tmp_path: Path) -> None:
    def change(payload: dict[str, bytes]) -> None:
        for name in (f"{NAME}/{NAME}.mdto.xml", f"{NAME}/metadata/diwoo.xml"):
            payload[name] = payload[name].replace(b"identificatie>", b"kenmerk>").replace(b"publisher", b"uitgever")

    found = verify_package(rebagged(packed, change, tmp_path / "bag"), None, silent)
    named = {problem.place.file for problem in found.problems if "schema" in problem.message}
    assert named >= {f"data/{NAME}/{NAME}.mdto.xml", f"data/{NAME}/metadata/diwoo.xml"}


def test_a_newer_package_is_left_alone(packed: ArchivePackage, tmp_path: Path) -> None:
    files = dict(files_of(packed.folder))
    files["bag-info.txt"] = files["bag-info.txt"].replace(b"Reportbuilder-Package: 1", b"Reportbuilder-Package: 2")
    with pytest.raises(ReportError) as error:
        verify_package(written(files, tmp_path / NAME), None, silent)
    assert error.value.exit_code is ExitCode.FILE
    assert [problem.code for problem in error.value.problems] == ["package-newer"]


def test_of_another_programs_bag_the_checksums_are_compared(tmp_path: Path) -> None:
    folder = written(
        make_bag({"een.txt": b"een", "map/twee%.txt": b"twee"}, [("Contact-Name", "J.")]), tmp_path / "bag"
    )
    found = verify_package(folder, None, silent)
    assert [problem.code for problem in found.problems] == ["package-foreign"]
    (folder / "data/map/twee%.txt").write_bytes(b"drie")
    found = verify_package(folder, None, silent)
    assert errors(found.problems) == [("bag-changed", "data/map/twee%.txt")]


def zipped(path: Path, entries: Mapping[str, bytes], link: str = "") -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in entries.items():
            entry = zipfile.ZipInfo(name)
            if name == link:
                entry.external_attr = 0o120777 << 16
            archive.writestr(entry, data)
    return path


@pytest.mark.parametrize(
    ("name", "link"),
    [
        ("../buiten.txt", False),
        ("bag/../../buiten.txt", False),
        ("/buiten.txt", False),
        ("bag\\..\\buiten.txt", False),
        ("C:/buiten.txt", False),
        ("bag/./x", False),
        ("bag/link", True),
        ("bag/BAGIT.txt", False),
    ],
)
def test_a_zip_file_that_climbs_out_is_not_unpacked(tmp_path: Path, name: str, link: bool) -> None:
    entries = {"bag/bagit.txt": b"x", name: b"../../buiten.txt"}
    path = zipped(tmp_path / "p.zip", entries, name if link else "")
    before = set(tmp_path.rglob("*"))
    with pytest.raises(ReportError) as error:
        verify_package(path, None, silent)
    assert error.value.exit_code is ExitCode.FILE
    assert [problem.code for problem in error.value.problems] == ["package-entry"]
    assert set(tmp_path.rglob("*")) == before


def claiming(path: Path, size: int) -> Path:
    """A ZIP file with 100,000 bytes in it, whose directory says that they are so many."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bag/bagit.txt", b"\0" * 100_000)
    data = bytearray(path.read_bytes())
    at = data.rindex(b"PK\1\2")
    data[at + 24 : at + 28] = size.to_bytes(4, "little")
    path.write_bytes(data)
    return path


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reportbuilder.archive.bag.MOST_FILES", 200)
    many = zipped(tmp_path / "many.zip", {f"bag/{number}": b"" for number in range(201)})
    large, lying = claiming(tmp_path / "large.zip", 0xFFFFFF00), claiming(tmp_path / "lying.zip", 10)
    for bomb, code in ((many, "package-size"), (large, "package-size"), (lying, "package-damaged")):
        with pytest.raises(ReportError) as error:
            verify_package(bomb, None, silent)
        assert [problem.code for problem in error.value.problems] == [code]


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda folder: (folder / "p.zip").write_bytes(b"PK\3\4 no"), "package-damaged"),
        (lambda folder: zipped(folder / "p.zip", {"a/x": b"", "b/x": b""}), "package-form"),
        (lambda folder: zipped(folder / "p.zip", {"a/x": b""}), "package-none"),
        (lambda folder: (folder / "p.zip").mkdir(), "package-none"),
    ],
    ids=["broken", "two", "no-bag", "empty"],
)
def test_what_is_no_package_is_told_in_a_sentence(make: Callable[[Path], object], code: str, tmp_path: Path) -> None:
    make(tmp_path)
    with pytest.raises(ReportError) as error:
        verify_package(tmp_path / "p.zip", None, silent)
    assert [problem.code for problem in error.value.problems] == [code]


def test_a_link_in_a_folder_is_not_followed(packed: ArchivePackage, tmp_path: Path) -> None:
    folder = written(files_of(packed.folder), tmp_path / NAME)
    (folder / "data" / "link").symlink_to(tmp_path)
    with pytest.raises(ReportError) as error:
        verify_package(folder, None, silent)
    assert [problem.code for problem in error.value.problems] == ["package-link"]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_zip_file_never_ends_in_anything_but_words(data: st.DataObject) -> None:
    """Whatever byte is changed: a problem is found, or the ZIP file does not mind (dates and the like)."""
    files = {f"bag/{name}": content for name, content in make_bag({"een.txt": b"een " * 20}, []).items()}
    with TemporaryDirectory() as folder:
        path = zipped(Path(folder) / "p.zip", files)
        changed = bytearray(path.read_bytes())
        at = data.draw(st.integers(0, len(changed) - 1))
        changed[at] = data.draw(st.integers(0, 255))
        path.write_bytes(changed)
        with suppress(ReportError):
            verify_package(path, None, silent)


def test_what_a_package_promises_and_nobody_judged_is_told(packed: ArchivePackage, tmp_path: Path) -> None:
    assert verify_package(packed.zip, None, silent).whole

    def change(payload: dict[str, bytes]) -> None:
        name = f"{NAME}/pdf/verslag-screen.pdf"
        payload[name] = payload[name].replace(b"<pdfaid:part>2<", b"<pdfaid:part>4<")

    found = verify_package(rebagged(packed, change, tmp_path / "bag"), None, silent)
    assert "promise-unjudged" in {problem.code for problem in found.problems}
    assert not found.whole


@pytest.mark.parametrize("option", [("--report", "keuring.html"), ("--rebuild",)])
def test_an_option_that_would_do_nothing_is_refused(packed: ArchivePackage, option: tuple[str, ...]) -> None:
    file = packed.zip if option[0] == "--report" else next((packed.folder / "data" / NAME / "pdf").glob("*.pdf"))
    assert CliRunner().invoke(app, ["verify", *option, str(file)]).exit_code == ExitCode.USAGE
