"""Asks every case of the benchmarks in each of its ways, and says which answers differ from ours.

`python -m tests.benchmarks.every_way FOLDER`: chDB opens one folder in a process, so this is one of its own. Printed
is one JSON object: case to the ways that were asked and those that differ.
"""

import json
import sys
from pathlib import Path

from benchmarks.frame import BenchContext
from benchmarks.kinds import CASES, answers_of, open_peers
from benchmarks.loaded import open_loaded

EVENTS = 10_000


def ask_all(folder: Path) -> dict[str, dict[str, object]]:
    """What every case said of 10,000 events, made in the folder."""
    context = BenchContext(folder=folder, events=EVENTS)
    found: dict[str, dict[str, object]] = {}
    with open_loaded(context) as loaded, open_peers(loaded, context) as peers:
        for case in CASES:
            (_, ours), *others = answers_of(case, loaded, peers)
            found[case.name] = {
                "rows": len(ours),
                "ways": [name for name, _ in others],
                "differing": [name for name, answer in others if answer != ours],
            }
    return found


if __name__ == "__main__":
    json.dump(ask_all(Path(sys.argv[1])), sys.stdout)
