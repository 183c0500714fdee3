"""Counts the work of a function, which is the same on every machine: for tests that something grows no faster than what
it is given."""

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any


def count_calls(run: Callable[[], object]) -> int:
    """The number of calls of functions, in Python and in C, that `run` makes."""
    calls = 0

    def note(_frame: FrameType, event: str, _about: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        run()
    finally:
        sys.setprofile(None)
    return calls


def count_instructions(run: Callable[[], object]) -> int:
    """The number of Python's instructions that `run` takes: it sees long loops in one function, too, and is slow."""
    instructions = 0

    def note(frame: FrameType, event: str, _about: object) -> Any:
        nonlocal instructions
        frame.f_trace_lines, frame.f_trace_opcodes = False, True
        instructions += event == "opcode"
        return note

    before = sys.gettrace()
    sys.settrace(note)
    try:
        run()
    finally:
        sys.settrace(before)
    return instructions


def growth(work: Callable[[int], int], size: int) -> float:
    """How much more work the second `size` things and the two after them take than the first: 2 when work is linear,
    4 when it is quadratic, whatever is done once."""
    once, twice, again = work(size), work(2 * size), work(4 * size)
    return (again - twice) / (twice - once)
