"""A small report that is released and archived, whole and real; and what tests do with its package."""

import datetime
from collections.abc import Mapping
from pathlib import Path

from reportbuilder.archive.package import ArchivePackage, PackageRequest, make_package, rehearse_package
from reportbuilder.archive.signature import SigningKey
from reportbuilder.pipeline import build_report, check_report
from reportbuilder.project.project_folder import Resources
from reportbuilder.versions.release import BuildHooks, release
from reportbuilder.versions.release import ReleaseRequest as Version
from tests.whole_reports import resources

ROOT = Path(__file__).parents[2]
SCHEMA = ROOT / "src/reportbuilder/archive/schemas/MDTO-XML1.0.1.xsd"
REPORT = """\
title: Jaarverslag 2021
unit: Eenheid Voorbeeld
year: 2021
style: rvo
design: document
author: Voorbeeldorganisatie
subject: Verantwoording over 2021
keywords: [jaarverslag, voorbeeld]
version: {label: Versie van mei, date: 2022-05-01}
parts: {body: [chapters/een.md]}
"""
ARCHIVE = """\
archive:
  identifier: {value: verslag-2021, source: Proefregister}
  creator: {name: Voorbeeldorganisatie, identifier: {value: gm0001, source: TOOI}}
  organisation: https://identifier.overheid.nl/tooi/id/gemeente/gm0001
  description: Een klein verslag.
  classification: [{label: Verslag, code: "1.2", list: Ordeningsplan}]
  coverage: {begin: 2021-01, end: 2021-12-31}
  places: [{name: Rotterdam}]
  appraisal: destroy
  retention:
    trigger: {label: Vaststelling, list: Begrippenlijst EventTypeLijst MDTO}
    start: 2022-05-01
    duration: P10Y
    end: 2032
  category: {label: Verantwoording, code: "3.1", list: Selectielijst}
  part-of: [{name: Jaarverslagen, identifier: {value: jv, source: Proefregister}}]
  activity: {name: Verantwoorden}
  restrictions:
    - kind: {label: Auteurswet, list: Eigen lijst}
      description: Mag worden overgenomen met bronvermelding.
      term: {end: 2092-05}
  address: https://www.example.nl/verslag.pdf
  columns: {thema: Waar de rij over gaat.}
"""
DATA = """\
id;thema;indicator;eenheid;2020;2021;2 x
a;Zorg;Aantal;aantal;1.200;n.v.t.;ja
b;Zorg;Aandeel;procent;82,5;83,0;nee
"""
TEXT = "# Een\n\nIn 2021 waren er {{ cijfers.a[2020] }} & meer.\n"
NAME = "verslag-0.9"
MOMENT = datetime.datetime(2026, 5, 1, 12, 0, tzinfo=datetime.UTC)


def lay_out_project(root: Path) -> Path:
    """A project's folder with the small report; gives the report's folder."""
    for shared in ("styles", "fonts"):
        (root / shared).symlink_to(ROOT / shared)
    files = {"report.yaml": REPORT + ARCHIVE, "chapters/een.md": TEXT, "data/cijfers.csv": DATA}
    for name, text in files.items():
        path = root / "content" / "verslag" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root / "content" / "verslag"


def workplace(root: Path) -> Resources:
    return resources(root / "styles", root / "fonts", root / "output" / ".cache")


def release_version(root: Path) -> None:
    """Release version 0.9 of the small report."""
    work = BuildHooks(check_report, build_report, rehearse_package)
    folder, output = root / "content" / "verslag", root / "output"
    release(folder, Version("0.9"), output, workplace(root), work, lambda step: None)


def archived(root: Path, output: Path, number: str = "0.9", key: SigningKey | None = None) -> ArchivePackage:
    """The package of a version of the small report, made into a folder of outputs."""
    wanted = PackageRequest(root / "content" / "verslag", number, output, key)
    return make_package(wanted, workplace(root), build_report, lambda step: None)


def files_of(folder: Path) -> Mapping[str, bytes]:
    """All files below a folder by their paths."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def written(files: Mapping[str, bytes], folder: Path) -> Path:
    """A folder with these files."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder
