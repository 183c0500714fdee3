"""Snapshots: the same bytes for the same report, read back as it was, and never trusted without a look."""

import io
import os
import re
import stat
import tomllib
import zipfile
from importlib import metadata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportbuilder.diagnostics import Diagnostics
from reportbuilder.project.scalars import as_number
from reportbuilder.project.settings import VersionSettings, open_report_folder
from reportbuilder.versions.released import MOST_BYTES, open_snapshot
from reportbuilder.versions.snapshot import Snapshot, content_digest, digest, is_entry_name, libraries, make_snapshot
from tests.versions.small_releases import DATE, REPORT, TEXT, everything, lay_out_folders, used_files, workplace


def frozen(root: Path, number: str = "0.1") -> Snapshot:
    snapshot, codes = tried(root, number)
    assert codes == []
    assert snapshot is not None
    return snapshot


def tried(root: Path, number: str = "0.1", *more: Path) -> tuple[Snapshot | None, list[str]]:
    """Freeze the tiny report, all of whose files were used, and `more`; gives the codes of what is wrong as well."""
    diagnostics = Diagnostics()
    project = open_report_folder(root / "content" / "klein", diagnostics)
    assert project is not None
    version = VersionSettings(number=as_number(number), label="Versie", date=DATE)
    used = used_files(project.root, workplace(root)) | set(more)
    snapshot = make_snapshot(project, workplace(root), version, None, used, diagnostics)
    return snapshot, [problem.code for problem in diagnostics]


def opened(data: bytes, root: Path, sha256: str = "") -> list[str]:
    """Open bytes as a snapshot in a new folder; gives the codes of what is wrong."""
    folder = root / "opened"
    folder.mkdir()
    (folder / "0.1.zip").write_bytes(data)
    diagnostics = Diagnostics()
    done = open_snapshot(folder / "0.1.zip", folder / "in", diagnostics, sha256)
    assert (done is None) == diagnostics.failed
    if done is None:
        assert not (folder / "in").exists()
    assert set(everything(root)) >= {"opened/0.1.zip"}
    return [problem.code for problem in diagnostics]


