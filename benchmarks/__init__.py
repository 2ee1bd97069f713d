"""Benchmarks: each a target that runs our way and a yardstick side by side in one process.

`frame` measures and prints, `generate` makes seeded events, `dataset` keeps them as files,
`project` loads them into a Stayflow project, and `targets/` holds one file per benchmark,
each with a `TARGET`. A file whose name starts with `_` is not a target.

`stayflow bench NAME` and `python -m benchmarks NAME` both end in `run_target`.
"""

from benchmarks.frame import BenchContext, BenchTarget, Report, Row, side_by_side, stopwatch
from benchmarks.runner import UnknownTarget, list_targets, run_target

__all__ = [
    "BenchContext",
    "BenchTarget",
    "Report",
    "Row",
    "UnknownTarget",
    "list_targets",
    "run_target",
    "side_by_side",
    "stopwatch",
]
