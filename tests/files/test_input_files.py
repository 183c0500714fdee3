"""Input files: one function opens them, and only inside their folder; what is no ordinary file is a problem."""

import ast
import io
import os
import shutil
import socket
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import reportbuilder
from reportbuilder.diagnostics import Diagnostics, ReportError, Severity
from reportbuilder.files.inputs import OutsideError, RefusedError, load, open_file, read_text
from reportbuilder.project.project_folder import ProjectFolder
from reportbuilder.project.settings import open_report_folder
from tests.whole_reports import check_report

ROOT = Path(__file__).parents[2]
REPORT = """\
title: Klein verslag
year: 2022
style: rvo
design: document
version:
  label: Proef
  date: 2022-05-01
parts:
  body: [chapters/begin.md]
"""
FIGURE = "\n:::{figure} images/vlak.png\n:alt: Een vlak\n:::\n"
TABLE = """
:::{table} cijfers
---
caption: Cijfers
data: cijfers.csv
columns: [{key: naam, header: true}, {key: "2021"}]
---
:::
"""
CHART = "\n:::{chart} staven\n:::\n"
STAVEN = """\
kind: bar
title: Cijfers
data: cijfers.csv
columns: ["2021"]
alt: Een staaf van drie
"""
CSV = "naam,2021\nBoten,3\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of one small report with a figure, a table and a chart, in the working folder; and the same outside."""
    for shared in ("styles", "fonts"):
        (tmp_path / shared).symlink_to(ROOT / shared)  # links of the user's own
    report = tmp_path / "content" / "klein"
    for folder in ("chapters", "data", "charts", "images"):
        (report / folder).mkdir(parents=True)
    (report / "report.yaml").write_text(REPORT)
    (report / "chapters/begin.md").write_text("# Begin\n" + FIGURE + TABLE + CHART)
    (report / "data/cijfers.csv").write_text(CSV)
    (report / "charts/staven.yaml").write_text(STAVEN)
    image = ROOT / "tests/documents/good-alles/images"
    shutil.copy(next(image.glob("*.png")), report / "images/vlak.png")
    outside = tmp_path / "outside"
    shutil.copytree(report, outside)
    monkeypatch.chdir(tmp_path)
    return report


def errors(report: Path) -> list[tuple[str, str]]:
    """The code and place of every error of a report."""
    try:
        problems = check_report(report)
    except ReportError as error:
        problems = error.problems
    return [(p.code, str(p.place)) for p in problems if p.severity is Severity.ERROR]


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


def test_a_report_within_its_folder_has_no_errors(project: Path) -> None:
    assert errors(project) == []


PLACES = {
    "report.yaml": "content/klein/report.yaml",
    "chapters/begin.md": "content/klein/report.yaml:9:10",
    "data/cijfers.csv": "content/klein/chapters/begin.md:10:1",
    "charts/staven.yaml": "content/klein/charts/staven.yaml",
    "images/vlak.png": "content/klein/chapters/begin.md:3:1",
}


@pytest.mark.parametrize("name", PLACES)
def test_a_link_that_leads_out_of_the_report_is_refused(name: str, project: Path) -> None:
    (project / name).unlink()
    (project / name).symlink_to(project.parents[1] / "outside" / name)
    assert ("file-outside", PLACES[name]) in errors(project)


@pytest.mark.parametrize("name", ["data", "charts", "images", "chapters"])
def test_a_folder_that_leads_out_of_the_report_is_refused(name: str, project: Path) -> None:
    shutil.rmtree(project / name)
    (project / name).symlink_to(project.parents[1] / "outside" / name)
    assert "file-outside" in [code for code, _ in errors(project)]


@pytest.mark.parametrize("name", [name for name in PLACES if name != "report.yaml"])
def test_a_link_that_stays_in_the_report_is_followed(name: str, project: Path) -> None:
    (project / "elders").mkdir()
    shutil.move(project / name, project / "elders")
    (project / name).symlink_to(Path("../elders") / Path(name).name)
    assert errors(project) == []


