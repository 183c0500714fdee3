"""A memo: remembers the results of pure functions by what went into them, so that a later build repeats only what
changed.

A stage of a build asks it for a result by the stage's name and a key, which has everything that the result depends on:

    lines = memo.get("lines", (runs, measure, setting), lambda: breaker.break_lines(runs, measure, setting))

A key is hashable, and compared by value; large values that an earlier stage gave are compared by identity instead
(`Same`). What a result depends on and cannot be known beforehand is recorded while it is computed (`Memo.traced`).
Problems found on the way are remembered with a result and reported again (`Memo.collected`).

Builds use a memo one at a time, and results that none of a kind used for a while are forgotten (`Memo.operation`),
which bounds a memo by what its reports need.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from threading import RLock
from typing import Any, Generic, TypeVar, cast

from reportbuilder.diagnostics import Diagnostic, Diagnostics
from reportbuilder.values import Mutable, Value, field

T = TypeVar("T")

KEPT_OPERATIONS = 12
"""A result that so many operations in turn, of the kind that used it last, did not use is forgotten."""


class Same(Generic[T]):
    """A value as a part of a key that is compared by identity: the very same object, not one that is equal.

    It takes no time whatever the size of the value. The value lives as long as the key does, so that no other object
    can have its identity.
    """

    __slots__ = ("value",)

    def __init__(self, value: T) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and self.value is other.value

    def __hash__(self) -> int:
        return id(self.value)


class Trace:
    """Records what a result depends on while it is computed: questions, each with the answer that it was given."""

    def __init__(self, answer: Callable[[Hashable], object]) -> None:
        self._answer = answer
        self.answers: dict[Hashable, object] = {}

    def ask(self, question: Hashable) -> object:
        """The answer to a question; the result is used again only while the answer is equal to this."""
        if question not in self.answers:
            self.answers[question] = self._answer(question)
        return self.answers[question]


class HitRate(Value):
    """How often a stage found a result in the memo, and how often it was computed."""

    hits: int
    misses: int

    def __str__(self) -> str:
        asked = self.hits + self.misses
        return f"{self.hits} of {asked} ({self.hits / asked:.0%})" if asked else "not asked"


class _Operation(Mutable, eq=False):
    """An operation that uses results; after `KEPT_OPERATIONS` others of its kind it is past."""

    is_past: bool = False


class _Entry(Mutable, eq=False):
    """A result, the last operation that used it, and the results that it was computed from (`inner`), which live as
    long as it does: they are needed again when something beside them changes."""

    result: Any
    used: _Operation
    inner: list[_Entry] = field(default_factory=list)


class _Stage(Mutable, eq=False):
    """The results of a stage by key; with a trace, the results for one key, each with the answers that it holds for."""

    entries: dict[Hashable, _Entry] = field(default_factory=dict)
    traced: dict[Hashable, list[tuple[dict[Hashable, object], _Entry]]] = field(default_factory=dict)
    hits: int = 0
    misses: int = 0

    def all_entries(self) -> Iterator[_Entry]:
        """Its results, with and without a trace."""
        yield from self.entries.values()
        for candidates in self.traced.values():
            yield from (entry for _, entry in candidates)


class Memo:
    """Results by stage and key. All memos are equal, and none is pickled with its results: they make a build quicker
    and change nothing in it."""

    def __init__(self) -> None:
        self._stages: dict[str, _Stage] = {}
        self._operation = _Operation()
        self._recent: dict[tuple[Hashable, bool], deque[_Operation]] = {}
        self._inner: list[_Entry] | None = None
        self._past = 0
        self._lock = RLock()

    @contextmanager
    def operation(self, kind: Hashable) -> Iterator[None]:
        """An operation on a report, as a build of its editions: no other thread uses the memo meanwhile, for what is
        remembered may be used by one at a time only (a buffer of the text shaper).

        What the last `KEPT_OPERATIONS` of its kind did not use is forgotten, now and then. So a project of many reports
        remembers all of them, and many checks do not forget the pages of a build. Those that fail are a kind of their
        own: they come to nothing before they use the pages of those that do not.
        """
        with self._lock:
            outer, failed = self._operation, True
            current = self._operation = _Operation()
            try:
                yield
                failed = False
            finally:
                self._operation = outer
                self._end(current, self._recent.setdefault((kind, failed), deque()))

    def get(self, stage: str, key: Hashable, compute: Callable[[], T]) -> T:
        """The result for a key: remembered, or computed now. `compute` depends on nothing but the key."""
        at = self._stage(stage)
        entry = at.entries.get(key)
        if entry is None:
            at.misses += 1
            entry = at.entries[key] = self._computed(compute)
        else:
            at.hits += 1
        return cast(T, self._used(entry).result)

    def collected(self, stage: str, key: Hashable, diagnostics: Diagnostics, compute: Callable[[Diagnostics], T]) -> T:
        """As `get`, for a function that reports problems: they are added to `diagnostics` every time."""

        def compute_all() -> tuple[T, tuple[Diagnostic, ...]]:
            found = Diagnostics()
            return compute(found), tuple(found.problems)

        result, problems = self.get(stage, key, compute_all)
        diagnostics.problems.extend(problems)
        return result

    def traced(
        self, stage: str, key: Hashable, answer: Callable[[Hashable], object], compute: Callable[[Trace], T]
    ) -> T:
        """The result for a key, for a function that asks questions while it works (the page of a label, the contents of
        a data file). It is used again while every question that it asked has an equal answer.

        `answer` gives the answer to a question now; `compute` asks through its trace, and depends on nothing but the
        key and what it is answered.
        """
        at = self._stage(stage)
        candidates = at.traced.setdefault(key, [])
        for answers, entry in candidates:
            if all(answer(question) == given for question, given in answers.items()):
                at.hits += 1
                return cast(T, self._used(entry).result)
        at.misses += 1
        trace = Trace(answer)
        entry = self._computed(lambda: compute(trace))
        candidates.append((trace.answers, entry))
        return cast(T, self._used(entry).result)

    def kept(self, stage: str, key: Hashable, value: T) -> T:
        """The value that was given for the key before, if it is equal to this one; or else this one, from now on.

        So what a build makes anew and finds unchanged stays the same object, by which later stages know it (`Same`).
        Values that share most of their parts are compared quickly: a part is equal to itself without a look inside.
        """
        at = self._stage(stage)
        entry = at.entries.get(key)
        if entry is not None and entry.result == value:
            at.hits += 1
            return cast(T, self._used(entry).result)
        at.misses += 1
        at.entries[key] = self._used(_Entry(value, self._operation))
        return value

    def hit_rates(self) -> Mapping[str, HitRate]:
        """The hit rates by stage, since the last time that this was asked."""
        rates = {name: HitRate(stage.hits, stage.misses) for name, stage in self._stages.items()}
        for stage in self._stages.values():
            stage.hits = stage.misses = 0
        return rates

    def __len__(self) -> int:
        """The number of results."""
        return sum(len(stage.entries) + sum(map(len, stage.traced.values())) for stage in self._stages.values())

    def __bool__(self) -> bool:
        """Always true: a memo without results is one, too."""
        return True

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Memo)

    def __hash__(self) -> int:
        return hash(Memo)

    def __reduce__(self) -> tuple[type[Memo], tuple[()]]:
        return Memo, ()

    def _computed(self, compute: Callable[[], Any]) -> _Entry:
        """A result that is computed now, with those that it is computed from."""
        entry, outer = _Entry(None, self._operation), self._inner
        self._inner = entry.inner
        try:
            entry.result = compute()
        finally:
            self._inner = outer
        return entry

    def _used(self, entry: _Entry) -> _Entry:
        """Note that a result is used, now and by what is computed now."""
        entry.used = self._operation
        if self._inner is not None:
            self._inner.append(entry)
        return entry

    def _end(self, current: _Operation, recent: deque[_Operation]) -> None:
        """End an operation: the oldest of its kind is past, and what such were the last to use is forgotten after
        several."""
        recent.append(current)
        if len(recent) > KEPT_OPERATIONS:
            recent.popleft().is_past = True
            self._past += 1
        if self._past < KEPT_OPERATIONS:
            return
        self._past = 0
        self._keep_inner()
        for stage in self._stages.values():
            _forget(stage.entries, [key for key, entry in stage.entries.items() if entry.used.is_past])
            for candidates in stage.traced.values():
                candidates[:] = [candidate for candidate in candidates if not candidate[1].used.is_past]
            _forget(stage.traced, [key for key, candidates in stage.traced.items() if not candidates])

    def _keep_inner(self) -> None:
        """Have the results that others were computed from be used as long as these are."""
        entries = [entry for stage in self._stages.values() for entry in stage.all_entries() if not entry.used.is_past]
        while entries:
            outer = entries.pop()
            for inner in outer.inner:
                if inner.used.is_past:
                    inner.used = outer.used
                    entries.append(inner)

    def _stage(self, name: str) -> _Stage:
        stage = self._stages.get(name)
        if stage is None:
            stage = self._stages[name] = _Stage()
        return stage


def _forget(results: dict[Hashable, Any], keys: Iterable[Hashable]) -> None:
    for key in keys:
        del results[key]
