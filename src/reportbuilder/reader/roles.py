"""The roles of the text: `{ref}`, `{page}`, `{lang}`, `{sup}`, `{sub}`, `{status}` and `{version}`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Protocol

from reportbuilder.diagnostics import Code, Diagnostics, Place, nearest
from reportbuilder.document.model import (
    Foreign,
    Inline,
    Link,
    PageReference,
    Script,
    Status,
    StatusMark,
    Text,
)
from reportbuilder.i18n.report_words import Words

_LANGUAGE = re.compile(r"\s*([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\s*:\s*(\S.*)", re.DOTALL)
_TITLED = re.compile(r"(.*\S)\s*<([^<>]+)>\s*", re.DOTALL)

Role = Callable[["RoleReader", str, Place], tuple[Inline, ...]]


class Vocabulary(Protocol):
    """The words that roles put into the text."""

    words: Words

    @property
    def status_words(self) -> Mapping[Status, str]:
        """The words of the report's statuses."""

    @property
    def version_words(self) -> Mapping[str, str]:
        """What can be said of the report's version, by its name."""


class RoleReader:
    """Turns roles into inline content; references are left for the numbering to put into words."""

    def __init__(self, vocabulary: Vocabulary, diagnostics: Diagnostics) -> None:
        self.vocabulary = vocabulary
        self.diagnostics = diagnostics

    def __call__(self, name: str, content: str, place: Place) -> tuple[Inline, ...]:
        """The inline content that a role stands for; none, and a problem, when it is unknown or does not fit."""
        role = ROLES.get(name)
        if role is None:
            self.diagnostics.add(Code.ROLE_UNKNOWN, f"There is no role “{{{name}}}”.", place, nearest(name, ROLES))
            return ()
        if not content.strip():
            hint = "Write something between the backticks."
            self.diagnostics.add(Code.ROLE_VALUE, f"“{{{name}}}” is empty.", place, hint)
            return ()
        return role(self, content, place)


def _reference(reader: RoleReader, content: str, place: Place) -> tuple[Inline, ...]:
    titled = _TITLED.fullmatch(content)
    if titled:
        return (Link((Text(titled[1].strip(), place),), f"#{titled[2].strip()}", place),)
    return (Link((), f"#{content.strip()}", place),)


def _page(reader: RoleReader, content: str, place: Place) -> tuple[Inline, ...]:
    return (PageReference(content.strip(), reader.vocabulary.words.page, place),)


def _foreign(reader: RoleReader, content: str, place: Place) -> tuple[Inline, ...]:
    match = _LANGUAGE.fullmatch(content)
    if match is None:
        message = f"“{content}” does not say which language it is in."
        reader.diagnostics.add(Code.ROLE_VALUE, message, place, "Write {lang}`en: sense of urgency`.")
        return ()
    return (Foreign((Text(" ".join(match[2].split()), place),), match[1]),)


def _raised(reader: RoleReader, content: str, place: Place) -> tuple[Inline, ...]:
    return (Script((Text(content.strip(), place),), raised=True),)


def _lowered(reader: RoleReader, content: str, place: Place) -> tuple[Inline, ...]:
    return (Script((Text(content.strip(), place),), raised=False),)


def _status(reader: RoleReader, content: str, place: Place) -> tuple[Inline, ...]:
    status = read_status(content.strip(), place, reader.diagnostics)
    return (StatusMark(status, reader.vocabulary.status_words[status]),) if status else ()


def _version(reader: RoleReader, content: str, place: Place) -> tuple[Inline, ...]:
    said, name = reader.vocabulary.version_words, content.strip()
    if name not in said:
        reader.diagnostics.add(Code.ROLE_VALUE, f"A version has no “{name}”.", place, nearest(name, said))
        return ()
    if not said[name]:
        hint = "Write “number: …” below “version:” in report.yaml, or release the report."
        reader.diagnostics.add(
            Code.VERSION_UNNUMBERED, "The version has no number yet, so a dash stands here.", place, hint
        )
    return (Text(said[name] or "–", place),)


def read_status(key: str, place: Place, diagnostics: Diagnostics) -> Status | None:
    """The status that a key names; None, and a problem, when there is none."""
    keys = {status.value: status for status in Status}
    if key not in keys:
        diagnostics.add(Code.STATUS_UNKNOWN, f"There is no status “{key}”.", place, nearest(key, keys))
    return keys.get(key)


ROLES: Mapping[str, Role] = {
    "ref": _reference,
    "page": _page,
    "lang": _foreign,
    "sup": _raised,
    "sub": _lowered,
    "status": _status,
    "version": _version,
}
