"""A thing in a process of its own, beside this one: what it is asked to do, it does at the same time.

The process is a fork: it begins with all that this one has read, and nothing need be handed over but what is asked and
answered. Only Linux is sure to fork well; who asks a thing that is `Here` gets the same answers, one after another.
"""

import os
import pickle
import signal
import sys
import warnings
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from threading import Thread
from typing import Any, BinaryIO, Concatenate, Generic, ParamSpec, TypeVar

from reportbuilder.diagnostics import LostProcessError

T = TypeVar("T")
R = TypeVar("R")
P = ParamSpec("P")


_INTERRUPTIONS = frozenset({signal.SIGINT, signal.SIGTERM, *({signal.SIGHUP} if hasattr(signal, "SIGHUP") else ())})

MOST_LOTS = 256
"""As many as a byte tells apart."""


class Asked(ABC, Generic[T]):
    """A thing that can be asked, wherever it is."""

    @abstractmethod
    def ask(self, task: Callable[Concatenate[T, P], R], *args: P.args, **kwargs: P.kwargs) -> Callable[[], R]:
        """Have a task done with it; what is returned gives the answer, and waits for it. To be called once."""

    @abstractmethod
    def stand_back(self) -> None:
        """What is asked from now on is less urgent than what other processes do."""

    @abstractmethod
    def close(self) -> None:
        """It is not needed any more."""


class Here(Asked[T]):
    """A thing in this process: a task is done when its answer is taken."""

    def __init__(self, thing: T) -> None:
        self._thing = thing

    def ask(self, task: Callable[Concatenate[T, P], R], *args: P.args, **kwargs: P.kwargs) -> Callable[[], R]:
        """Have a task done with it."""
        return partial(task, self._thing, *args, **kwargs)

    def stand_back(self) -> None:
        """Nothing to do: a task has this process to itself."""

    def close(self) -> None:
        """Nothing to do."""


class Elsewhere(Asked[T]):
    """A thing in a process of its own. Tasks are functions of a module (or methods of a class), and pickle takes what
    goes there and back. A task that fails raises its error where its answer is taken."""

    def __init__(self, thing: T) -> None:
        there, asks = os.pipe()
        answers, back = os.pipe()
        # An interruption is for this process, which ends the others: they do not hear of it, not even at the fork.
        blocked = signal.pthread_sigmask(signal.SIG_BLOCK, _INTERRUPTIONS)
        with warnings.catch_warnings():
            # Python warns of threads at a fork. The others draw the progress on a terminal, or wait for a process that
            # was closed, and hold no lock that the new process asks for.
            warnings.simplefilter("ignore", DeprecationWarning)
            self._process = os.fork()
        if not self._process:
            os.close(asks)
            os.close(answers)
            _ignore_interruptions(blocked)
            _serve(thing, os.fdopen(there, "rb"), os.fdopen(back, "wb"))
        signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
        os.close(there)
        os.close(back)
        self._gone = False
        self._asks, self._answers = os.fdopen(asks, "wb"), os.fdopen(answers, "rb")
        self._asked = self._answered = 0
        self._come: dict[int, tuple[bool, Any]] = {}

    def ask(self, task: Callable[Concatenate[T, P], R], *args: P.args, **kwargs: P.kwargs) -> Callable[[], R]:
        """Have a task begun."""
        with suppress(BrokenPipeError):  # the process is gone, which whoever takes the answer is told
            pickle.dump((task, args, kwargs), self._asks, pickle.HIGHEST_PROTOCOL)
            self._asks.flush()
        self._asked += 1
        return partial(self._answer, self._asked - 1)

    def stand_back(self) -> None:
        """Have the process give way to others, also to those that are not ours."""
        self.ask(_stand_back)

    def close(self) -> None:
        """End the process, whatever it is doing: all that it has is its answers."""
        if not self._gone:
            os.kill(self._process, signal.SIGKILL)
            # It takes the system some milliseconds to clear a process away, for which nothing here need wait.
            Thread(target=os.waitpid, args=(self._process, 0), daemon=True).start()
        self._answers.close()
        with suppress(BrokenPipeError):  # something that was asked and never read
            self._asks.close()

    def _answer(self, number: int) -> Any:
        """The answer to what was asked as the `number`th, from 0; those before it that were not taken yet are kept."""
        while number not in self._come:
            try:
                self._come[self._answered] = pickle.load(self._answers)
            except (EOFError, pickle.UnpicklingError):  # nothing comes, or half of an answer
                raise self._lost() from None
            self._answered += 1
        done, answer = self._come.pop(number)
        if not done:
            raise answer
        return answer

    def _lost(self) -> LostProcessError:
        """What there is to tell of the process, which has ended."""
        if self._gone:
            return LostProcessError()
        self._gone = True
        os.kill(self._process, signal.SIGKILL)  # of a process that has ended it changes nothing
        status = os.waitpid(self._process, 0)[1]
        return LostProcessError(os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0)


