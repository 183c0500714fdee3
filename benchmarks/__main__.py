"""`python -m benchmarks`: build the same reports with everybody, side by side."""

import argparse
import tempfile
from collections.abc import Mapping
from pathlib import Path

from benchmarks.account import machine, table, write_account
from benchmarks.contest import OURS, PEERS, ROOT, Result, compete, contestants, installed
from benchmarks.enlarge import enlarge


def main() -> None:
    """Read the arguments, run every contest, print the tables."""
    wish = _arguments()
    print(machine(), flush=True)
    sections = []
    with tempfile.TemporaryDirectory(prefix="reportbuilder-benchmark-") as temporary:
        work = Path(wish.keep or temporary).absolute()
        environment = installed(work)
        for name in wish.reports:
            folder = ROOT / "content" / name
            _contest(folder, work / "warm-up", 1, wish, environment)
            results = _contest(folder, work / name, wish.rounds, wish, environment)
            sections.append((name, table(results)))
            if wish.large_rounds:
                copies = wish.copies or _copies(results, wish.pages)
                large = enlarge(folder, work / "content" / f"{name}-large", copies)
                results = _contest(large, work / large.name, wish.large_rounds, wish, environment)
                sections.append((f"{name}, {copies} times, every paragraph different", table(results)))
    for title, content in sections:
        print(f"\n### {title}\n\n{content}")
    if wish.write:
        write_account(sections, Path(__file__).with_name("README.md"))


def _contest(
    folder: Path, work: Path, rounds: int, wish: argparse.Namespace, environment: Mapping[str, str]
) -> tuple[Result, ...]:
    print(f"\n{folder.name}: {work.name}", flush=True)
    entries = contestants(folder, work, wish.only)
    return compete(entries, rounds, work, environment, lambda line: print(line, flush=True))


def _copies(results: tuple[Result, ...], pages: int) -> int:
    """How often the report is repeated to have about so many pages."""
    known = [r.pages for r in results if r.pages]
    return max(2, round(pages / known[0])) if known else 2


def _arguments() -> argparse.Namespace:
    everybody = (OURS, *PEERS)
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("reports", nargs="*", default=["jaarverslag-2019", "jaarverslag-2022"], metavar="REPORT")
    parser.add_argument("--rounds", type=int, default=5, help="rounds for a report as it is (default: 5)")
    parser.add_argument("--large-rounds", type=int, default=3, help="rounds for the long one; 0 leaves it out")
    parser.add_argument("--pages", type=int, default=500, help="the pages of the long one, about (default: 500)")
    parser.add_argument("--copies", type=int, help="how often the report stands in the long one")
    parser.add_argument("--only", nargs="+", choices=everybody, default=everybody, help="leave the others out")
    parser.add_argument("--keep", metavar="DIR", help="work here, and leave sources and PDFs to be looked at")
    parser.add_argument("--write", action="store_true", help="put the results into benchmarks/README.md")
    return parser.parse_args()


if __name__ == "__main__":
    main()
