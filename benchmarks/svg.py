"""Pictures as SVG files: the same drawings for every peer."""

from collections.abc import Iterator
from html import escape
from pathlib import Path

from benchmarks.subject import Subject
from reportbuilder.document.graphics import Label, Picture, Verb
from reportbuilder.document.graphics import Path as Shape

_CAPS = ("butt", "round", "square")
_JOINS = ("miter", "round", "bevel")
_LETTERS = {Verb.MOVE: "M", Verb.LINE: "L", Verb.CURVE: "C", Verb.CLOSE: "Z"}


def write_pictures(subject: Subject, folder: Path) -> None:
    """Write the charts, the artwork and the status symbols of a report into a folder, under `picture_name`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, picture in subject.pictures():
        (folder / picture_name(name)).write_text(to_svg(picture, subject), encoding="utf-8")


def picture_name(name: str) -> str:
    """The file name of a chart (by its label) or of artwork (by its name in the style)."""
    return f"{Path(name).stem}.svg"


def to_svg(picture: Picture, subject: Subject) -> str:
    """A picture as SVG, its origin moved to the upper left."""
    width, height = picture.width, picture.height
    size = f'width="{width:g}pt" height="{height:g}pt" viewBox="0 0 {width:g} {height:g}"'
    items = "\n".join(
        _shape(item, height, subject) if isinstance(item, Shape) else _label(item, height, subject)
        for item in picture.items
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>\n{items}\n</svg>\n'


def _shape(shape: Shape, height: float, subject: Subject) -> str:
    fill = f'fill="{subject.colour(shape.fill)}"' if shape.fill else 'fill="none"'
    rule = ' fill-rule="evenodd"' if shape.even_odd else ""
    stroke = ""
    if shape.stroke:
        dash = f' stroke-dasharray="{" ".join(f"{d:g}" for d in shape.dash)}"' if shape.dash else ""
        ends = f'stroke-linecap="{_CAPS[shape.cap]}" stroke-linejoin="{_JOINS[shape.join]}"'
        stroke = f' stroke="{subject.colour(shape.stroke)}" stroke-width="{shape.line_width:g}" {ends}{dash}'
    return f'<path d="{" ".join(_segments(shape, height))}" {fill}{rule}{stroke}/>'


def _segments(shape: Shape, height: float) -> Iterator[str]:
    for segment in shape.segments:
        xy = (height - p if index % 2 else p for index, p in enumerate(segment.points))
        yield _LETTERS[segment.verb] + " ".join(f"{p:.2f}" for p in xy)


def _label(label: Label, height: float, subject: Subject) -> str:
    font = subject.fonts[label.face]
    x, y = label.x, height - label.y
    turn = f' transform="rotate({-label.angle:g} {x:g} {y:g})"' if label.angle else ""
    slope = ' font-style="italic"' if font.italic else ""
    look = f'font-family="{font.family}" font-weight="{font.weight}" font-size="{label.size:g}"{slope}'
    place = f'x="{x:.2f}" y="{y:.2f}" text-anchor="{label.anchor.value}" fill="{subject.colour(label.colour)}"'
    return f"<text {place} {look}{turn}>{escape(label.text)}</text>"