@pytest.mark.parametrize("road", [lambda path: str(path), lambda path: os.path.relpath(path, "content/klein/data")])
@pytest.mark.parametrize(
    ("file", "old", "target"),
    [
        ("chapters/begin.md", "data: cijfers.csv", "data: {}/data/cijfers.csv"),
        ("charts/staven.yaml", "data: cijfers.csv", "data: {}/data/cijfers.csv"),
        ("chapters/begin.md", "{{figure}} images/vlak.png", "{{figure}} {}/images/vlak.png"),
        ("report.yaml", "[chapters/begin.md]", "[chapters/begin.md, {}/chapters/begin.md]"),
        ("report.yaml", "design:", "colophon: {}/chapters/begin.md\ndesign:"),
    ],
)
def test_a_name_that_leads_out_of_the_report_is_refused(
    file: str, old: str, target: str, road: Callable[[Path], str], project: Path
) -> None:
    outside = road(project.parents[1] / "outside")
    if "images" in target or file == "report.yaml":
        outside = outside.removeprefix("../")  # these are named from the report's folder
    edit(project / file, old.format(), target.format(outside))
    found = errors(project)
    assert "file-outside" in [code for code, _ in found]
    assert all(place.startswith(f"content/klein/{file}:") for code, place in found if code == "file-outside")


def own_style(project: Path) -> Path:
    """A house style of the project's own."""
    styles = project.parents[1] / "styles"
    styles.unlink()
    shutil.copytree(ROOT / "styles", styles)
    shutil.copytree(styles / "rvo", project.parents[1] / "outside/rvo")
    return styles / "rvo"


def test_a_style_outside_the_styles_is_refused(project: Path) -> None:
    own_style(project)
    for name in ("../outside/rvo", str(project.parents[1] / "outside/rvo"), "rvo/../../outside/rvo", ".."):
        edit(project / "report.yaml", "style: rvo", f"style: {name}")
        assert errors(project) == [("style-unknown", "content/klein/report.yaml:3:1")]
        edit(project / "report.yaml", f"style: {name}", "style: rvo")


@pytest.mark.parametrize("pattern", ["style.yaml", "artwork/*.svg", "icc/*.icc"])
def test_a_link_that_leads_out_of_the_style_is_refused(pattern: str, project: Path) -> None:
    style = own_style(project)
    for file in style.glob(pattern):
        file.unlink()
        file.symlink_to(project.parents[1] / "outside/rvo" / file.relative_to(style))
    assert {code for code, _ in errors(project)} & {"style-file", "file-outside", "print-profile"}


@pytest.mark.parametrize(
    ("section", "file"), [("artwork", "../../outside/rvo/{}"), ("profile", "../../../../outside/rvo/icc/{}")]
)
def test_a_name_that_leads_out_of_the_style_is_refused(section: str, file: str, project: Path) -> None:
    style = own_style(project)
    text = (style / "style.yaml").read_text()
    line = next(line for line in text.split("\n") if f"{section}:" in line and not line.strip().endswith(":"))
    name = line.split(f"{section}: ")[1].split(",")[0].split("}")[0].split(" #")[0].strip()
    (style / "style.yaml").write_text(text.replace(f"{section}: {name}", f"{section}: {file.format(name)}"))
    assert {code for code, _ in errors(project)} & {"file-outside", "print-profile"}


def test_a_font_that_leads_out_of_the_fonts_is_refused(project: Path) -> None:
    fonts = project.parents[1] / "fonts"
    fonts.unlink()
    fonts.mkdir()
    for file in (ROOT / "fonts").iterdir():
        (fonts / file.name).symlink_to(file)
    assert {code for code, _ in errors(project)} == {"file-outside"}


@pytest.mark.parametrize("name", ["../../outside", "../outside", "/etc"])
def test_an_earlier_report_is_in_the_content_folder(name: str, project: Path) -> None:
    edit(project / "report.yaml", "year: 2022", f"year: 2022\nprevious: {name}")
    assert errors(project) == [("previous-outside", "content/klein/report.yaml:3:1")]


def folder_instead(path: Path) -> None:
    path.mkdir()


def circle(path: Path) -> None:
    path.symlink_to(path.name)


def pipe(path: Path) -> None:
    os.mkfifo(path)


