"""Maps: regions of a GeoJSON file, shaded by the figures of the rows that are named as they are."""

import json
from pathlib import Path as File
from typing import Any

import pytest
from text_widths import measure

from reportbuilder.charts.kinds import BUILT_IN
from reportbuilder.charts.labels import LabelBox, text_box
from reportbuilder.charts.model import list_figures
from reportbuilder.charts.pictures import draw_picture
from reportbuilder.charts.regions import read_regions
from reportbuilder.charts.report_charts import ReportChart, read_charts
from reportbuilder.charts.style import chart_style
from reportbuilder.diagnostics import Code, Diagnostics, Place
from reportbuilder.document.graphics import Label, Path, Picture
from reportbuilder.document.model import Chapter, Chart, Document, Heading, Matter, Part, Text
from reportbuilder.i18n.language import language_of
from reportbuilder.project.settings import open_report_folder
from reportbuilder.style.model import Design, HouseStyle
from reportbuilder.values import replace

CHART = """\
kind: map
title: Het meest in Oost
data: wijken.csv
regions: wijken.geojson
match: code
columns: ["2022"]
unit: Meldingen
height: 60mm
width: page
alt: Kaart.
"""
TABLE = "id;indicator;2022\nW1;West;4\nW2;Midden;16\nW3;Oost;34\n"


def square(code: str, left: float, holes: int = 0, width: float = 1.0) -> dict[str, Any]:
    ring = [[left, 0], [left + width, 0], [left + width, 1], [left, 1], [left, 0]]
    hole = [[left + 0.1, 0.1], [left + 0.2, 0.1], [left + 0.2, 0.2], [left + 0.1, 0.1]]
    geometry = {"type": "Polygon", "coordinates": [ring, *([hole] * holes)]}
    return {"type": "Feature", "properties": {"code": code}, "geometry": geometry}


def collection(*features: dict[str, Any]) -> str:
    return json.dumps({"type": "FeatureCollection", "features": features})


def feature(geometry: object, name: str = "code") -> str:
    return collection({"type": "Feature", "properties": {name: "W1"}, "geometry": geometry})


ALL = collection(square("W1", 0), square("W2", 1, holes=1), square("W3", 2), square("W4", 3))


def report(
    folder: File, chart: str = CHART, table: str = TABLE, regions: str | None = ALL
) -> tuple[ReportChart | None, Diagnostics]:
    for name in ("chapters", "charts", "data"):
        (folder / name).mkdir(exist_ok=True)
    (folder / "charts/kaart.yaml").write_text(chart, "utf-8")
    (folder / "data/wijken.csv").write_text(table, "utf-8")
    if regions is not None:
        (folder / "data/wijken.geojson").write_text(regions, "utf-8")
    (folder / "chapters/een.md").write_text("# Een\n", "utf-8")
    settings = "title: T\nunit: U\nyear: 2022\nstyle: rvo\ndesign: document\npublisher: P\nauthor: A\nsubject: S\n"
    settings += "version: {label: L, status: concept, date: 2022-01-01}\nparts: {body: [chapters/een.md]}\n"
    (folder / "report.yaml").write_text(settings, "utf-8")
    diagnostics = Diagnostics()
    opened = open_report_folder(folder, diagnostics)
    assert opened is not None, list(diagnostics)
    block = Chart("kaart", (Text("t"),), "a")
    chapter = Chapter(Heading(1, (Text("Een"),), "een"), (block,), Matter.BODY, file="chapters/een.md")
    charts = read_charts(Document("nl", (Part(Matter.BODY, chapter),)), opened, diagnostics)
    return charts.get("kaart"), diagnostics


@pytest.fixture
def shades(style: HouseStyle) -> HouseStyle:
    return replace(style, charts=replace(style.charts, shades=("pale", "sky", "blue")))


def drawn(chart: ReportChart | None, style: HouseStyle, design: Design, width: float = 480.0) -> Picture:
    assert chart is not None
    return draw_picture(chart, chart_style(style, design), width, chart.spec.height, measure)


def test_regions_are_shaded_by_classes_of_round_numbers(tmp_path: File, shades: HouseStyle, design: Design) -> None:
    chart, diagnostics = report(tmp_path)
    assert not list(diagnostics)
    picture = drawn(chart, shades, design)
    areas = [item for item in picture.items if isinstance(item, Path) and item.fill]
    assert [area.fill for area in areas[-4:]] == ["pale", "pale", "blue", "white"], (
        "4 and 16 are below 20; W4 is unknown"
    )
    words = {item.text for item in picture.items if isinstance(item, Label)}
    assert {"Meldingen", "West", "Oost", "34", "0 tot 20", "20 tot 40", "geen informatie"} <= words
    assert list_figures(chart.data, language_of("nl").report).endswith("West: 4; Midden: 16; Oost: 34.")  # type: ignore[union-attr]


