"""Typographic signs and spaces, as a Dutch typesetter puts them between words; and where a sentence ends.

The functions that set signs and spaces may be applied again to their own result without changing it.
"""

import re

from reportbuilder.i18n.formats import month_pattern

NO_BREAK_SPACE = "\u00a0"

LONGEST_CHAIN = 22
"""Characters that are held together at most: more would spoil narrow columns."""

_COUNTED = (
    r"nr\.|nrs\.|art\.|blz\.|p\.|hfst\.|par\.|fig\.|tab\.|nummer|artikel|lid|prio|prioriteit|tabel|figuur|grafiek"
    r"|hoofdstuk|paragraaf|bijlage|bladzijde|pagina|deel|fase|stap"
)
_UNITS = (
    r"kg|gram|ton|km|km²|m²|m³|cm|mm|ha|fte|fte’s|mln\.?|mld\.?|miljoen|miljard|duizend|procentpunt|procentpunten"
    r"|procent|euro|uur|minuten|seconden|dagen"
)
_PARTICLES = "van|de|der|den|ten|ter|te|het|’t|von|la|le|el|al"

# Each alternative ends with the space at which no line may end.
_JOINED = re.compile(
    "|".join(
        (
            r"\d (?=[%‰°])",
            r"[€$£] (?=[\d-])",
            rf"(?<!\d)\d\d? (?=(?i:{month_pattern('nl')})\b)",
            rf"(?<![\w-])(?i:{_COUNTED}) (?=\d)",
            rf"\d (?=(?:{_UNITS})(?![\w’-]))",
            r"(?<![\w.])[a-z]\. (?=[a-z]\.)",
            rf"(?<![\w.])(?:[A-Z]\.)+ (?=[A-Z]|(?:{_PARTICLES}) )",
        )
    )
)
_SPACE = re.compile(r" (?:(?=\d)|(?<=[\d€$£] )|(?<=\b[A-Za-z]\. ))")
"""The spaces that may be joined, as few as can be told from what stands right beside them: a search for them begins
with a letter that stands for itself, and is many times faster than one for all that may precede them."""
_ADDRESS = re.compile(r"((?:https?://|www\.)\S+|\S+@\S+)")
_YEAR = r"((?:1[5-9]|2[01])\d\d)"
_YEARS = re.compile(rf"(?<![\w–-])(?<![–-][ \u00a0]){_YEAR}[ \u00a0]?[–-][ \u00a0]?{_YEAR}(?!\w|[ \u00a0]?[–-])")
_BETWEEN_FIGURES = re.compile(r"[–-][ \u00a0]?\d")
"""Cheaper to look for than years themselves, and most hyphens stand between letters."""
_DASH = re.compile(r"(?<=[ \u00a0])-(?=[ \u00a0])")
_ELLIPSIS = re.compile(r"(?<!\.)\.\.\.(?!\.)")
_ELIDED = re.compile(r"'(?:(?:s|t|n|m|k|r|ns)\b|\d\d)")
_OPENERS = frozenset(" \u00a0\u202f\t\n([{‘“–—-/")


def protect(text: str) -> str:
    """Put U+00A0 where no line should end: `17 %`, `€ 5`, `6 april`, `artikel 39 lid 1`, `R. de Vries`, `12 fte`.

    Modest on purpose: what it holds together never grows over 22 characters.
    """
    plain = text.replace(NO_BREAK_SPACE, " ")
    chars: list[str] = []
    for found in _SPACE.finditer(plain):
        space = found.start()
        if text[space] != " " or not _joins(plain, space):
            continue
        chars = chars or list(text)
        if _chain(chars, space) <= LONGEST_CHAIN:
            chars[space] = NO_BREAK_SPACE
    return "".join(chars) if chars else text


def typographic(text: str, before: str = "") -> str:
    """Straight quotes to curly ones, `...` to an ellipsis, ` - ` to a spaced en dash, and year ranges to an en dash
    without spaces; addresses are left alone. `before` is what stands before the text, if anything."""
    if not ("@" in text or "://" in text or "www." in text):
        return _signs(text, before)
    pieces = _ADDRESS.split(text)
    for i, piece in enumerate(pieces):
        if i % 2 == 0:
            pieces[i] = _signs(piece, before)
        before = pieces[i] or before
    return "".join(pieces)


def _joins(plain: str, space: int) -> bool:
    """Whether no line ends at a space: it is told from the words on both sides and the space after them."""
    end = plain.find(" ", space + 1) + 1
    found = _JOINED.search(plain, plain.rfind(" ", 0, space) + 1, end or len(plain))
    return found is not None and found.end() == space + 1


def _chain(chars: list[str], space: int) -> int:
    """How many characters would hang together if the space at this position did not break."""
    left = space
    while left and chars[left - 1] != " ":
        left -= 1
    right = space + 1
    while right < len(chars) and chars[right] != " ":
        right += 1
    return right - left


def _signs(text: str, before: str) -> str:
    if _BETWEEN_FIGURES.search(text):
        text = _YEARS.sub(r"\1–\2", text)
    if " -" in text or "\u00a0-" in text:
        text = _DASH.sub("–", text)
    if "..." in text:
        text = _ELLIPSIS.sub("…", text)
    return _quotes(text, before) if "'" in text or '"' in text else text


def _quotes(text: str, before: str) -> str:
    """Curly quotes: opening after a space, a bracket or a dash, closing elsewhere; ’s and ’t begin no quotation."""
    signs = []
    last = before[-1:]
    for i, char in enumerate(text):
        sign = char
        opens = not last or last in _OPENERS
        if char == '"':
            sign = "“" if opens else "”"
        elif char == "'":
            sign = "‘" if opens and not _ELIDED.match(text, i) else "’"
        signs.append(sign)
        last = sign
    return "".join(signs)


ABBREVIATIONS = (
    *("art", "bijv", "blz", "bv", "ca", "dhr", "dr", "drs", "d.w.z", "enz", "etc", "evt", "excl", "fig", "gem", "hfst"),
    *("i.p.v", "i.v.m", "incl", "ing", "ir", "jl", "m.b.t", "m.m.v", "max", "mevr", "min", "mld", "mln", "mr", "nr"),
    *("nrs", "o.a", "o.l.v", "par", "plv", "prof", "resp", "t.a.v", "t.b.v", "t.o.v", "tab", "tel", "vgl", "wnd"),
    "zgn",
)
"""Abbreviations that are written with a full stop, without their last one; Dutch, and those that English shares."""

LONGEST = 24
"""Characters before the end of a text that can matter."""

_AT_END = re.compile(rf"(?:\b(?:[^\W\d_]|{'|'.join(map(re.escape, ABBREVIATIONS))})|\.[^\W\d_])\.\s*$", re.IGNORECASE)


def ends_in_abbreviation(text: str) -> bool:
    """Whether the full stop at the end of a text is that of an abbreviation or an initial.

    >>> ends_in_abbreviation("Zie blz.")
    True
    """
    return _AT_END.search(text[-LONGEST:]) is not None