def listening(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        here = Path.cwd()
        os.chdir(path.parent)  # the path of a socket may not be long
        try:
            made.bind(path.name)
        finally:
            os.chdir(here)


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


@pytest.mark.parametrize("put", [folder_instead, circle, pipe, listening, device])
@pytest.mark.parametrize("name", PLACES)
def test_what_is_no_ordinary_file_is_a_problem(name: str, put: Callable[[Path], None], project: Path) -> None:
    (project / name).unlink()
    put(project / name)
    found = errors(project)
    assert found
    assert {code for code, _ in found} <= {"file-kind", "file-outside", "file-unreadable"}
    assert all(place.startswith("content/klein/") for _, place in found)


def test_an_unreadable_file_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "a.md").write_text("# A\n")
    monkeypatch.setattr(os, "open", denied)
    diagnostics = Diagnostics()
    assert read_text(tmp_path / "a.md", diagnostics) is None
    assert [(p.code, p.hint) for p in diagnostics] == [("file-unreadable", "Check its permissions.")]


def test_a_link_put_in_after_the_look_is_not_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "in").mkdir()
    inside = tmp_path / "in/a.txt"
    inside.write_text("in")
    (tmp_path / "secret.txt").write_text("out")
    opened = os.open

    def swapped(path: str, flags: int, *rest: int) -> int:
        inside.unlink()
        inside.symlink_to(tmp_path / "secret.txt")
        return opened(path, flags, *rest)

    monkeypatch.setattr(os, "open", swapped)
    with pytest.raises(OSError, match=r"symbolic links"):
        load(inside, tmp_path / "in")


