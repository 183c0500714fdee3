"""A report's folder: its settings, its order, and files that cannot be read."""

import datetime
from pathlib import Path

import pytest

from reportbuilder.diagnostics import Diagnostics, Place
from reportbuilder.document.model import MadePage, Matter
from reportbuilder.files.inputs import read_text, shown
from reportbuilder.project.project_folder import ProjectFolder
from reportbuilder.project.settings import Numbering, VersionStatus, open_report_folder

GOOD = Path(__file__).parents[1] / "documents" / "good-alles"


def test_a_report_is_opened_with_its_settings_and_order() -> None:
    diagnostics = Diagnostics()
    project = open_report_folder(GOOD, diagnostics)

    assert project is not None
    assert len(diagnostics) == 0
    assert project.name == "good-alles"
    assert project.settings.version.date == datetime.date(2022, 4, 1)
    assert project.settings.version.status is VersionStatus.CONCEPT
    assert project.settings.numbering is Numbering.CHAPTERS
    assert project.settings.keywords == ("jaarverslag", "voorbeeld", "2021")
    assert [(entry.matter, entry.made or entry.name) for entry in project.order] == [
        (Matter.FRONT, MadePage.COVER),
        (Matter.FRONT, MadePage.CONTENTS),
        (Matter.FRONT, "chapters/voorwoord.md"),
        (Matter.BODY, "chapters/cijfers.md"),
        (Matter.BODY, "chapters/themas.md"),
        (Matter.APPENDIX, "chapters/bijlage.md"),
        (Matter.BACK, MadePage.LISTS),
        (Matter.BACK, MadePage.COLOPHON),
    ]
    assert project.colophon is not None
    assert project.colophon.place.line == 23
    assert project.chart_file("verloop").is_file()
    assert project.data_file("matrix.csv").is_file()
    assert project.status_rules_file.is_file()


def test_a_folder_without_settings_is_a_problem(tmp_path: Path) -> None:
    diagnostics = Diagnostics()
    assert open_report_folder(tmp_path, diagnostics) is None
    assert [p.code for p in diagnostics] == ["file-missing"]


def test_a_chapter_outside_the_report_is_not_taken(tmp_path: Path) -> None:
    (tmp_path / "elders.md").write_text("# Elders\n")
    folder = tmp_path / "verslag"
    folder.mkdir()
    settings = (GOOD / "report.yaml").read_text().replace("chapters/themas.md", "../elders.md")
    (folder / "report.yaml").write_text(settings)
    diagnostics = Diagnostics()
    open_report_folder(folder, diagnostics)
    assert any("elders.md” leads out of" in p.message and p.code == "file-outside" for p in diagnostics)


def test_reports_are_found_by_name_and_by_path(tmp_path: Path) -> None:
    content = tmp_path / "content"
    for name in ("jaarverslag-2019", "jaarverslag-2022"):
        (content / name).mkdir(parents=True)
        (content / name / "report.yaml").touch()
    (content / "kladjes").mkdir()
    folder, project = content / "jaarverslag-2019", ProjectFolder(tmp_path)
    diagnostics = Diagnostics()

    assert project.reports() == (folder, content / "jaarverslag-2022")
    for name in ("jaarverslag-2019", "content/jaarverslag-2019", str(folder), str(folder / "report.yaml")):
        assert project.find(name, diagnostics) == folder
    assert len(diagnostics) == 0


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("jaarverslag-2091", "Did you mean “jaarverslag-2019”?"),
        ("verslagen", "Known are: jaarverslag-2019."),
        ("kladjes", "Rename {}/content/kladjes/report.yml to report.yaml."),
    ],
)
def test_an_unknown_report_proposes_the_nearest(tmp_path: Path, name: str, hint: str) -> None:
    content = tmp_path / "content"
    for folder, file in (("jaarverslag-2019", "report.yaml"), ("kladjes", "report.yml")):
        (content / folder).mkdir(parents=True)
        (content / folder / file).touch()
    diagnostics = Diagnostics()

    assert ProjectFolder(tmp_path).find(name, diagnostics) is None
    assert [(p.code, p.hint) for p in diagnostics] == [("report-unknown", hint.format(tmp_path))]


def test_text_comes_without_byte_order_mark_and_with_plain_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "tekst.md"
    path.write_bytes(b"\xef\xbb\xbfeen\r\ntwee\rdrie\n")
    assert read_text(path, Diagnostics()) == "een\ntwee\ndrie\n"


def test_a_missing_file_is_a_problem_where_it_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "tekst.md").touch()
    diagnostics = Diagnostics()
    asked = Place("report.yaml", 3, 5)

    assert read_text(tmp_path / "tekts.md", diagnostics, asked) is None
    assert [(p.code, p.place, p.hint) for p in diagnostics] == [("file-missing", asked, "Did you mean “tekst.md”?")]


def test_wrong_encoding_is_a_problem_at_its_first_bad_byte(tmp_path: Path) -> None:
    path = tmp_path / "tekst.md"
    path.write_bytes("één\npatiënt".encode() + "ë".encode("latin-1"))
    diagnostics = Diagnostics()

    assert read_text(path, diagnostics) is None
    assert [(p.code, p.place.line, p.place.column) for p in diagnostics] == [("file-encoding", 2, 8)]


def test_paths_are_shown_from_where_the_user_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert shown(tmp_path / "content" / "verslag" / "report.yaml") == "content/verslag/report.yaml"
    assert shown(Path("content/a.md")) == "content/a.md"
    assert shown(tmp_path.parent / "elders.md") == (tmp_path.parent / "elders.md").as_posix()
