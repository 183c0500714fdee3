"""Changes of the words, the role and the styles of a text that both versions have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from reportbuilder.compare.changes import (
    Action,
    Aspect,
    Change,
    ChangeSubject,
    Neighbour,
    RoleEdit,
    StyleEdit,
    SurroundingWords,
    TextEdit,
    VersionIndex,
    Versions,
    context,
    subject_of,
    words_after,
)
from reportbuilder.compare.normalized_text import BLOCK, LINK, UNIT
from reportbuilder.compare.tree import PROSE, TextNode, TextRole
from reportbuilder.compare.word_diff import is_figure, reword, sentence_starts, tokens
from reportbuilder.values import Value, replace

_SHORT_CELL = 80  # characters up to which a cell is reported as a whole
_SENTENCE = 4  # words from which on a whole sentence is called so
_BY_WORDS = frozenset({TextRole.PARAGRAPH, TextRole.ITEM, TextRole.QUOTE, TextRole.CALLOUT})


def changes_of_text(old: TextNode, new: TextNode, before: VersionIndex, after: VersionIndex) -> Iterator[Change]:
    """The changes of a node's role, words and styles."""
    if (old.role, old.line.level) != (new.role, new.line.level):
        edit = RoleEdit(old.index, new.line, new.index)
        was, now = (f"{node.role.value} {node.line.level}" for node in (old, new))
        start = SurroundingWords(after=after.readable(words_after(new.text, 0)))
        change = Change(Aspect.FORM, Action.CHANGED, was, now, context_old=start, context_new=start, edits=(edit,))
        yield replace(change, was=before.location(old), now=after.location(new), line=new.index)
    if old.text == new.text:
        yield from style_changes(old, new, (), (before, after))
    elif _is_reported_whole(old, new):
        yield _whole(old, new, before, after)
    else:
        yield from changes_of_words((old,), (new,), before, after)


def text_edits(olds: Sequence[TextNode], news: Sequence[TextNode]) -> tuple[TextEdit, ...]:
    """The edits that make the texts of new nodes from those of old ones."""
    start, stop, line = olds[0].index, olds[-1].index + 1, news[0].index
    rewordings = reword(_joined(olds), _joined(news))
    return tuple(TextEdit(start, stop, made.at, made.old, made.new, line, made.new_at) for made in rewordings)


def changes_of_words(
    olds: Sequence[TextNode], news: Sequence[TextNode], before: VersionIndex, after: VersionIndex
) -> Iterator[Change]:
    """The changes of the words of a text, one by one, or of several texts that were split or joined."""
    edits = text_edits(olds, news)
    locations = {"was": before.location(olds[0]), "now": after.location(news[0]), "line": news[0].index}
    for group in _together(edits):
        edit = group[0]
        if "\n" in edit.old or "\n" in edit.new:
            change = _division(edit, olds, news, before, after)
        elif len(group) > 1:
            change = _moved_sentence(group, _joined(olds), before, after)
        else:
            change = _stretch(edit, olds, news, before, after)
        yield replace(change, edits=group, **locations)
    if len(olds) == len(news) == 1:
        yield from style_changes(olds[0], news[0], edits, (before, after))


def _together(edits: Sequence[TextEdit]) -> Iterator[tuple[TextEdit, ...]]:
    """Group edits by change: all that split or join lines are one change, and so are the two edits of a moved
    sentence."""
    dividing = tuple(edit for edit in edits if "\n" in edit.old or "\n" in edit.new)
    single = [edit for edit in edits if edit not in dividing]
    deleted = {edit.old.strip(): edit for edit in single if not edit.new.strip()}
    inserted = {edit.new.strip(): edit for edit in single if not edit.old.strip()}
    moved = {words for words in deleted.keys() & inserted.keys() if _is_long(words)}
    for edit in edits:
        words = edit.new.strip() or edit.old.strip()
        if edit in dividing:
            if edit is dividing[0]:
                yield dividing
        elif words in moved and edit in (deleted[words], inserted[words]):
            if edit is inserted[words]:
                yield deleted[words], edit
        else:
            yield (edit,)


def action_of(old: str, new: str) -> Action:
    """The action, by the words before and after."""
    return Action.CHANGED if old and new else Action.ADDED if new else Action.REMOVED


# One change --------------------------------------------------------------------------------------------------


def _is_reported_whole(old: TextNode, new: TextNode) -> bool:
    """True when a changed text is reported as a whole: short cells, and all texts but prose."""
    if new.role is TextRole.CELL:
        return max(len(old.text), len(new.text)) <= _SHORT_CELL
    return new.role not in PROSE


