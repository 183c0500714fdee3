"""The fuzzer by hand: `make fuzz`, or `python -m tests.fuzz --seconds 600 --seed 7`.

Damaged reports (Markdown, YAML, CSV, workbooks, images, artwork, fonts, profiles, versions, finished PDFs) are given
to whole commands. Whatever was damaged, a command ends in time, with an exit code that is documented and never 70; it
gives no traceback; every problem has its place; nothing changes but the output; and when it fails, what was there
stays. What does not hold is told with its number, and its project kept: `--case 123` does that one again.
"""

import argparse
import contextlib
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.fuzz.cases import Fuzzer


def fuzz() -> int:
    """Do cases until the time is over; gives the exit code: 1 when something was wrong."""
    asked = argparse.ArgumentParser(prog="tests.fuzz", description=(__doc__ or "").split("\n")[0])
    asked.add_argument("--seconds", type=float, default=600.0)
    asked.add_argument("--seed", type=int, default=0, help="0: another one every time")
    asked.add_argument("--case", type=int, help="only the case of this number")
    asked.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "reportbuilder-fuzz")
    options = asked.parse_args()
    seed = options.seed or int(time.time()) % 1_000_000
    fuzzer = Fuzzer(options.keep / f"seed-{seed}-{time.monotonic_ns()}", seed)
    fuzzer.prepare()
    print(f"seed {seed}, in {fuzzer.folder}", flush=True)
    end, codes, wrong, slowest, number = time.monotonic() + options.seconds, Counter[int](), 0, 0.0, options.case or 0
    with contextlib.suppress(KeyboardInterrupt):
        while time.monotonic() < end:
            outcome = fuzzer.case(number)
            codes[outcome.code] += 1
            slowest = max(slowest, outcome.seconds)
            if outcome.wrong:
                wrong += 1
                damage = "; ".join(outcome.damage)
                print(
                    f"\ncase {number}: {outcome.command} ({damage}), {outcome.seconds:.1f} s",
                    *outcome.wrong,
                    sep="\n  ",
                )
                print("  " + outcome.said[-1500:].strip().replace("\n", "\n  "), flush=True)
            if options.case is not None:
                print(outcome.command, outcome.damage, outcome.code, outcome.said, sep="\n")
                break
            number += 1
    told = ", ".join(f"{count} × {code}" for code, count in sorted(codes.items()))
    print(f"{codes.total()} cases, {wrong} wrong; exit codes {told}; the slowest took {slowest:.1f} s")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(fuzz())