def deterministic_zip(entries: dict[str, bytes], *more: tuple[zipfile.ZipInfo, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
        for info, data in more:
            archive.writestr(info, data)
    return buffer.getvalue()


def entries(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_same_report_gives_the_same_bytes_wherever_and_whenever(tmp_path: Path) -> None:
    for name in ("een", "twee"):
        lay_out_folders(tmp_path / name)
    os.utime(tmp_path / "twee/content/klein/report.yaml", (1, 1))
    (tmp_path / "twee/content/klein/report.yaml").chmod(0o600)
    assert frozen(tmp_path / "een") == frozen(tmp_path / "twee")


def test_what_is_unpacked_is_what_was_frozen(tmp_path: Path) -> None:
    folder = lay_out_folders(tmp_path)
    (folder / "versions.yaml").write_text("format: 1\nversions: []\n")
    snapshot = frozen(tmp_path)
    (tmp_path / "a.zip").write_bytes(snapshot.data)
    diagnostics = Diagnostics()
    done = open_snapshot(tmp_path / "a.zip", tmp_path / "in", diagnostics, digest(snapshot.data))
    assert list(diagnostics) == []
    assert done is not None
    assert done.manifest == snapshot.manifest
    assert everything(done.folder) == everything(folder)
    assert everything(done.styles) == everything(tmp_path / "styles")


def test_hidden_files_and_earlier_snapshots_stay_out(tmp_path: Path) -> None:
    folder = lay_out_folders(tmp_path)
    clean = frozen(tmp_path)
    for name in (".git/HEAD", "versions/0.0.zip", "chapters/.een.md.swp"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("x")
    assert frozen(tmp_path) == clean


def test_the_content_has_the_checksum_of_what_sha256sum_prints(tmp_path: Path) -> None:
    lay_out_folders(tmp_path)
    snapshot = frozen(tmp_path)
    own = {name: data for name, data in entries(snapshot.data).items() if name.startswith(("report/", "style/"))}
    printed = "".join(f"{digest(data)}  {name}\n" for name, data in sorted(own.items()))
    assert snapshot.manifest.content == digest(printed.encode())
    assert snapshot.manifest.content == frozen(tmp_path, "0.2").manifest.content
    assert content_digest({"snapshot.yaml": "x"}) == content_digest({})


def test_fonts_are_named_with_their_checksums(tmp_path: Path) -> None:
    lay_out_folders(tmp_path)
    assert [(font.file, font.sha256) for font in frozen(tmp_path).manifest.fonts] == [
        ("Letter.ttf", digest(b"letters"))
    ]


def test_the_style_that_a_style_extends_goes_in_with_its_fonts(tmp_path: Path) -> None:
    lay_out_folders(tmp_path)
    (style,) = (tmp_path / "styles").iterdir()
    parent = tmp_path / "styles/moeder"
    (parent / "fonts").mkdir(parents=True)
    (parent / "fonts/Eigen.ttf").write_bytes(b"own")
    (parent / "style.yaml").write_text("fonts: {kop: {file: Eigen.ttf}}\n", encoding="utf-8")
    snapshot, codes = tried(tmp_path, "0.1", parent / "style.yaml", parent / "fonts/Eigen.ttf")
    assert codes == []
    assert snapshot is not None
    names = {name for name in entries(snapshot.data) if name.startswith("style/")}
    assert names >= {"style/moeder/style.yaml", "style/moeder/fonts/Eigen.ttf", f"style/{style.name}/style.yaml"}
    assert [font.file for font in snapshot.manifest.fonts] == ["Letter.ttf"]  # of the project; the other is a file here


def test_a_folder_that_is_a_link_is_told(tmp_path: Path) -> None:
    folder = lay_out_folders(tmp_path)
    (folder / "images").symlink_to(tmp_path / "fonts")
    assert tried(tmp_path, "0.1", folder / "images" / "Letter.ttf") == (None, ["snapshot-link"])


@pytest.mark.parametrize("name", ["a:b.csv", "a\\b.csv", "a\nb.csv", os.fsdecode(b"a\xff.csv")])
def test_a_name_that_not_every_system_can_write_is_told(name: str, tmp_path: Path) -> None:
    folder = lay_out_folders(tmp_path)
    (folder / "data" / name).write_text("x")
    assert tried(tmp_path) == (None, ["snapshot-name"])


@pytest.mark.parametrize(
    "name",
    ["../a", "/a", "report/../../a", "report//a", "a", "report", "report/", "style/a", "report/.a", "report/a\\b",
     "C:/a", "report/C:a", "report/./a", "snapshot.yaml/a", "report/a\0b"],
)  # fmt: skip
def test_no_entry_leads_out_of_the_folder(name: str, tmp_path: Path) -> None:
    assert not is_entry_name(name)
    lay_out_folders(tmp_path)
    info = zipfile.ZipInfo("report/x")
    info.filename = name
    data = deterministic_zip(entries(frozen(tmp_path).data), (info, b"x"))
    assert opened(data, tmp_path) in (["snapshot-entry"], ["snapshot-damaged"])


def test_a_link_is_no_entry(tmp_path: Path) -> None:
    lay_out_folders(tmp_path)
    info = zipfile.ZipInfo("report/link")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert opened(deterministic_zip(entries(frozen(tmp_path).data), (info, b"/etc/passwd")), tmp_path) == [
        "snapshot-entry"
    ]


def test_a_file_that_unpacks_to_too_much_is_left_packed(tmp_path: Path) -> None:
    lay_out_folders(tmp_path)
    data = bytearray(deterministic_zip(entries(frozen(tmp_path).data) | {"report/bom": b"0"}))
    at = data.rindex(b"PK\x01\x02")  # the last entry of the list at the end
    data[at + 24 : at + 28] = (MOST_BYTES + 1).to_bytes(4, "little")
    assert opened(bytes(data), tmp_path) == ["snapshot-size"]


def test_more_files_than_any_report_has_are_left_packed(tmp_path: Path) -> None:
    assert opened(deterministic_zip({f"report/{n}": b"" for n in range(20_001)}), tmp_path) == ["snapshot-size"]


def test_a_snapshot_of_a_newer_program_is_told_apart_from_a_damaged_one(tmp_path: Path) -> None:
    lay_out_folders(tmp_path)
    inside = entries(frozen(tmp_path).data)
    inside["snapshot.yaml"] = inside["snapshot.yaml"].replace(b"format: 1", b"format: 2\nseal: gold")
    assert opened(deterministic_zip(inside), tmp_path) == ["snapshot-newer"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda files: files | {"report/chapters/een.md": b"# Een\n"}, "“report/chapters/een.md” in it was changed"),
        (lambda files: {n: d for n, d in files.items() if "report.yaml" not in n}, "“report/report.yaml” is missing"),
        (lambda files: files | {"report/extra.md": b"x"}, "“report/extra.md” was added"),
        (lambda files: {n: d for n, d in files.items() if n != "snapshot.yaml"}, "it has no snapshot.yaml"),
        (lambda files: files | {"snapshot.yaml": b"format: 1\nreport: x\n"}, "of its snapshot.yaml does not hold"),
    ],
)  # fmt: skip
def test_what_was_changed_in_a_snapshot_is_named(change, says: str, tmp_path: Path) -> None:
    lay_out_folders(tmp_path)
    (tmp_path / "a.zip").write_bytes(deterministic_zip(change(entries(frozen(tmp_path).data))))
    diagnostics = Diagnostics()
    assert open_snapshot(tmp_path / "a.zip", tmp_path / "in", diagnostics) is None
    (problem,) = diagnostics
    assert problem.code == "snapshot-damaged"
    assert says in problem.message
    assert "backup" in problem.hint


def test_another_snapshot_than_the_registers_is_not_taken(tmp_path: Path) -> None:
    lay_out_folders(tmp_path)
    assert opened(frozen(tmp_path).data, tmp_path, digest(b"another")) == ["snapshot-damaged"]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """A folder to unpack in, and a snapshot."""
    root = tmp_path_factory.mktemp("snapshot")
    lay_out_folders(root)
    return root, frozen(root).data


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_snapshot_with_any_byte_changed_is_refused_or_the_same(
    whole: tuple[Path, bytes], data: st.DataObject
) -> None:
    root, snapshot = whole
    at = data.draw(st.integers(0, len(snapshot) - 1))
    bits = data.draw(st.integers(1, 255))
    changed = snapshot[:at] + bytes([snapshot[at] ^ bits]) + snapshot[at + 1 :]
    path = root / "changed.zip"
    path.write_bytes(changed)
    diagnostics = Diagnostics()
    done = open_snapshot(path, root / "in", diagnostics)
    assert (done is None) == diagnostics.failed
    if done is not None:  # a date or an attribute, which nothing is made of
        assert (done.folder / "chapters" / "een.md").read_text() == TEXT
    assert open_snapshot(path, root / "never", Diagnostics(), digest(snapshot)) is None
    assert not (root / "never").exists()


@settings(max_examples=60)
@given(st.binary(max_size=200))
def test_any_bytes_are_opened_or_refused(whole: tuple[Path, bytes], data: bytes) -> None:
    path = whole[0] / "any.zip"
    path.write_bytes(data)
    diagnostics = Diagnostics()
    assert open_snapshot(path, whole[0] / "nowhere", diagnostics) is None
    assert diagnostics.failed


def test_a_snapshot_names_versions_of_program_and_libraries_and_nothing_that_changes_without_them() -> None:
    declared = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())["project"]["dependencies"]
    names = {re.split(r"[<>=~! ]", requirement)[0] for requirement in declared}
    assert dict(libraries()) == {name: metadata.version(name) for name in sorted(names)}


def test_only_what_the_report_uses_and_names_goes_in_and_the_rest_is_listed(tmp_path: Path) -> None:
    folder = lay_out_folders(tmp_path)
    used = used_files(folder, workplace(tmp_path))
    unused = ["data/~$cijfers.xlsx", "Thumbs.db", "notities-vertrouwelijk.docx", "bijlagen/brief.pdf", "bijlagen/a.txt"]
    for name in (*unused, "data/.~lock.cijfers.xlsx#", "../../styles/klein/oud.svg", "../../styles/klein/LICENSE.txt"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("x")
    (folder / "report.yaml").write_text(REPORT + "attachments: [bijlagen, Thumbs.db]\n")
    diagnostics = Diagnostics()
    project = open_report_folder(folder, diagnostics)
    assert project is not None
    version = VersionSettings(number=as_number("0.1"), label="Versie", date=DATE)
    snapshot = make_snapshot(project, workplace(tmp_path), version, None, used, diagnostics)
    assert list(diagnostics) == []
    assert snapshot is not None
    assert [file.path for file in snapshot.manifest.files] == [
        "report/Thumbs.db",
        "report/bijlagen/a.txt",
        "report/bijlagen/brief.pdf",
        "report/chapters/een.md",
        "report/data/cijfers.csv",
        "report/report.yaml",
        "style/klein/LICENSE.txt",
        "style/klein/style.yaml",
    ]
    assert [path.name for path in snapshot.left_out] == ["notities-vertrouwelijk.docx", "~$cijfers.xlsx"]


@pytest.mark.parametrize("name", ["weg.pdf", "../klein", ".", "/etc/hostname", "../../fonts"])
def test_an_attachment_that_is_not_in_the_folder_is_told(name: str, tmp_path: Path) -> None:
    folder = lay_out_folders(tmp_path)
    (folder / "report.yaml").write_text(REPORT + f"attachments: [{name!r}]\n")
    diagnostics = Diagnostics()
    open_report_folder(folder, diagnostics)
    (problem,) = diagnostics
    assert problem.code in ("file-missing", "file-outside")
    assert (problem.place.line, problem.place.column) == (7, 15)
