"""The parsing of a directive: `:::{name} argument`, its settings, its body."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from reportbuilder.diagnostics import Code, Diagnostics, Place
from reportbuilder.document.model import Block, Float, Inline, Span, Status, Text
from reportbuilder.i18n.language import ReportWords
from reportbuilder.project.located_yaml import LocatedData, read_yaml
from reportbuilder.project.schema import Form
from reportbuilder.project.settings import ReportFolder, VersionSettings
from reportbuilder.reader.sources import Sources
from reportbuilder.values import Value, field, fields

_OPENING = re.compile(r"\{([^{}]*)\}\s*(.*)", re.DOTALL)
_SETTING = re.compile(r"[ \t]*:([A-Za-z][\w-]*):(?:[ \t]+(.*?))?[ \t]*")
_NEARLY_SETTING = re.compile(r"(?=:[a-z-]+[: ]|[a-z-]+:(?: |$)):?([a-z-]+)")
_LABEL = re.compile(r"[\w][\w.:-]*")


_ELSEWHERE = {
    **dict.fromkeys(
        ("note", "tip", "info", "warning", "important", "caution", "danger", "hint", "attention", "admonition", "aside",
         "callout-note", "callout-tip", "callout-warning", "callout-important", "callout-caution", "example", "box",
         "sidebar", "seealso", "error", "details"),
        "callout",
    ),
    **dict.fromkeys(("image", "img", "photo"), "figure"),
    **dict.fromkeys(("blockquote", "epigraph", "pullquote", "pull-quote"), "quote"),
    **dict.fromkeys(("list-table", "csv-table"), "table"),
    **dict.fromkeys(("pagebreak", "page-break", "newpage"), "break"),
}  # fmt: skip
"""What directives and fences are called in other kinds of Markdown (Pandoc, MyST, Quarto, MkDocs), and here."""


class PlacementSettings(Form):
    """The settings of every block that may span columns and float."""

    span: Span = Span.COLUMN
    floats: Float = field(default=Float.HERE, name="float")


class NoSettings(Form):
    """The settings of a directive that has none."""


class Directive(Value):
    """One directive: `place` is its first line; the body's first line is line `body_line` of the file."""

    name: str
    argument: str
    settings: LocatedData
    body: str
    body_line: int
    place: Place


ReleasedVersions = Callable[[Diagnostics], tuple[VersionSettings, ...] | None]
"""Gives the versions of the report that were released, in rising order; None, and problems, when their register is
damaged."""


def no_released_versions(diagnostics: Diagnostics) -> tuple[VersionSettings, ...]:
    """The released versions of a report that has none."""
    return ()


class ReadingContext(Protocol):
    """The interface that directives use to read what is in them: the report's files, and methods that read Markdown."""

    project: ReportFolder
    sources: Sources
    released: ReleasedVersions
    words: ReportWords
    diagnostics: Diagnostics

    @property
    def status_words(self) -> dict[Status, str]:
        """The words of the report's statuses."""

    def blocks(self, text: str, first_line: int) -> tuple[Block, ...]:
        """Markdown of this chapter, from a line of its file on."""

    def inlines(self, text: str, place: Place) -> tuple[Inline, ...]:
        """Markdown on one line, from a place anywhere."""

    def plain(self, text: str, place: Place, before: str = "") -> Text:
        """Words without Markdown, with their figures filled in, from a place anywhere."""

    def cell_blocks(self, text: str, place: Place) -> tuple[Block, ...]:
        """Markdown of one or more paragraphs, from a place anywhere."""


def split_opening(info: str) -> tuple[str, str] | None:
    """The name and argument in a directive's first line; None when there is no `{name}`."""
    match = _OPENING.fullmatch(info.strip())
    return (match[1].strip(), match[2].strip()) if match and match[1].strip() else None