def _whole(old: TextNode, new: TextNode, before: VersionIndex, after: VersionIndex) -> Change:
    """A change from the whole old text to the whole new one."""
    edits = text_edits((old,), (new,))
    subject: ChangeSubject = subject_of(new.role)
    was, now = before.readable(old.text).strip(), after.readable(new.text).strip()
    if new.role is TextRole.CELL and all(UNIT.search(edit.old) or UNIT.search(edit.new) for edit in edits):
        subject = Aspect.STATUS
        was, now = (" ".join(part.strip() for part in parts if part.strip()) for parts in _sides(edits, before, after))
    elif new.role is TextRole.CELL and UNIT.findall(old.text) == UNIT.findall(new.text):
        was, now = (_without_status(side, node) for side, node in ((before, old), (after, new)))  # it stayed
    change = Change(subject, action_of(was, now), was, now, edits=edits)
    return replace(change, was=before.location(old), now=after.location(new), line=new.index)


def _without_status(side: VersionIndex, node: TextNode) -> str:
    return side.readable(UNIT.sub("", node.text).strip(f" {BLOCK}"))


def _sides(edits: Sequence[TextEdit], before: VersionIndex, after: VersionIndex) -> tuple[list[str], list[str]]:
    """The old and the new words of edits."""
    return [before.readable(edit.old) for edit in edits], [after.readable(edit.new) for edit in edits]


def _stretch(
    edit: TextEdit, olds: Sequence[TextNode], news: Sequence[TextNode], before: VersionIndex, after: VersionIndex
) -> Change:
    """A change of some words, with the words around them."""
    one, other = _joined(olds), _joined(news)
    (start, stop), (new_start, new_stop) = _stretches(edit)
    was, now = before.readable(one[start:stop]), after.readable(other[new_start:new_stop])
    role = news[0].role
    subject = _subject(edit, one, other) if role in _BY_WORDS else subject_of(role)
    if not was and not now:  # spaces alone: reported with the words between which they stand
        was = before.readable(_widened(one, edit.at, edit.at + len(edit.old)))
        now = after.readable(_widened(other, edit.new_at, edit.new_at + len(edit.new)))
    change = Change(subject, action_of(was, now), was, now)
    return replace(
        change, context_old=context(one, start, stop, before), context_new=context(other, new_start, new_stop, after)
    )


def _stretches(edit: TextEdit) -> tuple[tuple[int, int], tuple[int, int]]:
    """Where the words of an edit stand in either text, without the spaces around them."""
    stretches = []
    for at, words in ((edit.at, edit.old), (edit.new_at, edit.new)):
        start = at + len(words) - len(words.lstrip())
        stretches.append((start, max(start, at + len(words.rstrip()))))
    return stretches[0], stretches[1]


def _moved_sentence(edits: Sequence[TextEdit], text: str, before: VersionIndex, after: VersionIndex) -> Change:
    """The change that a sentence moved within its text, with its former neighbour."""
    deleted, come = edits
    start, stop = _stretches(deleted)[0]
    earlier = [at for at in sentence_starts(text) if at < start]
    words = before.readable(words_after(text, earlier[-1] if earlier else stop)).strip()
    change = Change(
        Aspect.SENTENCE, Action.MOVED, before.readable(deleted.old).strip(), after.readable(come.new).strip()
    )
    return replace(change, beside=Neighbour(words, not earlier) if words else None)


def _division(
    edit: TextEdit, olds: Sequence[TextNode], news: Sequence[TextNode], before: VersionIndex, after: VersionIndex
) -> Change:
    """The change that a text was split, or joined from several."""
    one, other = _joined(olds), _joined(news)
    split = len(news) > len(olds)
    subject = subject_of(news[0].role)
    was, now = before.readable(edit.old).strip(), after.readable(edit.new).strip()
    old_near = context(one, edit.at, edit.at + len(edit.old), before)
    new_near = context(other, edit.new_at, edit.new_at + len(edit.new), after)
    action = Action.SPLIT if split else Action.JOINED
    return Change(subject, action, was, now, _spaced(old_near, was), _spaced(new_near, now))


def _spaced(near: SurroundingWords, words: str) -> SurroundingWords:
    """The words around a place where two lines meet."""
    return SurroundingWords(f"{near.before} ", f" {near.after}" if words else near.after)


