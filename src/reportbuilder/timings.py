"""Measures how long each step of a build takes, and says in words where the time went.

A `Stopwatch` is a `Progress`: whatever announces its steps to a caller can be timed.

    watch = Stopwatch()
    report.build("screen", progress=watch)
    for step in watch.steps():
        print(step.name, step.seconds, step.processor)
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence

from reportbuilder.diagnostics.model import Progress, silent
from reportbuilder.memo import HitRate
from reportbuilder.values import Mutable, Value

Clock = Callable[[], float]
"""Gives the time in seconds, from any beginning."""


class StepTime(Value):
    """How long a step took: seconds on the clock, and seconds of processor of the whole process."""

    name: str
    seconds: float
    processor: float


class _Running(Mutable):
    """The step that is being timed, and when it began."""

    name: str
    seconds: float
    processor: float


class Stopwatch:
    """Times the steps that are announced to it, each until the next one begins or until `stop`; every step is passed
    on to `then`. A step that is announced again goes on counting."""

    def __init__(
        self, then: Progress = silent, clock: Clock = time.perf_counter, processor: Clock = time.process_time
    ) -> None:
        self._then, self._clock, self._processor = then, clock, processor
        self._taken: dict[str, StepTime] = {}
        self._running: _Running | None = None

    def __call__(self, step: str) -> None:
        """Begin a step; the one before it ends."""
        self.stop()
        self._then(step)
        self._running = _Running(step, self._clock(), self._processor())

    def stop(self) -> None:
        """End the step that is being timed, if any."""
        running = self._running
        if running is None:
            return
        seconds, processor = self._clock() - running.seconds, self._processor() - running.processor
        before = self._taken.get(running.name, StepTime(running.name, 0, 0))
        self._taken[running.name] = StepTime(running.name, before.seconds + seconds, before.processor + processor)
        self._running = None

    def steps(self) -> tuple[StepTime, ...]:
        """The steps in the order in which they first began; the one that is being timed ends."""
        self.stop()
        return tuple(self._taken.values())


def describe_times(steps: Sequence[StepTime], rates: Mapping[str, HitRate] | None = None) -> Iterator[str]:
    """Lines that say where the time went, step by step, and how much this process remembered::

    step                    clock    processor
    reading text and data   0.21 s   0.20 s
    …
    together                0.97 s   0.94 s
    Remembered by this process: 14 of 59 (24%) of the results that were asked for.
      furniture: 14 of 21 (67%)
    """
    whole = StepTime("together", sum(step.seconds for step in steps), sum(step.processor for step in steps))
    rows = [("step", "clock", "processor")]
    rows += [(step.name, f"{step.seconds:.3f} s", f"{step.processor:.3f} s") for step in (*steps, whole)]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    for name, *times in rows:
        yield "  ".join(
            (name.ljust(widths[0]), *(time.rjust(width) for time, width in zip(times, widths[1:], strict=True)))
        )
    yield from _describe_rates(rates or {})


def _describe_rates(rates: Mapping[str, HitRate]) -> Iterator[str]:
    """Lines that say which results were remembered from earlier builds and earlier in this one: all together, then by
    stage those of which any was."""
    asked = {name: rate for name, rate in rates.items() if rate.hits + rate.misses}
    if not asked:
        return
    hits, misses = (sum(getattr(rate, what) for rate in asked.values()) for what in ("hits", "misses"))
    yield f"Remembered by this process: {HitRate(hits, misses)} of the results that were asked for."
    yield from (f"  {name}: {rate}" for name, rate in sorted(asked.items()) if rate.hits)
