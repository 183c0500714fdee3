"""The memo gives what was computed before for the same key, and nothing else."""

import pickle
import time
from collections.abc import Hashable
from contextlib import suppress
from threading import Thread

from hypothesis import given
from hypothesis import strategies as st

from reportbuilder.diagnostics import Code, Diagnostics, Place, ReportError
from reportbuilder.memo import KEPT_OPERATIONS, HitRate, Memo, Same, Trace


def test_a_result_is_computed_once_for_a_key() -> None:
    memo, computed = Memo(), []
    for value in (1, 2, 1):
        assert memo.get("squares", value, lambda value=value: computed.append(value) or value * value) == value**2
    assert computed == [1, 2]
    assert memo.hit_rates() == {"squares": HitRate(1, 2)}
    assert memo.hit_rates() == {"squares": HitRate(0, 0)}


def test_stages_do_not_share_results() -> None:
    memo = Memo()
    assert memo.get("a", 1, lambda: "a") == "a"
    assert memo.get("b", 1, lambda: "b") == "b"


def test_equal_values_are_not_the_same_value() -> None:
    first, second = [1], [1]
    memo = Memo()
    assert memo.get("lists", Same(first), lambda: "first") == "first"
    assert memo.get("lists", Same(second), lambda: "second") == "second"
    assert memo.get("lists", Same(first), lambda: "again") == "first"


def test_what_is_made_anew_and_found_equal_stays_the_same_object() -> None:
    memo, first = Memo(), [1]
    assert memo.kept("lists", "a", first) is first
    assert memo.kept("lists", "a", [1]) is first
    assert memo.kept("lists", "b", [1]) is not first
    changed = memo.kept("lists", "a", [2])
    assert changed == [2]
    assert memo.kept("lists", "a", [2]) is changed
    assert memo.hit_rates() == {"lists": HitRate(2, 3)}


def test_problems_are_reported_every_time() -> None:
    memo = Memo()

    def compute(found: Diagnostics) -> int:
        found.add(Code.STATUS_UNKNOWN, "There is no status “x”.", Place("a.md", 1))
        return 7

    for _ in range(2):
        diagnostics = Diagnostics()
        assert memo.collected("reading", "a.md", diagnostics, compute) == 7
        assert len(diagnostics) == 1


@given(st.lists(st.fixed_dictionaries({"a": st.integers(0, 2), "b": st.integers(0, 2)}), min_size=1, max_size=12))
def test_a_traced_result_is_that_of_the_answers_now(worlds: list[dict[str, int]]) -> None:
    memo = Memo()
    for world in worlds:

        def compute(trace: Trace) -> tuple[object, ...]:
            a = trace.ask("a")
            return (a, trace.ask("b")) if a else (a,)

        def answer(question: Hashable, world: dict[str, int] = world) -> object:
            return world[str(question)]

        expected = (world["a"], world["b"]) if world["a"] else (0,)
        assert memo.traced("worlds", "key", answer, compute) == expected


def test_what_was_not_asked_makes_no_difference() -> None:
    memo, computed = Memo(), []
    for b in (1, 2, 3):

        def compute(trace: Trace) -> object:
            computed.append(1)
            return trace.ask("a")

        memo.traced("worlds", "key", {"a": 5, "b": b}.__getitem__, compute)
    assert len(computed) == 1


def test_what_no_operation_of_its_kind_uses_is_forgotten() -> None:
    memo = Memo()
    with memo.operation("build"):
        memo.get("kept", 1, lambda: 1)
        memo.get("unused", 2, lambda: 2)
        memo.traced("traced", 3, {"a": 1}.__getitem__, lambda trace: trace.ask("a"))
    for _ in range(2 * KEPT_OPERATIONS):
        with memo.operation("build"):
            memo.get("kept", 1, lambda: 0)
    assert len(memo) == 1
    assert memo.get("kept", 1, lambda: 0) == 1


def test_what_a_result_was_computed_from_lives_as_long_as_it_does() -> None:
    memo, computed = Memo(), []

    def chapter(words: str) -> str:
        def block(word: str) -> str:
            return memo.get("blocks", word, lambda: computed.append(word) or word.upper())

        return memo.get("chapters", words, lambda: " ".join(map(block, words.split())))

    for number in range(5 * KEPT_OPERATIONS):
        with memo.operation("build"):
            chapter("a b c")
            if number == 0:
                chapter("x y z")
    assert len(memo) == 4
    assert chapter("a b d") == "A B D"
    assert computed == ["a", "b", "c", "x", "y", "z", "d"]


def test_operations_of_other_kinds_and_failed_ones_forget_nothing() -> None:
    memo = Memo()
    with memo.operation("build"):
        memo.get("pages", 1, lambda: 1)
    for number in range(3 * KEPT_OPERATIONS):
        with memo.operation("check"):
            memo.get("chapters", number, lambda: 0)
        with suppress(ReportError), memo.operation("build"):
            memo.get("texts", number, lambda: 0)
            raise ReportError(Diagnostics())
    assert memo.get("pages", 1, lambda: 0) == 1
    assert len(memo) <= 1 + 3 * KEPT_OPERATIONS


def test_operations_in_threads_wait_for_each_other() -> None:
    memo, busy, together = Memo(), [], []

    def work() -> None:
        with memo.operation("build"):
            busy.append(1)
            time.sleep(0.01)
            together.append(len(busy))
            busy.pop()

    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert together == [1, 1, 1, 1]


def test_a_memo_is_pickled_without_its_results_and_equals_every_other() -> None:
    memo = Memo()
    memo.get("kept", 1, lambda: 1)
    copy = pickle.loads(pickle.dumps(memo))
    assert len(copy) == 0
    assert copy == memo


def test_a_memo_without_results_is_true() -> None:
    assert Memo()
