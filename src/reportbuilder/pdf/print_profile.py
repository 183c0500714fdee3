"""What a print edition tells the writer: the press, the inks of every colour, and the boxes of its pages."""

from typing import TYPE_CHECKING

from reportbuilder.values import Value

if TYPE_CHECKING:
    from reportbuilder.pdf.page_boxes import SheetBoxes
    from reportbuilder.press.inks import PrintColours
    from reportbuilder.press.profile import OutputProfile


class PrintProfile(Value, eq=False):
    """How pages are printed: the profile of the press, what every colour is in ink, and the boxes of all pages, with
    the marks around them."""

    press: "OutputProfile"
    colours: "PrintColours"
    boxes: "SheetBoxes"
