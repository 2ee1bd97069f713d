"""Run the guards over a tree, a few at a time; the exit code is 1 if one found something."""

import argparse
import os
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tools.lint.guards import GUARDS, Finding, Guard


def judge(guard: Guard, root: Path) -> tuple[Finding, float]:
    """Ask one guard; a guard that saw no file has failed. Returns the finding and its seconds."""
    start = time.perf_counter()
    finding = guard.look(root)
    if finding.seen_count == 0:
        report = f"{finding.report}\n{guard.name} saw no file, so its silence means nothing"
        finding = Finding(is_clean=False, seen_count=0, report=report.strip())
    return finding, time.perf_counter() - start


def choose(only: Sequence[str], *, with_scripts: bool) -> list[Guard]:
    """Pick the guards by name; no name means all of them."""
    return [
        guard
        for guard in GUARDS
        if (guard.name in only if only else with_scripts or not guard.folder)
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the chosen guards and print what they found; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.lint", description=__doc__)
    names = [guard.name for guard in GUARDS]
    parser.add_argument("--only", nargs="+", choices=names, default=[], help="these guards only")
    parser.add_argument(
        "--no-console", action="store_true", help="leave out the guards of TypeScript"
    )
    parser.add_argument("--root", type=Path, default=Path.cwd(), help="the tree to look at")
    options = parser.parse_args(arguments)
    guards = choose(options.only, with_scripts=not options.no_console)
    failed = []
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for guard, (finding, seconds) in zip(
            guards, pool.map(lambda guard: judge(guard, options.root), guards), strict=True
        ):
            word = "ok" if finding.is_clean else "FAILED"
            print(
                f"{guard.name:<11}{word:<7}{finding.seen_count:>5} files {seconds:6.1f} s",
                flush=True,
            )
            if not finding.is_clean:
                failed.append(guard.name)
                print(finding.report, flush=True)
    if failed:
        print(f"lint: {', '.join(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
