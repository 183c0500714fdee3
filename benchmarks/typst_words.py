"""Inline content as Typst markup."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import assert_never

from benchmarks.subject import Subject
from benchmarks.svg import picture_name
from reportbuilder.document.model import (
    Emphasis,
    Foreign,
    Inline,
    LineBreak,
    Link,
    Note,
    NoteReference,
    PageReference,
    Paragraph,
    Script,
    StatusMark,
    Strong,
    Text,
)
from reportbuilder.style.model import Rule, TextStyle

_SYNTAX = re.compile(r"([\\#*_`$@<>~\[\]='\"/+-])")
_ENUMERATION = re.compile(r"^(\d+)\.")


def escape(text: str) -> str:
    """Text that Typst takes as it stands."""
    return _ENUMERATION.sub(r"\1\\.", _SYNTAX.sub(r"\\\1", text))


def string(text: str) -> str:
    """Text as a Typst string."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def label(name: str) -> str:
    """A label, whatever characters its name has."""
    return f"label({string(name)})"


def text_arguments(subject: Subject, style: TextStyle) -> str:
    """A text style as arguments of Typst's `text`; a line is one em high, which makes leading exact."""
    font = subject.fonts[style.face]
    slope = ', style: "italic"' if font.italic else ', style: "normal"'
    digits = ', number-width: "tabular"' if style.tabular else ""
    return (
        f"font: {string(font.family)}, weight: {font.weight}{slope}, size: {style.size:g}pt, "
        f'fill: rgb("{subject.colour(style.colour)}"), hyphenate: {str(style.hyphenate).lower()}{digits}'
    )


def paragraph_arguments(style: TextStyle, justify: bool | None = None) -> str:
    """A text style as arguments of Typst's `par`."""
    set_full = style.justify if justify is None else justify
    gap = style.leading - style.size
    return f"leading: {gap:g}pt, spacing: {gap + style.after:g}pt, justify: {str(set_full).lower()}"


def stroke(subject: Subject, rule: Rule) -> str:
    """A rule as a Typst stroke."""
    return f'{rule.width:g}pt + rgb("{subject.colour(rule.colour)}")'


@dataclass(frozen=True, slots=True)
class TypstWords:
    """Turns inline content into markup; `labels` are those that exist, `notes` the chapter's footnotes."""

    subject: Subject
    labels: frozenset[str]
    notes: Mapping[str, Note]

    def __call__(self, children: tuple[Inline, ...]) -> str:
        """The markup of inline content."""
        return "".join(self._inline(child) for child in children)

    def _inline(self, inline: Inline) -> str:
        match inline:
            case Text():
                return escape(inline.text)
            case Emphasis():
                return f"#emph[{self(inline.children)}]"
            case Strong():
                return f"#strong[{self(inline.children)}]"
            case Foreign():
                return f"#text(lang: {string(inline.language[:2])})[{self(inline.children)}]"
            case Script():
                return f"#{'super' if inline.raised else 'sub'}[{self(inline.children)}]"
            case Link():
                return self._link(inline)
            case PageReference():
                return self._page(inline)
            case NoteReference():
                return self._note(inline)
            case StatusMark():
                return self._status(inline)
            case LineBreak():
                return "#linebreak()"
            case _:
                assert_never(inline)

    def _link(self, link: Link) -> str:
        words, name = self(link.children), link.target.removeprefix("#")
        if not link.target.startswith("#"):
            return f"#link({string(link.target)})[{words}]"
        return f"#link({label(name)})[{words}]" if name in self.labels else words

    def _page(self, reference: PageReference) -> str:
        prefix = escape(reference.prefix) + "~" if reference.prefix else ""
        if reference.label not in self.labels:
            return prefix + "?"
        return f"#link({label(reference.label)})[{prefix}#page-of({label(reference.label)})]"

    def _note(self, reference: NoteReference) -> str:
        note = self.notes.get(reference.label)
        paragraphs = (b.children for b in note.blocks if isinstance(b, Paragraph)) if note else ()
        return f"#footnote[{'#parbreak()'.join(self(p) for p in paragraphs)}]"

    def _status(self, mark: StatusMark) -> str:
        symbol = picture_name(self.subject.style.statuses[mark.status.value].symbol)
        alt = "" if mark.show_word else mark.word
        picture = f"#status({string('pictures/' + symbol)}, {string(alt)})"
        return f"{picture}~{escape(mark.word)}" if mark.show_word else picture
