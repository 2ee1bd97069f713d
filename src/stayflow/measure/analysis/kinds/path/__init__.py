"""Path 路径: what people did next, before, or around an event, step by step.

A path begins (`after`, `around`) at a person's first anchor in the range or ends (`before`) at the last one, so a
person counts once. The other steps lie within the window of it, the end included, and may lie outside the range.
Steps are in the order of time, and at equal times in the order of arrival. The same step again and again is one,
unless repeats are asked for. Of each step the names that most people have are told apart, the rest are "other".

`spot` says which people a cell has, `shape` makes nodes and links of the hops that `walks` counts, `split` finds the
groups of a breakdown.
"""

from stayflow.measure.analysis.kinds.path.model import PathResult
from stayflow.measure.analysis.kinds.path.path import Path
from stayflow.measure.analysis.kinds.path.request import parse_path

__all__ = ["Path", "PathResult", "parse_path"]