def meant_directive(word: str, names: Iterable[str]) -> str:
    """A hint for a word after three or more colons that is no directive: the directive with the meaning of a name of
    another program (“:::note”, “::: {.figure}”), or one of `names`; empty when neither is in the word.

    >>> meant_directive(".warning", ["callout", "quote"])
    'Write “:::{callout} Let op”, with a title of your own.'
    """
    words = [part.lower() for part in re.findall(r"[A-Za-z][\w-]*", word)]
    known = {**{name: name for name in names}, **_ELSEWHERE}
    name = next((one for one in words if one in known), "")
    meant = known.get(name, "")
    if not meant:
        return ""
    if meant == "callout":
        title = {"tip": "Tip", "note": "Opmerking", "example": "Voorbeeld"}.get(name, "Let op")
        return f"Write “:::{{callout}} {title}”, with a title of your own."
    return f"Write “:::{{{meant}}}”."


def split_settings(content: str, place: Place, diagnostics: Diagnostics) -> tuple[LocatedData, str, int] | None:
    """A directive's settings, its body, and the body's line; None, and a problem, when the settings are broken.

    `place` is that of the directive's first line; `content` begins on the next.
    """
    lines = content.split("\n")
    if lines[0].strip() == "---":
        return _split_yaml(lines, place, diagnostics)
    data: dict[str, str] = {}
    places: dict[tuple[str | int, ...], Place] = {(): place}
    count = 0
    while count < len(lines) and (match := _SETTING.fullmatch(lines[count])):
        here = Place(place.file, place.line + count + 1, match.start(1))
        if match[1] in data:
            diagnostics.add(
                Code.YAML_DUPLICATE, f"The key “{match[1]}” stands here twice.", here, "Remove one of them."
            )
        data[match[1]] = match[2] or ""
        places[(match[1],)] = here
        count += 1
    return LocatedData(data, places, place), "\n".join(lines[count:]), place.line + 1 + count


def check_label(directive: Directive, diagnostics: Diagnostics) -> str:
    """The argument as a label; empty, and a problem, when it cannot be one."""
    if not directive.argument or _LABEL.fullmatch(directive.argument):
        return directive.argument
    message = f"“{directive.argument}” cannot be a label."
    hint = "A label has letters, digits and hyphens, and no spaces; a caption goes into `caption:`."
    diagnostics.add(Code.LABEL_SYNTAX, message, directive.place, hint)
    return ""


def check_settings_marks(directive: Directive, form: type[Form], diagnostics: Diagnostics) -> bool:
    """Whether no setting stands in the body of a directive, where it lacks its colons or the line `---` above it; the
    first that does is a problem."""
    lines = directive.body.split("\n")
    first = next((i for i, line in enumerate(lines) if line.strip()), 0)
    match = _NEARLY_SETTING.match(lines[first])
    if match is None or match[1] not in {one.encode_name for one in fields(form)}:
        return True
    hint = f"Write “:{match[1]}: …”, with a colon on both sides of the word and a space behind it."
    if any(line.strip() == "---" for line in lines[first:]):
        hint = "Add a line “---” above it."
    message = f"“{match[1]}” is a setting, and is not written as one."
    place = Place(directive.place.file, directive.body_line + first, 1)
    diagnostics.add(Code.DIRECTIVE_SETTINGS, message, place, hint)
    return False


def expect_no_body(directive: Directive, diagnostics: Diagnostics) -> None:
    """Report the body of a directive that takes none."""
    lines = directive.body.split("\n")
    first = next((i for i, line in enumerate(lines) if line.strip()), None)
    if first is not None:
        message = f"Nothing is expected inside “{{{directive.name}}}” but settings."
        place = Place(directive.place.file, directive.body_line + first, 1)
        hint = "Settings are lines of `:key: value` straight under the first line, or YAML between two lines of ---."
        diagnostics.add(Code.DIRECTIVE_BODY, message, place, hint)


def _split_yaml(lines: Sequence[str], place: Place, diagnostics: Diagnostics) -> tuple[LocatedData, str, int] | None:
    end = next((i for i, line in enumerate(lines) if i and line.strip() == "---"), None)
    first = Place(place.file, place.line + 2, 1)
    if end is None:
        message = "The settings begin with “---”, but a second “---” after them is missing."
        diagnostics.add(Code.DIRECTIVE_SETTINGS, message, Place(place.file, place.line + 1, 1), "Add a line “---”.")
        return None
    marked = read_yaml("\n".join(lines[1:end]) + "\n", first, diagnostics)
    return (marked, "\n".join(lines[end + 1 :]), place.line + 2 + end) if marked is not None else None
