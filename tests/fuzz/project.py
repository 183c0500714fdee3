"""The project that is damaged: one report with every kind of input, an earlier one, a style, fonts, and a version."""

import os
import shutil
from pathlib import Path

import openpyxl
from PIL import Image

ROOT = Path(__file__).parents[2]
NAME = "basis"
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
  activity: {name: Verantwoorden}
  restrictions:
    - kind: {label: Auteurswet, list: Eigen lijst}
      description: Mag worden overgenomen met bronvermelding.
      term: {end: 2092-05}
"""
MORE = """\
# Foto en werkboek

:::{figure} images/foto.jpg
:alt: Een verloop van kleuren
:::

:::{table} werkboek
---
caption: Uit een werkboek
data: boek.xlsx
columns: [{key: naam, header: true}, {key: "2020"}, {key: "2021"}]
---
:::
"""


def make_project(folder: Path) -> None:
    """Make the project in a new folder; its outputs are made by the commands themselves."""
    folder.mkdir(parents=True)
    shutil.copytree(ROOT / "styles", folder / "styles")
    (folder / "fonts").mkdir()
    for font in (ROOT / "fonts").glob("*.ttf"):
        shutil.copy(font, folder / "fonts")
    report = folder / "content" / NAME
    shutil.copytree(ROOT / "tests/documents/good-alles", report)
    shutil.copytree(ROOT / "tests/documents/good-eerder", folder / "content" / "eerder")
    settings = (report / "report.yaml").read_text()
    settings = settings.replace("chapters/themas.md]", "chapters/themas.md, chapters/meer.md]") + ARCHIVE
    (report / "report.yaml").write_text(settings.replace("numbering:", "previous: eerder\nnumbering:"))
    (report / "chapters/meer.md").write_text(MORE)
    Image.linear_gradient("L").resize((1280, 800)).convert("RGB").save(report / "images/foto.jpg", quality=60)
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["naam", "2020", "2021"], ["Boten", 1250.5, 0.345], ["Zeilen", 12, "x"], ["Masten", -3, 1e6]):
        sheet.append(row)
    sheet["C2"].number_format, sheet["B2"].number_format = "0.0%", "#,##0.00"
    book.save(report / "data/boek.xlsx")


def clone(source: Path, target: Path) -> None:
    """Copy a project; what is large and seldom damaged is shared by links that are replaced before it is."""

    def linked(one: str, other: str) -> None:
        if one.endswith((".ttf", ".icc", ".zip", ".pdf")):
            os.link(one, other)
        else:
            shutil.copy2(one, other)

    shutil.copytree(source, target, copy_function=linked)
