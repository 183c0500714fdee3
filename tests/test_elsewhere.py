"""A thing in a process of its own answers as it would here."""

import os
import time
from collections.abc import Callable

import pytest

from reportbuilder.diagnostics import LostProcessError
from reportbuilder.elsewhere import Asked, Elsewhere, Here, Lots, ask_all

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no second process here")


class Counter:
    """Something with a state."""

    def __init__(self, count: int) -> None:
        self.count = count

    def add(self, number: int) -> int:
        self.count += number
        return self.count

    def process(self) -> int:
        return os.getpid()

    def priority(self) -> int:
        return os.getpriority(os.PRIO_PROCESS, 0)

    def fail(self, words: str) -> None:
        raise OSError(5, words)

    def fail_oddly(self) -> None:
        class OddError(Exception):
            """One that no other process knows."""

        raise OddError("vreemd")

    def answer_oddly(self) -> object:
        return lambda: 1

    def leave(self) -> None:
        os._exit(3)

    def much(self, size: int) -> bytes:
        return bytes(size)


class LotCounter:
    """Something that draws lots."""

    def __init__(self, lots: Lots) -> None:
        self._lots = lots

    def draw_all(self) -> list[int]:
        drawn = []
        while (lot := self._lots.draw()) is not None:
            drawn.append(lot)
            time.sleep(0.001)
        return drawn


@pytest.fixture(params=[Here, Elsewhere])
def thing(request):
    asked = request.param(Counter(10))
    yield asked
    asked.close()


def test_it_keeps_its_state(thing: Asked[Counter]) -> None:
    assert [thing.ask(Counter.add, number)() for number in (1, 2, 3)] == [11, 13, 16]


def test_only_what_is_elsewhere_is_in_another_process() -> None:
    here, elsewhere = Here(Counter(0)), Elsewhere(Counter(0))
    assert here.ask(Counter.process)() == os.getpid()
    assert elsewhere.ask(Counter.process)() not in (os.getpid(), 0)
    elsewhere.close()


def test_answers_may_be_taken_in_any_order() -> None:
    thing = Elsewhere(Counter(0))
    first, second, third = (thing.ask(Counter.add, number) for number in (1, 10, 100))
    assert (third(), first(), second()) == (111, 1, 11)
    thing.close()


def test_an_error_is_raised_where_its_answer_is_taken_and_the_thing_goes_on(thing: Asked[Counter]) -> None:
    failed = thing.ask(Counter.fail, "weg")
    with pytest.raises(OSError, match="weg") as raised:
        failed()
    assert raised.value.errno == 5
    assert thing.ask(Counter.add, 1)() == 11


def test_an_error_from_elsewhere_says_where_it_was_raised() -> None:
    thing = Elsewhere(Counter(0))
    with pytest.raises(OSError, match="weg") as raised:
        thing.ask(Counter.fail, "weg")()
    assert "in fail" in raised.value.__notes__[0]
    thing.close()


def test_a_process_that_is_gone_is_no_wait_without_end() -> None:
    thing = Elsewhere(Counter(0))
    with pytest.raises(LostProcessError, match="ended before it was done"):
        thing.ask(Counter.leave)()
    thing.close()


def test_large_answers_wait_until_they_are_taken() -> None:
    things = [Elsewhere(Counter(0)), Here(Counter(0))]
    assert list(map(len, ask_all(things, Counter.much, 5_000_000))) == [5_000_000] * 2
    things[0].close()


def test_every_lot_is_drawn_once_by_whoever_is_done_first() -> None:
    lots = Lots(100)
    counters = [LotCounter(lots) for _ in range(2)]
    things: list[Asked[LotCounter]] = [Here(counters[0]), Elsewhere(counters[1])]
    drawn = ask_all(things, LotCounter.draw_all)
    assert sorted(drawn[0] + drawn[1]) == [*range(100)]
    assert all(drawn)
    things[1].close()
    lots.close()


def test_only_what_is_elsewhere_stands_back_and_only_from_then_on(thing: Asked[Counter]) -> None:
    own = os.getpriority(os.PRIO_PROCESS, 0)
    assert thing.ask(Counter.priority)() == own
    thing.stand_back()
    assert thing.ask(Counter.priority)() == (own if isinstance(thing, Here) else 10)
    assert os.getpriority(os.PRIO_PROCESS, 0) == own


def test_soon_after_closing_nothing_is_left() -> None:
    thing = Elsewhere(Counter(0))
    process = thing.ask(Counter.process)()
    thing.close()
    patience = time.monotonic() + 30
    while is_there(process) and time.monotonic() < patience:
        time.sleep(0.001)
    assert not is_there(process)


def is_there(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_they_work_at_the_same_time() -> None:
    things: list[Asked[Counter]] = [Elsewhere(Counter(0)), Elsewhere(Counter(0))]
    begun = time.monotonic()
    slept = ask_all(things, _sleep, 0.4)
    assert time.monotonic() - begun < sum(slept)
    for thing in things:
        thing.close()


def _sleep(counter: Counter, seconds: float) -> float:
    """As long as it really took."""
    begun = time.monotonic()
    time.sleep(seconds)
    return time.monotonic() - begun


@pytest.mark.parametrize(
    ("task", "words"), [(Counter.fail_oddly, "OddError: vreemd"), (Counter.answer_oddly, "lambda")]
)
def test_what_cannot_be_handed_over_is_an_error_in_words(task: Callable[[Counter], object], words: str) -> None:
    thing = Elsewhere(Counter(0))
    with pytest.raises(Exception, match=words):
        thing.ask(task)()
    assert thing.ask(Counter.add, 1)() == 1
    thing.close()
