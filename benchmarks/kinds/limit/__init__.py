"""The physical limit: loops in C over arrays in memory, compiled here, a share of the people on each processor.

What they leave out: reading a file, merges, zones (a day has 24 hours), finding the numbers of names, and all that ours
answers beyond what is compared. `arrays` compiles and holds the arrays, the other modules are those of the cases.
"""

from benchmarks.kinds.limit.arrays import Limit, load_limit

__all__ = ["Limit", "load_limit"]
