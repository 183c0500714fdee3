"""Checks language tags (BCP 47), and that the language of every text is given (ISO 14289-1, 7.2)."""

import re
from collections.abc import Iterator

from reportbuilder.preflight.content import MarkedContent
from reportbuilder.preflight.metadata import XmpMetadata
from reportbuilder.preflight.reader import File, Piece, get, items, number, resolved, text
from reportbuilder.preflight.structure import ContentReference, ObjectReference, Tree
from reportbuilder.standards.facts import Fact, Observation

_RFC_3066 = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
"""The language tags that ISO 32000-1, 14.9.2, allows."""
_RFC_5646 = re.compile(
    r"""(?: (?: [a-z]{2,3} (?:-[a-z]{3}){0,3} | [a-z]{4} | [a-z]{5,8} )          # language, with extended languages
        (?: -[a-z]{4} )?                                                        # script
        (?: -(?:[a-z]{2}|[0-9]{3}) )?                                           # region
        (?P<variants> (?: -(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}) )* )
        (?P<extensions> (?: -[0-9a-wyz](?:-[a-z0-9]{2,8})+ )* )
        (?: -x(?:-[a-z0-9]{1,8})+ )?
      | x(?:-[a-z0-9]{1,8})+ )""",
    re.VERBOSE,
)
"""The well-formed language tags of RFC 5646, without the grandfathered ones, which are listed below."""
_IRREGULAR = (
    "en-gb-oed i-ami i-bnn i-default i-enochian i-hak i-klingon i-lux i-mingo i-navajo i-pwn i-tao i-tay i-tsu "
    "sgn-be-fr sgn-be-nl sgn-ch-de"
)
_OLD = frozenset(_IRREGULAR.split())


def is_well_formed(code: str) -> bool:
    """Whether a language code is well-formed by RFC 5646 (BCP 47), 2.2.9.

    >>> is_well_formed("sl-rozaj-biske"), is_well_formed("nl_NL")
    (True, False)
    """
    lower = code.lower()
    match = _RFC_5646.fullmatch(lower)
    if match is None or not code.isascii():
        return lower in _OLD
    variants = (match["variants"] or "").split("-")[1:]
    singletons = [part for part in (match["extensions"] or "").split("-") if len(part) == 1]
    return len(set(variants)) == len(variants) and len(set(singletons)) == len(singletons)


def language_faults(code: str, page: int) -> Iterator[Observation]:
    """Check the form of a language tag."""
    if not _RFC_3066.fullmatch(code):
        yield Observation(Fact.LANGUAGE_UNKNOWN if code else Fact.LANGUAGE_EMPTY, f"“{code}”", page)
    elif not is_well_formed(code):
        yield Observation(Fact.LANGUAGE_OUTDATED, f"“{code}”", page)


def check_languages(file: File, tree: Tree, marks: MarkedContent, metadata: XmpMetadata) -> Iterator[Observation]:
    """Check the language tags of marked content and the catalogue, and that every text has a language."""
    language = text(get(file.catalog, "/Lang"))
    if language is not None:
        yield from language_faults(language, 0)
    for code, page in marks.languages.items():
        yield from language_faults(code, page)
    if language or not _has_text_without(file, tree, marks, metadata):
        yield Observation(Fact.HAS_LANGUAGE)


def _has_text_without(file: File, tree: Tree, marks: MarkedContent, metadata: XmpMetadata) -> bool:
    """Whether the catalogue gives no language and there is text without one: on a page, in a replacement text or
    description, in a bookmark, an annotation, or the title in the metadata."""
    if marks.loose_text or metadata.in_default_language or get(get(file.catalog, "/Outlines"), "/First") is not None:
        return True
    with_language: set[Piece] = set()
    described: set[int] = set()
    pending = [(node, False) for node in tree.root.elements]
    while pending:
        node, inherited = pending.pop()
        known = inherited or bool(node.language)
        if not known and (node.alt is not None or node.actual is not None or node.expansion is not None):
            return True
        for kid in node.kids:
            if not known and isinstance(kid, ContentReference) and kid.piece in marks.without_language:
                return True
            if known and isinstance(kid, ContentReference):
                with_language.add(kid.piece)
            if known and isinstance(kid, ObjectReference):
                described.add(kid.object)
        pending.extend((kid, known) for kid in node.elements)
    if any(piece not in with_language for piece in marks.without_language):
        return True
    for page in file.pages:
        for raw in items(get(page, "/Annots")):
            annotation = resolved(raw)
            words = text(get(annotation, "/Contents")) or text(get(annotation, "/TU"))
            if words and number(raw) not in described and not text(get(annotation, "/Lang")):
                return True
    return False
