"""Escape sequences in literal strings of PDF."""

import pytest

from reportbuilder.preflight.objects import unescape


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        (b"plain", b"plain"),
        (rb"\(a\)\\", b"(a)\\"),
        (rb"\n\r\t\b\f", b"\n\r\t\b\f"),
        (rb"\101\7x\0538", b"A\x07x+8"),
        (rb"\777", b"\xff"),
        (b"one\\\r\ntwo\\\nthree\\\r", b"onetwothree"),
        (rb"\q", b"q"),
    ],
)
def test_escape_sequences(raw: bytes, wanted: bytes) -> None:
    assert unescape(raw) == wanted
