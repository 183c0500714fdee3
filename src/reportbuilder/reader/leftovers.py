"""Detection of markup of other programs (Pandoc, Word, LaTeX, wikis), which a report would print as it is typed.

A rule has a pattern that no sentence matches by chance, a description, and what to write instead. A character after a
backslash never matches, so that the marks themselves can be printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from reportbuilder.diagnostics import Code, Diagnostics, Place
from reportbuilder.values import Value

MASK = "\ufffc"
"""Stands for a character that is not looked at: one behind a backslash, or a figure that was filled in."""


class Leftover(Value):
    """A rule: its pattern, a description ("{}" stands for the matched words), and what to write instead."""

    pattern: str
    message: str
    hint: str
    wrong: bool = False
    """Whether it is never meant, so that it is an error."""


_PRINTED = "and is printed as it is typed"
_MARKDOWN = (
    Leftover(
        r"(?:Fout|Error)!\s+(?:Verwijzingsbron|Bladwijzer|Reference source|Bookmark)[^.!]*(?:[.!]|$)",
        "“{}” is what Word leaves of a reference whose target is gone.",
        "Write {ref}`label` with the label of what is meant, or remove these words.",
        wrong=True,
    ),
    Leftover(
        r"\{(?:\s*(?:[.#][\w:.-]+|[\w-]+=(?:\"[^\"]*\"|'[^']*'|[^\s}]+)))+\s*\}",
        f"“{{}}” is an attribute of another kind of Markdown, {_PRINTED}.",
        "Remove it; a label is “(label)=” on a line before its heading.",
    ),
    Leftover(
        r"\[-?@[\w:.-]+[^\]]*\]|(?<![\w.@/])@(?:sec|fig|tbl|tab|eq|lst):[\w-]+|(?<![\w.@/])@[A-Za-z][\w-]*\d{4}\w*",
        f"“{{}}” is a citation or a reference of Pandoc, {_PRINTED}.",
        "Write the source in a footnote, “[^bron]”; or {ref}`label` for a place in the report.",
    ),
    Leftover(
        r"\[\[[^\[\]]+\]\]",
        f"“{{}}” is a link of a wiki, {_PRINTED}.",
        "Write {ref}`label` for a place in the report, or [words](https://…).",
    ),
    Leftover(
        r"\]\((?=\S)[^()]*\)|\](?=\[[^\[\]]+\])|\[[^\[\]]+\]\s+\((?=https?:|mailto:|#)[^()]*\)",
        f"“{{}}” looks like a link, and Markdown reads none here, {_PRINTED}.",
        "Write [words](https://…) without spaces in the address (%20 for one), and nothing between “]” and “(”.",
    ),
    Leftover(
        r"\[TOC\]|\[\[_TOC_\]\]|\[toc\]",
        f"“{{}}” is a table of contents in other programs, {_PRINTED}.",
        "Remove it, and put “contents” among the parts in report.yaml.",
    ),
    Leftover(
        r"^\[[ xX]\](?=\s)",
        f"“{{}}” is the box of a task list, {_PRINTED}.",
        "Write in words whether it is done, or {status}`gerealiseerd`.",
    ),
    Leftover(
        r"\$\$|(?<![\w$])\$(?![\s\d])[^$\n]*[^\s$\\]\$(?![\w$])|(?<![\w$])\$\d[^$\n]*[\\^_=+*/][^$\n]*[^\s$]\$(?![\w$])",
        f"“{{}}” is a formula of LaTeX, {_PRINTED}.",
        "Write it in words and signs, with *italics*, {sup}`2` and {sub}`2`; “\\$” is a dollar sign.",
    ),
    Leftover(
        r"\\[A-Za-z]+\{[^{}]*\}|(?<![\w:\\])\\[a-z]{3,}\b(?!\\)",
        f"“{{}}” is a command of LaTeX, {_PRINTED}.",
        "Remove it; a new page is “:::{break} page”, a reference {ref}`label`. “\\\\” is a backslash.",
    ),
    Leftover(
        r"\\ ",
        f"“{{}}” is Pandoc's no-break space, {_PRINTED}.",
        "Write the character U+00A0, or a space alone: numbers and their units are kept together anyway.",
    ),
    Leftover(
        r"(?<![=\w])==(?=[^\s=])[^=\n]*[^\s=]==(?![=\w])",
        f"“{{}}” marks words in other programs, {_PRINTED}.",
        "Write **strong words** instead.",
    ),
    Leftover(
        r"(?<![+\w])\+\+(?=[^\s+])[^+\n]*[^\s+]\+\+(?!\+)",
        f"“{{}}” underlines words in other programs, {_PRINTED}.",
        "Write *stressed words* instead.",
    ),
    Leftover(
        r"\^(?=[\w({])",
        f"“{{}}” raises words in other programs, {_PRINTED}.",
        "Write x^2^ or {sup}`2`; “\\^” is the character.",
    ),
    Leftover(
        r"(?<=\w)~(?=\w)",
        f"“{{}}” is a space or lowers words in other programs, {_PRINTED}.",
        "Write H~2~O or {sub}`2`, or a space; “\\~” is the character.",
    ),
    Leftover(
        r"(?<![\w*])\*\*(?=\w)|(?<=[A-Za-z])\*\*(?!\w)|(?<![\w_])__(?=\w)",
        f"“{{}}” makes words strong, and its other half is missing or stands apart, {_PRINTED}.",
        "Write **strong words** with the asterisks against the words, or remove them.",
    ),
    Leftover(
        r"(?<!\S):[a-z][a-z0-9_+-]*[a-z0-9]:(?![\w:])",
        f"“{{}}” is an emoji by its name, {_PRINTED}.",
        "Say it in words.",
    ),
    Leftover(
        r"(?<=\n)%(?=\s)|%%",
        f"“{{}}” begins a remark in other programs, {_PRINTED}.",
        "Write “[//]: # (remark)” on a line of its own, between empty lines.",
    ),
    Leftover(
        r"(?:^|(?<=\n))\+[-=:]{3,}(?:\+[-=:]{3,})*\+",
        f"“{{}}” is a line of a grid table, {_PRINTED}.",
        "Write rows of “| cell | cell |”, and “| --- | --- |” under the heading row.",
        wrong=True,
    ),
    Leftover(
        r"(?:^|(?<=\n)):[ \t]+(?=\S)",
        "This line begins with a colon, as a definition or a caption does in Pandoc, and is printed as it is typed.",
        "Write “**Term:** what it means”; a caption is “:caption:” of the directive {table}.",
    ),
    Leftover(
        r"(?:^|(?<=\n))[•▪◦●○‣∙][ \t\u00a0]+(?=\S)",
        "“{}” is a bullet of Word, and Markdown reads no list here.",
        "Begin the items with “- ”, and leave an empty line before the first.",
    ),
    Leftover(
        r"(?:^|(?<=\n))\d{1,3}[.)][ \t]+\S[^\n]*\n\d{1,3}[.)][ \t]+(?=\S)",
        "These lines begin with numbers, and Markdown reads no list here.",
        "Leave an empty line before the first.",
    ),
    Leftover(
        r"\{[a-z]+\}`(?=[^`]*$)",
        f"“{{}}” begins a reference or the like, whose last backtick is missing, {_PRINTED}.",
        "Write {ref}`label`, with a backtick on both sides.",
        wrong=True,
    ),
    Leftover(
        r"(?<!\{)\{[ ]?[A-Za-z][\w.-]*\[[^\[\]{}\n]+\][^{}\n]*\}(?!\})",
        f"“{{}}” looks like a figure from the data, {_PRINTED}.",
        "Write two braces on both sides: {{ name[2022] }}.",
    ),
    Leftover(
        r"(?:^|(?<=\n))\|[^\n]*\|[ \t]*\n\|[^\n]*\|",
        "These lines have “|” between cells, and Markdown reads no table here.",
        "Write a line “| --- | --- |” below the heading row, with as many cells and with hyphens.",
        wrong=True,
    ),
    Leftover(
        r"(?<![\w*])\*\*(?=[ ][^*\n]+\*\*)",
        f"“{{}}” makes words strong, and its other half is missing or stands apart, {_PRINTED}.",
        "Write **strong words** with the asterisks against the words, or remove them.",
    ),
    Leftover(
        r"(?<=\s)\*(?=[^\W\d_]{2})",
        f"“{{}}” stresses words, and its other half is missing or stands apart, {_PRINTED}.",
        "Write *stressed words* with the asterisks against the words; “\\*” is the character.",
    ),
    Leftover(
        r"(?:^|(?<=\n))(?:([–—o])[ \t]+\S[^\n]*\n\1[ \t]+(?=\S)|-[A-Za-z][^\n]*\n-(?=[A-Za-z]))",
        "These lines begin as the items of a list, and Markdown reads none here.",
        "Begin each with a hyphen and a space, “- ”, and leave an empty line before the first.",
    ),
    Leftover(
        r"(?<=\n)[-+*][ \t]+(?=\S)",
        "This line begins as an item of a list, and stands too far in, so that Markdown reads none here.",
        "Begin it under the words of the item that it belongs to, two spaces further in than that item's “-”.",
    ),
    Leftover(
        r"\([^()\n]+\)\[(?:https?:|mailto:|#)[^\[\]\n]*\]",
        f"“{{}}” looks like a link with its brackets changed about, {_PRINTED}.",
        "Write [words](https://…).",
    ),
    Leftover(
        r"(?:^|(?<=\n))#{1,6}(?=[A-Z])(?!#[A-Z0/]+[!?])|(?:^|(?<=\n))#{2,6}(?=\w)",
        f"“{{}}” is meant as a heading, and has no space after it, {_PRINTED}.",
        "Write a space after it; “\\#” is the character.",
    ),
    Leftover(
        r"(?<=\s)-{2,3}(?=[\s.,;:!?]|$)|(?<=[A-Za-z])-{2,3}(?=[A-Za-z])",
        f"“{{}}” is a dash in other programs, {_PRINTED}.",
        "Write an en dash, “–”.",
    ),
    Leftover(
        r"(?<![\w'])``?(?=\w)[^`\n']*''|(?<=\w)''(?!\w)",
        f"“{{}}” are quotation marks of LaTeX, {_PRINTED}.",
        "Write ‘ and ’, or “ and ”.",
    ),
)
_PLAIN = (
    Leftover(
        r"(?<![\w*])(\*{1,2})(?=[^\s*])[^*]*[^\s*]\1(?![\w*])|(?<![\w_])(_{1,2})(?=[^\s_])[^_]*[^\s_]\2(?![\w_])",
        f"“{{}}” has marks of Markdown, which is not read here, {_PRINTED}.",
        "Write the words without asterisks or underscores.",
    ),
    Leftover(
        r"\[[^\[\]]*\]\([^()\s]+\)|<https?:[^<>\s]+>",
        f"“{{}}” is a link, and there can be none here, {_PRINTED}.",
        "Write the words alone, and put the link into the text.",
    ),
    Leftover(
        r"\[\^[^\[\]\s]+\]",
        f"“{{}}” refers to a footnote, and there can be none here, {_PRINTED}.",
        "Refer to it in the text.",
    ),
    Leftover(
        r"\{[a-z]+\}`[^`]*`|`[^`]+`",
        f"“{{}}” is a role or code, and there can be none here, {_PRINTED}.",
        "Write the words that it stands for.",
    ),
    Leftover(
        r"~~[^~]+~~|</?[a-zA-Z][^<>]*>",
        f"“{{}}” is markup, and there can be none here, {_PRINTED}.",
        "Write the words alone.",
    ),
)
_HINT = r"[@\\\[\]{}$~^=+*_:%•▪◦●○‣∙#\-'`!<]|\n[\d|–—o]"
"""What every leftover has in it: most texts have none of it, and need no more looking at."""


@cache
def rules_of(plain: bool) -> tuple[tuple[re.Pattern[str], Leftover], ...]:
    """The compiled patterns of leftovers, each with its kind; those of `plain` words include those of Markdown."""
    rules = (*_PLAIN, *_MARKDOWN) if plain else _MARKDOWN
    return tuple((re.compile(rule.pattern), rule) for rule in rules)


@cache
def _hint() -> re.Pattern[str]:
    return re.compile(_HINT)


def leftovers(text: str, plain: bool = False) -> Iterator[tuple[int, str, Leftover]]:
    """The leftovers in a text that has been read, in order: where each begins, its words, and its kind.

    `text` has line ends as they are in the file, and `MASK` for characters that are not checked; `plain` is for words
    in which no Markdown is read at all.
    """
    if not _hint().search(text):
        return
    found = [
        (match.start(), match[0], rule)
        for pattern, rule in rules_of(plain)
        for match in pattern.finditer(text)
        if MASK not in match[0]
    ]
    done = 0
    for start, words, rule in sorted(found, key=lambda entry: (entry[0], -len(entry[1]))):
        if start >= done:
            done = start + len(words)
            yield start, words.strip(), rule


def report_leftover(words: str, rule: Leftover, place: Place, diagnostics: Diagnostics) -> None:
    """Report a leftover at its place."""
    shown = " ".join(words.split())
    code = Code.TEXT_LEFTOVER if rule.wrong else Code.TEXT_LEFTOVER_LIKELY
    message = rule.message.replace("{}", shown if len(shown) <= 60 else f"{shown[:57]}…")
    diagnostics.add(code, message, place, rule.hint)