def _subject(edit: TextEdit, one: str, other: str) -> ChangeSubject:
    """The subject of a change in running text: a figure, punctuation, whole sentences, or words."""
    old, new = edit.old.strip(), edit.new.strip()
    if is_figure(old) and is_figure(new):
        return Aspect.NUMBER
    words = tokens(old + " " + new)
    if not any(token.is_word for token in words):
        return Aspect.PUNCTUATION
    is_whole = (_is_sentence(one, edit.at, edit.old) or not old) and (
        _is_sentence(other, edit.new_at, edit.new) or not new
    )
    return Aspect.SENTENCE if is_whole else Aspect.WORDS


def _is_sentence(text: str, at: int, words: str) -> bool:
    """Whether words are one or more whole sentences of a text."""
    if not _is_long(words):
        return False
    start = at + len(words) - len(words.lstrip())
    stop = at + len(words.rstrip())
    begins = sentence_starts(text)
    following = next((begin for begin in begins if begin >= stop), len(text))
    return start in begins and not text[stop:following].strip()


def _is_long(words: str) -> bool:
    return sum(token.is_word for token in tokens(words)) >= _SENTENCE


def _joined(nodes: Sequence[TextNode]) -> str:
    return "\n".join(node.text for node in nodes)


def _widened(text: str, start: int, stop: int) -> str:
    """A stretch with the tokens at its ends."""
    near = tokens(text)
    first = max((token.start for token in near if token.stop <= start), default=start)
    last = min((token.stop for token in near if token.start >= stop), default=stop)
    return text[first:last]


# Words that stayed and are set otherwise ---------------------------------------------------------------------------


Kinds = tuple[str, ...]


class _RestyledSpan(Value):
    """A stretch of a new text, and its styles before and after."""

    start: int
    stop: int
    was: Kinds
    now: Kinds


def style_changes(old: TextNode, new: TextNode, edits: Sequence[TextEdit], versions: Versions) -> Iterator[Change]:
    """The changes of style in the words that two nodes share; `edits` are those between their texts."""
    if not old.styles and not new.styles:
        return
    for stretch in _merge_adjacent(new.text, _restyled_spans(old, new, edits, versions)):
        words = versions[1].readable(new.text[stretch.start : stretch.stop]).strip()
        other = {kind.split(" ")[0] for kind in set(stretch.was) ^ set(stretch.now)}
        subject = Aspect.LINK if other == {LINK} else Aspect.FORM
        styles = tuple("; ".join(kinds) for kinds in (stretch.was, stretch.now))
        near: SurroundingWords = context(new.text, stretch.start, stretch.stop, versions[1])
        change = Change(subject, Action.CHANGED, words, words, near, near, (styles[0], styles[1]))
        edit = StyleEdit(new.index, stretch.start, stretch.stop)
        yield replace(
            change, was=versions[0].location(old), now=versions[1].location(new), edits=(edit,), line=new.index
        )


def _restyled_spans(
    old: TextNode, new: TextNode, edits: Sequence[TextEdit], versions: Versions
) -> Iterator[_RestyledSpan]:
    """The stretches of shared words whose styles differ."""
    at = new_at = 0
    for edit in (*sorted(edits, key=lambda edit: edit.at), None):
        stop = edit.at if edit is not None else len(old.text)
        inside = {place - at for look in old.styles for place in look[:2]}
        inside |= {place - new_at for look in new.styles for place in look[:2]}
        bounds = sorted({0, stop - at, *(place for place in inside if 0 < place < stop - at)})
        for low, high in pairwise(bounds):
            was, now = _kinds(old, at + low, versions[0]), _kinds(new, new_at + low, versions[1])
            if was != now:
                yield _RestyledSpan(new_at + low, new_at + high, was, now)
        if edit is not None:
            at, new_at = edit.at + len(edit.old), edit.new_at + len(edit.new)


def _kinds(node: TextNode, at: int, side: VersionIndex) -> Kinds:
    """The styles of the character at an offset; link targets that are labels in the words for them."""
    kinds = {kind for start, stop, kind in node.styles if start <= at < stop}
    label = f"{LINK} #"
    return tuple(
        sorted(
            f"{LINK} {side.names.called(kind.removeprefix(label))}" if kind.startswith(label) else kind
            for kind in kinds
        )
    )


def _merge_adjacent(text: str, spans: Iterator[_RestyledSpan]) -> list[_RestyledSpan]:
    """Join stretches with nothing but spaces between them; stretches of punctuation alone are dropped."""
    joined: list[_RestyledSpan] = []
    for stretch in spans:
        last = joined[-1] if joined else None
        if last and (last.was, last.now) == (stretch.was, stretch.now) and not text[last.stop : stretch.start].strip():
            joined[-1] = replace(last, stop=stretch.stop)
        else:
            joined.append(stretch)
    return [s for s in joined if any(character.isalnum() for character in text[s.start : s.stop])]
