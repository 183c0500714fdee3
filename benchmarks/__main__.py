"""`python -m benchmarks`: build the same reports with everybody, side by side."""

import argparse
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from benchmarks.account import load, machine, table, write_account
from benchmarks.contest import OURS, PEERS, ROOT, compete, contestants, copy_project, installed
from benchmarks.enlarge import enlarge
from benchmarks.warm import edit_warm, warm_table


def main() -> None:
    """Read the arguments, run every contest, print the tables."""
    wish = _arguments()
    print(machine(), flush=True)
    sections: list[tuple[str, str]] = []
    with tempfile.TemporaryDirectory(prefix="reportbuilder-benchmark-") as temporary:
        work = Path(wish.keep or temporary).absolute()
        environment = installed(work)
        for name in wish.reports:
            folder = ROOT / "content" / name
            pages = _contest(folder, work / "warm-up", 1, wish, environment)[1]
            sections += _measured(name, folder, wish.rounds, wish, work, environment)
            for wanted in wish.pages if wish.large_rounds else ():
                copies = max(2, round(wanted / pages)) if pages else 2
                large = enlarge(folder, work / "large" / f"{name}-{wanted}", copies)
                title = f"{name}, {copies} times, every paragraph different"
                sections += _measured(title, large, wish.large_rounds, wish, work, environment)
    for title, content in sections:
        print(f"\n### {title}\n\n{content}")
    if wish.write:
        write_account(sections, Path(__file__).with_name("README.md"))


def _measured(
    title: str, folder: Path, rounds: int, wish: argparse.Namespace, work: Path, environment: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """The titles and tables of a report: whole processes, and edits of a report that is kept open."""
    if rounds:
        before = load()
        content, _ = _contest(folder, work / folder.name, rounds, wish, environment)
        yield title, f"{rounds} rounds; load of the machine {before} before, {load()} after.\n\n{content}"
    if wish.edits:
        before = load()
        print(f"\n{folder.name}: kept open", flush=True)
        copied = copy_project(folder, work / f"{folder.name}-open" / "project")
        taken = edit_warm(copied, work / f"{folder.name}-open" / "typst", wish.edits, environment, _say)
        about = f"Load of the machine {before} before, {load()} after.\n\n"
        yield f"{title}, kept open and edited", about + warm_table(taken)


def _contest(
    folder: Path, work: Path, rounds: int, wish: argparse.Namespace, environment: Mapping[str, str]
) -> tuple[str, int]:
    """The table of a contest, and the pages of the report."""
    print(f"\n{folder.name}: {work.name}", flush=True)
    entries = contestants(folder, work, wish.only)
    results = compete(entries, rounds, work, environment, _say)
    return table(results), next((result.pages for result in results if result.pages), 0)


def _say(line: str) -> None:
    print(line, flush=True)


def _arguments() -> argparse.Namespace:
    everybody = (OURS, *PEERS)
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("reports", nargs="*", default=["jaarverslag-2019", "jaarverslag-2022"], metavar="REPORT")
    parser.add_argument(
        "--rounds", type=int, default=5, help="rounds for a report as it is (default: 5); 0: its edits alone"
    )
    parser.add_argument("--large-rounds", type=int, default=3, help="rounds for long ones; 0 leaves them out")
    parser.add_argument("--pages", nargs="+", type=int, default=[500], help="pages of long ones, about (default: 500)")
    parser.add_argument("--edits", type=int, default=30, help="edits of a report that is kept open; 0 leaves them out")
    parser.add_argument("--only", nargs="+", choices=everybody, default=everybody, help="leave the others out")
    parser.add_argument("--keep", metavar="DIR", help="work here, and leave sources and PDFs to be looked at")
    parser.add_argument("--write", action="store_true", help="put the results into benchmarks/README.md")
    return parser.parse_args()


if __name__ == "__main__":
    main()
