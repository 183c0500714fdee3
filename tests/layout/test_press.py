"""Images on pages: found in whatever holds them, so that an edition converts all of them."""

import pytest

from reportbuilder.layout.flow import Flowable, Surface
from reportbuilder.layout.page import Frame, Master, Page, Placed, Side
from reportbuilder.layout.page_lines import marks_of
from reportbuilder.layout.press import images_on
from reportbuilder.layout.stack import FigureBox, FramedStack, ImageBox, StackPart, WithRemarks
from reportbuilder.style.model import Rule


def test_images_are_found_in_whatever_holds_them() -> None:
    image = ImageBox("images/a.png", 100.0, 50.0, 1, (400, 200))
    rule = Rule(width=0.5, colour="blue")
    figure = FigureBox(None, image, None, 100.0, rule, 4.0)
    framed = FramedStack((StackPart(figure),), 120.0, rule, 4.0)
    page = Page(1, Side.RIGHT, Master.TEXT, "", (Placed(WithRemarks((), framed, 4.0), Frame(0.0, 0.0, 120.0, 60.0)),))
    assert [(found.path, found.pixels) for found in images_on(page)] == [("images/a.png", (400, 200))]


class Hidden(Flowable):
    """Draws an image, and does not say so."""

    def drawOn(self, surface: Surface, x: float, y: float) -> None:  # noqa: N802 - ReportLab's name
        surface.image("images/a.png", x, y, 10.0, 10.0, 1)


def test_an_image_that_a_flowable_does_not_name_is_a_mistake_of_its_author() -> None:
    with pytest.raises(TypeError, match=r"Hidden draws an image that is not among its images: images/a\.png"):
        marks_of(Hidden())
