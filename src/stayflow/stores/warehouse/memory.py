"""How much memory this process may use, and what share of it queries of the embedded engine take."""

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Final

QUERY_LEAST: Final = 1_500_000_000
"""Bytes that a query may take also where a quarter of the memory is less, if half of it is not."""
QUERY_OF_A_SERVER: Final = 3_000_000_000
"""Bytes that a query may take of a server by URL, whose memory nobody knows here."""
_CGROUPS: Final = "sys/fs/cgroup"


@cache
def usable_memory(root: Path = Path("/")) -> int:
    """Bytes this process may use: the machine's memory, or less where a control group bounds it.

    Args:
        root: Where `proc` and `sys` are.
    """
    physical = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return min([physical, *_bounds(root)])


def query_share(memory: int) -> int:
    """Bytes of `memory` that one query may take: a quarter, so that a few large ones fit side by side."""
    return min(max(memory // 4, QUERY_LEAST), memory // 2)


def engine_share(memory: int) -> int:
    """Bytes of `memory` that all queries may take together; PostgreSQL and the process itself need the rest."""
    return memory // 5 * 3


def _bounds(root: Path) -> Iterator[int]:
    """What the control groups of this process allow, its own and those around it (version 2 or 1)."""
    try:
        lines = (root / "proc/self/cgroup").read_text().splitlines()
    except OSError:  # no Linux
        return
    for line in lines:
        number, controllers, group = line.split(":", 2)
        if number == "0":
            yield from _along(root / _CGROUPS, group, "memory.max")
        elif "memory" in controllers.split(","):
            yield from _along(root / _CGROUPS / "memory", group, "memory.limit_in_bytes")


def _along(mount: Path, group: str, name: str) -> Iterator[int]:
    """The bounds from a group up to the mount; a container may see only that, and no group by its name."""
    own = PurePosixPath(group.lstrip("/"))
    for each in (own, *own.parents):
        try:
            yield int((mount / each / name).read_text())
        except (OSError, ValueError):  # none there, or "max"
            continue
