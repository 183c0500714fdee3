"""Itemization: divides runs where the writing direction or the font changes.

Paragraphs are left-to-right, like the languages of reports. Words of Arabic, Hebrew and other scripts in them are
right-to-left; their extent is found by the Unicode Bidirectional Algorithm (UAX #9, rules W1 to N2 with base level 0;
explicit marks were removed before). Level 1 is right-to-left text, level 2 a number in it.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from reportbuilder.text.runs import Run
from reportbuilder.text.shaping import FontBook
from reportbuilder.values import replace

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
"""The Unicode blocks of right-to-left scripts."""
_NUMBER = re.compile(r"[0-9\u0660-\u0669\u06f0-\u06f9]+(?:[.,:/٫٬-][0-9\u0660-\u0669\u06f0-\u06f9]+)*[%٪]?")
_OPENING, _CLOSING = "([{", ")]}"
_OBJECT = "\ufffc"  # stands for a box: neutral


def has_right_to_left(text: str) -> bool:
    """Whether a text has letters of a right-to-left script."""
    return not text.isascii() and any(
        unicodedata.bidirectional(found[0]) in ("R", "AL") for found in _RIGHT_TO_LEFT.finditer(text)
    )


def itemize(runs: Sequence[Run], fonts: FontBook) -> Iterator[Run]:
    """Divide the runs of a paragraph so that each has one direction, and a font with its characters, if there is
    one."""
    if any(has_right_to_left(run.text) for run in runs if run.box is None):
        runs = list(_by_direction(runs))
    for run in runs:
        if run.box is None and fonts.fallback and fonts.missing(run.text, run.style.face):
            yield from _by_face(run, fonts)
        else:
            yield run


def levels(text: str) -> list[int]:
    """The embedding level of every character of a paragraph: 0, 1 from right to left, 2 in a number within that."""
    found = [0] * len(text)
    kinds = [unicodedata.bidirectional(character) for character in text]
    partners = _brackets(text)
    start = 0
    while start < len(text):
        if kinds[start] not in ("R", "AL"):
            start += 1
            continue
        end = at = start
        while at + 1 < len(text) and kinds[at + 1] not in ("L", "B"):
            at += 1
            partner = partners.get(at)
            if partner is not None and (partner < start or "L" in kinds[at:partner]):
                break  # a pair that begins before the stretch, or has a letter from left to right in it, goes with
                # the paragraph (N0)
            whole = partner is not None and partner < at and end > partner  # a pair with letters or numbers in it
            if whole or kinds[at] in ("R", "AL", "AN", "EN") or (kinds[at] in ("NSM", "ET") and end == at - 1):
                end = at
        found[start : end + 1] = [1] * (end + 1 - start)
        for number in _NUMBER.finditer(text, start, end + 1):
            found[number.start() : number.end()] = [2] * len(number[0])
        start = at + 1
    return found


def _brackets(text: str) -> dict[int, int]:
    """The index of the matching bracket for each bracket, both ways; unmatched ones are left out (BD16)."""
    partners: dict[int, int] = {}
    opened: list[int] = []
    for at, character in enumerate(text):
        if character in _OPENING:
            opened.append(at)
        elif character in _CLOSING:
            opening = _OPENING[_CLOSING.index(character)]
            while opened and opening in (text[place] for place in opened):
                place = opened.pop()
                if text[place] == opening:
                    partners |= {place: at, at: place}
                    break
    return partners


def _by_direction(runs: Sequence[Run]) -> Iterator[Run]:
    """Divide runs where the level changes."""
    found = levels("".join(_OBJECT if run.box is not None else run.text for run in runs))
    begin = 0
    for run in runs:
        end = begin + (1 if run.box is not None else len(run.text))
        own = found[begin:end]
        begin = end
        if run.box is not None or not any(own):
            yield run
            continue
        at = 0
        while at < len(own):
            stop = next((i for i in range(at, len(own)) if own[i] != own[at]), len(own))
            yield replace(run, text=run.text[at:stop], style=replace(run.style, level=own[at]))
            at = stop


def _by_face(run: Run, fonts: FontBook) -> Iterator[Run]:
    """Divide a run where its face lacks a character that a fallback has. A letter stays with its combining marks."""
    text, face = "", run.style.face
    for cluster in clusters(run.text):
        wanted = run.style.face
        if cluster.isspace():
            wanted = face
        elif fonts.missing(cluster, wanted):
            wanted = next((f for f in fonts.fallback if not fonts.missing(cluster, f)), wanted)
        if wanted != face and text:
            yield replace(run, text=text, style=replace(run.style, face=face))
            text = ""
        text, face = text + cluster, wanted
    if text:
        yield replace(run, text=text, style=replace(run.style, face=face))


def clusters(text: str) -> list[str]:
    """Divide a text into grapheme clusters, as far as fonts are concerned: a character with its marks and joined
    characters."""
    found: list[str] = []
    for character in text:
        joined = unicodedata.category(character) in ("Mn", "Mc", "Me") or character in "\u200c\u200d"
        if found and (joined or found[-1].endswith("\u200d")):
            found[-1] += character
        else:
            found.append(character)
    return found
