"""Pictures in a document, and the cache that keeps them."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from text_widths import measure

from reportbuilder.charts.kinds import BUILT_IN
from reportbuilder.charts.model import ChartData, ChartSeries, ChartValue
from reportbuilder.charts.pictures import PICTURE, make_pictures, picture_key
from reportbuilder.charts.report_charts import read_charts
from reportbuilder.charts.style import chart_style
from reportbuilder.diagnostics import Diagnostics
from reportbuilder.document import graphics
from reportbuilder.document.graphics import Anchor, Label, Picture, Segment, Verb
from reportbuilder.document.model import (
    Chapter,
    Chart,
    Document,
    Heading,
    MadePage,
    Matter,
    Paragraph,
    Part,
    Span,
    Text,
)
from reportbuilder.files.disk_cache import DiskCache
from reportbuilder.registry import EMPTY, Registry
from reportbuilder.style.model import Design, HouseStyle
from reportbuilder.values import replace

NUMBERS = st.floats(-1e4, 1e4, allow_nan=False)
SEGMENTS = st.builds(Segment, st.sampled_from(Verb), st.lists(NUMBERS, max_size=6).map(tuple))
PATHS = st.builds(
    graphics.Path,
    st.lists(SEGMENTS, max_size=4).map(tuple),
    st.none() | st.just("blue"),
    st.none() | st.just("#00ff00"),
    NUMBERS,
    st.lists(NUMBERS, max_size=4).map(tuple),
    st.integers(0, 2),
    st.integers(0, 2),
    st.booleans(),
)
LABELS = st.builds(
    Label, st.text(), NUMBERS, NUMBERS, st.just("text"), NUMBERS, st.just("ink"), st.sampled_from(Anchor), NUMBERS,
    st.lists(st.just("tnum")).map(tuple),
)  # fmt: skip
PICTURES = st.builds(Picture, NUMBERS, NUMBERS, st.lists(PATHS | LABELS, max_size=5).map(tuple))
KEY = b"a" * 32


@given(picture=PICTURES)
def test_a_picture_comes_back_as_it_was(tmp_path_factory: pytest.TempPathFactory, picture: Picture) -> None:
    cache = DiskCache(tmp_path_factory.getbasetemp() / "kept")
    cache.put("pictures", KEY, PICTURE.encode(picture))
    kept = cache.get("pictures", KEY)
    assert kept is not None
    assert PICTURE.decode(kept) == picture


def test_the_digest_knows_all_that_a_picture_depends_on(style: HouseStyle, design: Design) -> None:
    bar = BUILT_IN["bar"]
    data = ChartData("bar", ("a",), (ChartSeries("a", "a", (ChartValue(1.0, "1"),)),))
    look = chart_style(style, design)
    keys = {
        picture_key(bar, data, look, 100, 50, measure),
        picture_key(bar, replace(data, categories=("b",)), look, 100, 50, measure),
        picture_key(bar, replace(data, kind="dot"), look, 100, 50, measure),
        picture_key(bar, data, replace(look, ink="#000000"), 100, 50, measure),
        picture_key(bar, data, replace(look, text=replace(look.text, size=9.0)), 100, 50, measure),
        picture_key(bar, data, look, 101, 50, measure),
        picture_key(bar, data, look, 100, 51, measure),
        picture_key(bar, data, look, 100, 50, lambda text, face, size: measure(text, face, size) + 1),
    }
    assert len(keys) == 8
    assert picture_key(bar, data, chart_style(style, design), 100, 50, measure) in keys


@dataclass(frozen=True)
class Folder:
    """A report's folder, as far as charts are concerned."""

    root: Path

    @property
    def status_rules_file(self) -> Path:
        return self.root / "statusregels.yaml"

    @property
    def registry(self) -> Registry:
        return EMPTY

    def chart_file(self, name: str) -> Path:
        return self.root / f"{name}.yaml"

    def data_file(self, name: str) -> Path:
        return self.root / name

    def shown(self, path: Path) -> str:
        return path.name


def document(*labels: str) -> Document:
    blocks = tuple(Chart(label, (Text("t"),), "a", span=Span.WIDE) for label in labels)
    chapter = Chapter(Heading(1, (Text("Een"),), "een"), (Paragraph((Text("x"),)), *blocks), Matter.BODY)
    return Document("nl", (Part(Matter.FRONT, MadePage.COVER), Part(Matter.BODY, chapter)))


def make(
    tmp_path: Path, style: HouseStyle, design: Design, diagnostics: Diagnostics, *labels: str
) -> list[Picture | None]:
    widths = {Span.COLUMN: 156.0, Span.WIDE: 326.0, Span.PAGE: 496.0}
    cache = DiskCache(tmp_path / "kept")
    report = document(*labels)
    charts = read_charts(report, Folder(tmp_path), diagnostics)
    made = make_pictures(report, charts, style, design, widths, measure, cache, diagnostics)
    assert len(made.parts) == 2
    return [block.picture for block in made.chapters[0].blocks if isinstance(block, Chart)]


def test_every_chart_gets_its_picture_once(tmp_path: Path, style: HouseStyle, design: Design) -> None:
    (tmp_path / "t.csv").write_text("id;indicator;eenheid;2018;2019\nroof;Roven;aantal;10;8\n")
    described = "kind: bar\ntitle: t\nalt: a\ndata: t.csv\ncolumns: [2018, 2019]\nheight: 50mm\n"
    (tmp_path / "goed.yaml").write_text(described)
    (tmp_path / "fout.yaml").write_text(described.replace("t.csv", "u.csv"))
    diagnostics = Diagnostics()
    good, bad = make(tmp_path, style, design, diagnostics, "goed", "fout")
    assert good is not None
    assert good.width == 326
    assert bad is None
    assert [p.code for p in diagnostics] == ["file-missing"]
    (kept,) = (tmp_path / "kept").iterdir()
    before = kept.stat().st_mtime_ns
    assert make(tmp_path, style, design, Diagnostics(), "goed") == [good]
    assert kept.stat().st_mtime_ns == before
