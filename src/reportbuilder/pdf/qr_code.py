"""QR codes (ISO/IEC 18004) as vector pictures, by ReportLab's encoder."""

from reportbuilder.document.graphics import Path, Picture, Segment, Verb

QUIET_ZONE = 4
"""The modules around a code that must stay empty (ISO/IEC 18004, 9.1)."""

MOST_BYTES = 400
"""The longest text of a code: one of more has modules that are too small for a telephone on a printed cover."""


def qr_code(text: str, size: float, colour: str, ground: str) -> Picture:
    """A QR code of a text with error correction M, `size` points wide with its quiet zone; raises ValueError for a text
    that is too long for one."""
    from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel  # few reports have a code

    if len(text.encode()) > MOST_BYTES:
        raise ValueError("the text is too long for a QR code")
    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(text)
    code.make()
    count = code.getModuleCount()
    module = size / (count + 2 * QUIET_ZONE)
    segments: list[Segment] = []
    for row in range(count):
        column = 0
        while column < count:
            end = column
            while end < count and code.isDark(row, end):
                end += 1
            if end > column:  # one rectangle for all dark modules side by side
                left, top = (QUIET_ZONE + column) * module, size - (QUIET_ZONE + row) * module
                segments += _rectangle(left, top - module, (end - column) * module, module)
            column = end + 1
    whole = Path(tuple(_rectangle(0.0, 0.0, size, size)), fill=ground)
    return Picture(size, size, (whole, Path(tuple(segments), fill=colour)))


def _rectangle(x: float, y: float, width: float, height: float) -> tuple[Segment, ...]:
    return (
        Segment(Verb.MOVE, (x, y)),
        Segment(Verb.LINE, (x + width, y)),
        Segment(Verb.LINE, (x + width, y + height)),
        Segment(Verb.LINE, (x, y + height)),
        Segment(Verb.CLOSE),
    )
