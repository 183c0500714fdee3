"""What a press can print, in numbers."""

from reportbuilder.values import Value

MM = 72 / 25.4
"""Points in a millimetre."""


class Limits(Value):
    """What is asked of a page for the press: ink in percent, all plates together; lines and letters in points; images
    in pixels per inch; bleed and the distance of marks from the trim in millimetres."""

    ink: float = 300.0
    hairline: float = 0.25
    smallest_text: float = 5.0
    small_text: float = 9.0
    small_text_inks: int = 2
    running_text: float = 14.0
    coarse: float = 250.0
    too_coarse: float = 150.0
    bleed: float = 3.0
    marks: float = 3.0


DEFAULT_LIMITS = Limits()
