"""Every character of Unicode is text that can be set, a space or line end, left out, or refused with its place."""

import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportbuilder.diagnostics import Diagnostics, Place
from reportbuilder.document.model import Chapter, Document, Figure, Heading, Matter, Part, Table, Text
from reportbuilder.files.characters import clean, name_of, normalised, refused
from reportbuilder.files.inputs import decode
from reportbuilder.layout.character_checks import check_characters
from reportbuilder.project.located_yaml import read_yaml
from reportbuilder.text.runs import readable
from reportbuilder.text.shaping import FontBook

REGULAR = Path(__file__).parents[2] / "fonts" / "SourceSans3-Regular.ttf"
BOOK = FontBook({"text": REGULAR})


def test_every_character_has_one_fate() -> None:
    for code in range(sys.maxunicode + 1):
        character = chr(code)
        category, wrong = unicodedata.category(character), list(refused(character))
        if category in ("Cn", "Co", "Cs"):  # three in four of all codes
            assert wrong == [(0, character)]
            continue
        done = normalised(character)
        assert normalised(done) == done
        if category == "Cc":
            assert wrong or done in ("\n", "\r", "\t", " ")
        elif category in ("Zl", "Zp"):
            assert done == " "
        elif category[0] in "LNPS" and wrong:
            assert character in "\u115f\u1160\u3164\uffa0\ufffc\ufffd"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("een\u2028twee", "een twee"),
        ("een\u2029twee", "een twee"),
        ("een\u0085twee\vdrie\fvier", "een twee drie vier"),
        ("\ufeffbegin", "begin"),
        ("wo\ufefford", "woord"),
        ("e\u0301e\u0301n", "één"),
        ("12\u200734", "12\u00a034"),
        ("\u202a+31 6\u202c", "+31 6"),
        ("\u2713\ufe0f", "\u2713"),
        ("af\u00adbreken", "af\u00adbreken"),
        ("gewoon", "gewoon"),
    ],
)
def test_what_characters_become(text: str, wanted: str) -> None:
    assert normalised(text) == wanted
    assert list(refused(text)) == []


@pytest.mark.parametrize(
    "character",
    [
        *("\x00", "\x07", "\x1b", "\x7f", "\x9f", "\u202e", "\ufff9", "\ufffc", "\ufffd", "\ue000", "\uffff"),
        *("\U000e0041", "\u0378", "\ud800", "\u2064", "\u3164"),
    ],
)
def test_a_refused_character_has_its_place_and_its_name(character: str) -> None:
    diagnostics = Diagnostics()
    clean(f"een\ntwee {character} drie", "chapters/a.md", diagnostics)
    (problem,) = diagnostics
    assert problem.code == "text-character"
    assert problem.place == Place("chapters/a.md", 2, 6)
    assert f"U+{ord(character):04X}" in problem.message
    assert problem.hint


def test_files_and_yaml_are_normalised() -> None:
    diagnostics = Diagnostics()
    assert decode("\ufeffe\u0301\u2028a\r\n".encode(), "a.md", diagnostics) == "é a\n"
    marked = read_yaml('title: "e\\u0301\\u2028a"', Place("report.yaml", 1, 1), diagnostics)
    assert marked is not None
    assert marked.data == {"title": "é a"}
    assert not diagnostics.failed
    read_yaml('a: b\ntitle: "x\\0y"', Place("report.yaml", 1, 1), diagnostics)
    (problem,) = diagnostics
    assert problem.place == Place("report.yaml", 2, 8)
    assert "U+0000" in problem.message


def test_no_field_of_a_document_is_left_out() -> None:
    place = Place("chapters/a.md", 7, 1)
    table = Table("t", (Text("a\ue000", place),), (), (), place=place)
    figure = Figure("f", "x.png", "alt\ue001", place=place)
    heading = Heading(1, (Text("Kop\ue002"),), "label\ue003", place=place)
    chapter = Chapter(heading, (table, figure), Matter.BODY, {}, "chapters/a.md")
    diagnostics = Diagnostics()
    check_characters(Document("nl", (Part(Matter.BODY, (chapter,)),)), Place(), diagnostics)
    assert {p.message.split()[0] for p in diagnostics} == {"U+E000", "U+E001", "U+E002", "U+E003"}
    assert all(p.place == place for p in diagnostics)


@given(st.text(st.characters(), max_size=30))
def test_a_text_is_set_as_it_is_or_a_problem(text: str) -> None:
    """No glyph of a text without problems is an empty box, and it reads as the normalised text."""
    if list(refused(text)):
        return
    done = normalised(text)
    if BOOK.missing(done, "text"):
        return
    for word in done.split():
        shaped = BOOK.shape(word, "text")
        assert all(glyph.gid for glyph in shaped.glyphs)
        assert "".join(glyph.text for glyph in shaped.glyphs) == readable(word)


@given(st.text(st.characters(), max_size=30))
def test_normalising_again_changes_nothing(text: str) -> None:
    assert normalised(normalised(text)) == normalised(text)


def test_names() -> None:
    assert name_of("\u2028") == "U+2028 (LINE SEPARATOR)"
    assert name_of("é") == "“é” U+00E9 (LATIN SMALL LETTER E WITH ACUTE)"
    assert name_of("\x00") == "U+0000 (NUL)"
