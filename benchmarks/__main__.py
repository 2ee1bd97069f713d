"""`python -m benchmarks NAME [--events N] [--json]`: the same as `stayflow bench`."""

import argparse
import sys
from pathlib import Path

from benchmarks.frame import (
    EVENTS_DEFAULT,
    ROUNDS_DEFAULT,
    SECONDS_DEFAULT,
    SEED_DEFAULT,
    BenchContext,
)
from benchmarks.runner import UnknownTarget, list_targets, run_target

FOLDER_DEFAULT = Path("data") / "bench"


def main(arguments: list[str] | None = None) -> int:
    """Run one target and print its report; return the exit code."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("name", nargs="?", help="a target; without it the targets are listed")
    parser.add_argument("--events", type=int, default=EVENTS_DEFAULT)
    parser.add_argument("--rounds", type=int, default=ROUNDS_DEFAULT)
    parser.add_argument("--seconds", type=float, default=SECONDS_DEFAULT)
    parser.add_argument("--seed", type=int, default=SEED_DEFAULT)
    parser.add_argument("--folder", type=Path, default=FOLDER_DEFAULT)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    if options.name is None:
        for target in list_targets():
            sys.stdout.write(f"{target.name:20} {target.summary}\n")
        return 0
    context = BenchContext(
        folder=options.folder,
        events=options.events,
        seed=options.seed,
        rounds=options.rounds,
        seconds=options.seconds,
        progress=lambda sentence: print(sentence, file=sys.stderr, flush=True),
    )
    try:
        report = run_target(options.name, context)
    except UnknownTarget as unknown:
        sys.stderr.write(f"{unknown}\n")
        return 2
    sys.stdout.write((report.as_json() if options.json else report.as_table()) + "\n")
    return 1 if any(row.is_within_bound is False for row in report.rows) else 0


if __name__ == "__main__":
    sys.exit(main())