@pytest.mark.parametrize("width", [120.0, 156.0, 300.0, 480.0])
def test_nothing_leaves_the_picture_and_no_words_touch(
    tmp_path: File, shades: HouseStyle, design: Design, width: float
) -> None:
    names = ["Rivierstad aan de Maas", "Oost", "Het midden", "Noord"]
    table = "id;indicator;2022\n" + "".join(f"W{i};{name};{i * 1234}\n" for i, name in enumerate(names, 1))
    chart, _ = report(tmp_path, table=table)
    picture = drawn(chart, shades, design, width)
    boxes = [
        text_box(item.x - share * (wide := measure(item.text, item.face, item.size)), item.y, wide, item.size)
        for item in picture.items
        if isinstance(item, Label)
        for share in ({"start": 0.0, "middle": 0.5, "end": 1.0}[item.anchor.value],)
    ]
    page = LabelBox(-0.01, -0.01, picture.width + 0.01, picture.height + 0.01)
    assert all(box.within(page) for box in boxes)
    assert not any(a.grown(-0.01).overlaps(b) for i, a in enumerate(boxes) for b in boxes[:i])
    points = [
        point
        for path in picture.items
        if isinstance(path, Path)
        for segment in path.segments
        for point in zip(segment.points[::2], segment.points[1::2], strict=True)
    ]
    assert all(-0.01 <= x <= picture.width and -0.01 <= y <= picture.height for x, y in points)


def test_degrees_are_narrower_than_metres_of_a_grid(tmp_path: File, shades: HouseStyle, design: Design) -> None:
    def shape(regions: str) -> float:
        chart, _ = report(tmp_path, regions=regions)
        *_, area = (i for i in drawn(chart, shades, design).items if isinstance(i, Path) and i.fill == "blue")
        xs, ys = zip(*(s.points for s in area.segments if s.points), strict=True)
        return float((max(xs) - min(xs)) / (max(ys) - min(ys)))

    def moved(left: float, up: float, size: float) -> str:
        data = json.loads(collection(square("W1", 0), square("W2", 1), square("W3", 2)))
        for feature in data["features"]:
            for ring in feature["geometry"]["coordinates"]:
                ring[:] = [[left + size * x, up + size * y] for x, y in ring]
        return json.dumps(data)

    assert shape(moved(80_000, 430_000, 1000)) == pytest.approx(1.0, abs=0.01)
    assert shape(moved(4.2, 59.5, 1)) == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize(
    ("regions", "words"),
    [
        ("{", "no JSON"),
        ("[]", "features"),
        ('{"type": "FeatureCollection", "features": []}', "features"),
        (feature(None, "naam"), "code"),
        (feature(None), "polygon"),
        (feature({"type": "Point", "coordinates": [1, 2]}), "polygon"),
        (feature({"type": "Polygon", "coordinates": [[["x", 1]]]}), "two numbers"),
        (None, "wijken.geojson"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_drawn_is_told(tmp_path: File, regions: str | None, words: str) -> None:
    chart, diagnostics = report(tmp_path, regions=regions)
    assert chart is None
    (problem,) = diagnostics
    assert problem.code == Code.CHART_REGIONS
    assert words in f"{problem.message} {problem.hint}"


def test_a_row_without_a_region_is_told_with_the_nearest(tmp_path: File) -> None:
    _, diagnostics = report(tmp_path, table=TABLE.replace("W3", "W33"))
    (problem,) = diagnostics
    assert (problem.code, problem.place.line) == (Code.CHART_REGION_UNKNOWN, 4)
    assert "W3" in problem.hint


@pytest.mark.parametrize(
    ("chart", "setting"),
    [
        (CHART.replace("regions: wijken.geojson\n", ""), "kind: map"),
        (CHART.replace('["2022"]', '["2022", "2021"]'), "columns"),
        (CHART.replace("kind: map", "kind: bar"), "regions"),
    ],
)
def test_settings_that_do_not_go_with_a_map(tmp_path: File, chart: str, setting: str) -> None:
    _, diagnostics = report(tmp_path, chart=chart)
    problems = [p for p in diagnostics if p.code == Code.CHART_SETTINGS]
    assert [chart.split("\n")[p.place.line - 1].startswith(setting) for p in problems] == [True]


def test_the_id_of_a_feature_names_it_too(tmp_path: File) -> None:
    feature = {**square("W1", 0), "id": 7}
    (tmp_path / "r.geojson").write_text(collection(feature), "utf-8")
    diagnostics = Diagnostics()
    regions = read_regions(tmp_path / "r.geojson", tmp_path, "id", Place(), diagnostics, "r.geojson")
    assert [region.key for region in regions] == ["7"]


def test_kinds_without_regions_are_the_others() -> None:
    assert [name for name, kind in BUILT_IN.items() if kind.has_regions] == ["map"]
