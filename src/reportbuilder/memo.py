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
    """A result, and the last operation that used it."""

    result: Any
    used: _Operation


class _Stage(Mutable, eq=False):
    """The results of a stage by key; with a trace, the results for one key, each with the answers that it holds for."""

    entries: dict[Hashable, _Entry] = field(default_factory=dict)
    traced: dict[Hashable, list[tuple[dict[Hashable, object], _Entry]]] = field(default_factory=dict)
    hits: int = 0
    misses: int = 0


class Memo:
    """Results by stage and key. All memos are equal, and none is pickled with its results: they make a build quicker
    and change nothing in it."""

    def __init__(self) -> None:
        self._stages: dict[str, _Stage] = {}
        self._operation = _Operation()
        self._recent: dict[tuple[Hashable, bool], deque[_Operation]] = {}
        self._lock = RLock()

    @contextmanager
    def operation(self, kind: Hashable) -> Iterator[None]:
        """An operation on a report, as a build of its editions: no other thread uses the memo meanwhile, for what is
        remembered may be used by one at a time only (a buffer of the text shaper).

        When it ends, what the last `KEPT_OPERATIONS` of its kind did not use is forgotten. So a project of many reports
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
            entry = at.entries[key] = _Entry(compute(), self._operation)
        else:
            at.hits += 1
            entry.used = self._operation
        return cast(T, entry.result)

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
                entry.used = self._operation
                return cast(T, entry.result)
        at.misses += 1
        trace = Trace(answer)
        result = compute(trace)
        candidates.append((trace.answers, _Entry(result, self._operation)))
        return result

    def kept(self, stage: str, key: Hashable, value: T) -> T:
        """The value that was given for the key before, if it is equal to this one; or else this one, from now on.

        So what a build makes anew and finds unchanged stays the same object, by which later stages know it (`Same`).
        Values that share most of their parts are compared quickly: a part is equal to itself without a look inside.
        """
        at = self._stage(stage)
        entry = at.entries.get(key)
        if entry is not None and entry.result == value:
            at.hits += 1
            entry.used = self._operation
            return cast(T, entry.result)
        at.misses += 1
        at.entries[key] = _Entry(value, self._operation)
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

    def _end(self, current: _Operation, recent: deque[_Operation]) -> None:
        """End an operation: forget what was used last by the oldest of its kind."""
        recent.append(current)
        if len(recent) <= KEPT_OPERATIONS:
            return
        recent.popleft().is_past = True
        for stage in self._stages.values():
            _forget(stage.entries, [key for key, entry in stage.entries.items() if entry.used.is_past])
            for candidates in stage.traced.values():
                candidates[:] = [candidate for candidate in candidates if not candidate[1].used.is_past]
            _forget(stage.traced, [key for key, candidates in stage.traced.items() if not candidates])

    def _stage(self, name: str) -> _Stage:
        stage = self._stages.get(name)
        if stage is None:
            stage = self._stages[name] = _Stage()
        return stage


def _forget(results: dict[Hashable, Any], keys: Iterable[Hashable]) -> None:
    for key in keys:
        del results[key]
