"""How long the steps of a build take: by a clock of the test's own."""

from collections.abc import Callable, Iterator

from reportbuilder.memo import HitRate
from reportbuilder.timings import StepTime, Stopwatch, describe_times


def clock(*times: float) -> Callable[[], float]:
    """A clock that shows these times, one each time that it is looked at."""
    ahead: Iterator[float] = iter(times)
    return lambda: next(ahead)


def test_a_step_lasts_until_the_next_begins_and_the_steps_are_passed_on() -> None:
    said: list[str] = []
    watch = Stopwatch(said.append, clock(0, 2, 3, 7), clock(10, 11, 11, 14))
    watch("reading")
    watch("writing")
    assert watch.steps() == (StepTime("reading", 2, 1), StepTime("writing", 4, 3))
    assert watch.steps() == (StepTime("reading", 2, 1), StepTime("writing", 4, 3))  # and no look at the clock again
    assert said == ["reading", "writing"]


def test_a_step_that_is_announced_again_counts_on() -> None:
    watch = Stopwatch(clock=clock(0, 1, 1, 3, 3, 6), processor=clock(0, 0, 0, 0, 0, 0))
    for step in ("reading", "writing", "reading"):
        watch(step)
    assert watch.steps() == (StepTime("reading", 4, 0), StepTime("writing", 2, 0))


def test_nothing_was_timed() -> None:
    assert Stopwatch(clock=clock(), processor=clock()).steps() == ()


def test_the_times_and_what_was_remembered_in_words() -> None:
    steps = (StepTime("reading", 0.25, 0.125), StepTime("writing", 1, 0.5))
    assert list(describe_times(steps, {"lines": HitRate(3, 1), "unused": HitRate(0, 0), "charts": HitRate(0, 2)})) == [
        "step        clock  processor",
        "reading   0.250 s    0.125 s",
        "writing   1.000 s    0.500 s",
        "together  1.250 s    0.625 s",
        "Remembered by this process: 3 of 6 (50%) of the results that were asked for.",
        "  lines: 3 of 4 (75%)",
    ]
    assert not any("Remembered" in line for line in describe_times(steps))