class Packed(Generic[T]):
    """A value on its way to another process, packed by itself and beforehand: large ones in parts take half the time of
    one."""

    def __init__(self, value: T) -> None:
        self._packed = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)

    def unpack(self) -> T:
        """The value."""
        value: T = pickle.loads(self._packed)
        return value


class Lots:
    """Numbers from 0 that several processes draw, each number once: who is done first draws again. To be made before
    the processes, and closed; `MOST_LOTS` at most."""

    def __init__(self, count: int) -> None:
        self._pot, fill = os.pipe()
        os.write(fill, bytes(range(count)))
        os.close(fill)

    def draw(self) -> int | None:
        """The next number, or None when there are no more."""
        drawn = os.read(self._pot, 1)
        return drawn[0] if drawn else None

    def close(self) -> None:
        """Nothing will be drawn any more."""
        os.close(self._pot)


def cores() -> int:
    """How many processes are safe to make and have a core to run on, this one among them."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


def can_fork() -> bool:
    """Whether a second process is safe to make, and has a core to run on."""
    return cores() > 1


def ask_all(
    things: Sequence[Asked[T]], task: Callable[Concatenate[T, P], R], *args: P.args, **kwargs: P.kwargs
) -> list[R]:
    """Have a task done with each thing, at the same time where they are elsewhere; the answers in their order."""
    answers = [thing.ask(task, *args, **kwargs) for thing in things]
    return [answer() for answer in answers]


def _stand_back(thing: object) -> None:
    """A tenth of a core, when another process wants it, is left to this one."""
    del thing
    os.setpriority(os.PRIO_PROCESS, 0, 10)


def _ignore_interruptions(mask: set[int | signal.Signals]) -> None:
    """Leave interruptions to the process that made this one, and let the signals of a mask alone be blocked again."""
    for one in _INTERRUPTIONS:
        signal.signal(one, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_SETMASK, mask)


def _serve(thing: object, asks: BinaryIO, back: BinaryIO) -> None:
    """Do what is asked until nothing more can be. Never returns: this process has no business where it was made."""
    try:
        while True:
            task, args, kwargs = pickle.load(asks)
            try:
                answer = pickle.dumps((True, task(thing, *args, **kwargs)), pickle.HIGHEST_PROTOCOL)
            except Exception as error:
                import traceback

                error.add_note(traceback.format_exc())
                answer = _packed(error)
            back.write(answer)
            back.flush()
    finally:  # the other side is gone, or both were interrupted
        os._exit(0)


def _packed(error: Exception) -> bytes:
    """An error as an answer; one that pickle cannot take there and back, in its words."""
    try:
        packed = pickle.dumps((False, error))
        pickle.loads(packed)
    except Exception:
        return pickle.dumps((False, RuntimeError("\n".join((f"{type(error).__name__}: {error}", *error.__notes__)))))
    return packed