def office_file(name: str, content: bytes = b"x") -> bytes:
    """A ZIP file with one entry, as files of office programs are."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr(zipfile.ZipInfo(name), content)  # dated 1980, so that the bytes are the same every time
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (office_file("word/document.xml"), "a Word document (.docx)"),
        (office_file("xl/workbook.xml"), "an Excel workbook (.xlsx)"),
        (office_file("mimetype", b"application/vnd.oasis.opendocument.text"), "a text document of LibreOffice (.odt)"),
        (office_file("a.txt"), "a ZIP file"),
        (office_file("a.txt")[:40] + b"\xff", "a damaged file of an office program, or a ZIP file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "a file of an old office program (such as .doc or .xls), or one with a password"),
        (b"%PDF-1.7\n%\xff\xff", "a PDF"),
        ("# Kop".encode("utf-16"), "text in UTF-16"),
        (b"\xff\xd8\xff\xe0", "a picture (JPEG)"),
    ],
)
def test_a_file_of_another_program_is_called_by_its_name(content: bytes, kind: str, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(content)
    diagnostics = Diagnostics()
    assert read_text(tmp_path / "a.md", diagnostics) is None
    assert [(p.code, p.message, p.place.line) for p in diagnostics] == [
        ("file-kind", f"This is {kind}, and no plain text.", 1)
    ]


def test_a_pipe_is_never_waited_for(tmp_path: Path) -> None:
    there, here = os.pipe()
    os.mkfifo(tmp_path / "pipe.pdf")
    for path, root in (
        (tmp_path / "pipe.pdf", None),
        (tmp_path / "pipe.pdf", tmp_path),
        (Path(f"/dev/fd/{there}"), None),
    ):
        with pytest.raises(RefusedError, match="is a pipe between programs"):
            open_file(path, root)
    os.close(there)
    os.close(here)


def test_a_file_is_of_a_size(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(bytes(1_000_001))
    assert len(load(tmp_path / "a.txt", tmp_path)) == 1_000_001
    with pytest.raises(RefusedError, match=r"has 1 MB, and 1 MB is the most"):
        load(tmp_path / "a.txt", tmp_path, 1_000_000)


def test_a_root_that_is_a_link_is_resolved(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real/a.txt").write_text("a")
    (tmp_path / "link").symlink_to("real")
    for path, root in (("link/a.txt", "link"), ("real/a.txt", "link"), ("link/a.txt", "real")):
        with open_file(tmp_path / path, tmp_path / root) as file:
            assert file.read() == b"a"
    with pytest.raises(OutsideError):
        open_file(tmp_path / "real/a.txt", tmp_path / "link/deeper")


PACKAGE = Path(reportbuilder.__file__).parent
OPENS = frozenset({
    "open", "read_bytes", "read_text", "copyfile", "copy2", "copytree", "ZipFile", "TTFont", "load_workbook",
    "ImageReader", "read_csv", "read_excel", "fromfile",
})  # fmt: skip
"""Names of functions and methods that open a file by its path, if that is what they are given."""
OPENED = {
    # What is handed on is open already, or in memory, or no file.
    "file", "BytesIO(program)", "BytesIO(data)", "io.BytesIO(content)", "io.BytesIO(data)", "BytesIO(image.data)",
    "entry", "buffer", "tag", "'/Artifact'",
}  # fmt: skip
DECLARED = {
    # What opens files by itself, and why it may.
    ("files/inputs.py", "os.open(resolved)"): "the one that opens input files",
    ("files/output.py", "os.open(path)"): "writes new files, and follows no link",
    ("files/output.py", "os.open(folder)"): "has a folder settled on the disk",
    ("versions/durable_files.py", "os.open(folder)"): "has a folder settled on the disk",
    ("files/output.py", "shutil.copy2(target)"): "keeps a former output",
    ("versions/release_lock.py", "os.open(path)"): "the journal, whose link is not followed",
    ("cli/start.py", "os.open(os.devnull)"): "closed standard streams",
    ("archive/bag.py", "target.open('wb')"): "unpacks into an empty folder of its own",
    ("archive/metadata.py", "resources.files('reportbuilder.archive').joinpath(SCHEMAS, name).read_bytes()"): "ours",
    ("images/profiles.py", "files('reportbuilder.pdf').joinpath('profiles/sRGB.icc').read_bytes()"): "ours",
    ("text/liang.py", "path.read_bytes()"): "a file of Pyphen's",
    (
        "text/hyphenation.py",
        "files('reportbuilder.text').joinpath('dutch_hyphenation.txt').read_text('utf-8')",
    ): "ours",
    ("charts/chart_type.py", "Path(file).read_bytes()"): "the source of a chart kind, by which its pictures are kept",
    ("charts/start_matplotlib.py", "Path(module.origin).read_text('utf-8')"): "a module of matplotlib's",
    (
        "diagnostics/model.py",
        "files('reportbuilder.diagnostics').joinpath('explanations.toml').read_text('utf-8')",
    ): "ours",
    ("pdf/canvas.py", "ImageReader(image)"): "an image of a flowable, open or named by its maker",
    ("pdf/canvas.py", "ImageReader(pixels.convert('RGB'))"): "in memory",
    ("pdf/canvas.py", "ImageReader(apply(pixels.convert('RGB'), how))"): "in memory",
    ("pdf/guest_objects.py", "pikepdf.open(BytesIO(canvas.file()))"): "in memory",
    ("pdf/catalogue.py", "_PROFILE.read_bytes()"): "ours",
    ("pdf/font_files.py", "TTFont()"): "a new one",
}
READERS = {"read_text", "read_bytes", "project", "self._project"}  # functions of `files` and `texts` by these names


def openings() -> Iterator[tuple[str, str]]:
    """Every call in the package that may open a file by its path: its module, and the call with its first argument."""
    for module in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = ast.unparse(node.func)
            first = ast.unparse(node.args[0]) if node.args else ""
            if called.split(".")[-1] in OPENS and called not in READERS and first not in OPENED:
                yield module.relative_to(PACKAGE).as_posix(), f"{called}({first})"


def test_one_function_opens_files() -> None:
    found = set(openings())
    assert found - DECLARED.keys() == set()
    assert DECLARED.keys() - found == set()  # what is declared is still there


def test_a_folder_of_chapters_without_settings_is_not_passed_over(project: Path) -> None:
    (project.parent / "ander" / "chapters").mkdir(parents=True)
    diagnostics = Diagnostics()
    folders = ProjectFolder(project.parents[1]).reports_named((), diagnostics)
    assert list(diagnostics) == []
    assert [folder.name for folder in folders] == ["ander", "klein"]
    diagnostics = Diagnostics()
    assert open_report_folder(folders[0], diagnostics) is None
    assert [(p.code, p.place.file) for p in diagnostics] == [("file-missing", "content/ander/report.yaml")]


def test_reading_a_small_file_reserves_no_more_memory_than_it_needs(tmp_path: Path) -> None:
    (tmp_path / "klein.md").write_bytes(b"# Klein\n" * 100)

    tracemalloc.start()
    data = load(tmp_path / "klein.md", tmp_path)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert len(data) == 800
    assert most < 200_000


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="a file of the system that says it is empty")
def test_a_file_that_says_it_is_empty_is_read_to_its_end() -> None:
    assert load(Path("/proc/self/status"), None).startswith(b"Name:")
