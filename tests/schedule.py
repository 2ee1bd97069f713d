"""How a run shares its tests out to its processes."""

from xdist.scheduler import LoadScopeScheduling

TOGETHER = ("tests/console/", "tests/sdks/", "tests/interfaces/cli/", "tests/shared/")
"""Folders whose tests share a server, a browser or imported data: one process has all of a folder, in order."""

LONGEST = (
    "tests/journeys/test_crash.py",
    "tests/console/",
    "tests/sdks/",
    "tests/journeys/",
    "tests/act/outbox/test_crash.py",
    "tests/interfaces/",
    "tests/shared/",
    "tests/intake/test_erase",
    "tests/understand/live/",
    "tests/benchmarks/",
    "tests/laws/",
    "tests/docs/",
)
"""What takes minutes, longest first; then what takes half of one, so that none is begun when all else is done."""


def place_of(nodeid: str) -> int:
    """Where a test stands in the run: what takes longest comes first, the rest as it was found."""
    places = (at for at, prefix in enumerate(LONGEST) if nodeid.startswith(prefix))
    return next(places, len(LONGEST))


class Schedule(LoadScopeScheduling):
    """The tests of a file stay in one process, in order; so do those of the folders in `TOGETHER`."""

    def _split_scope(self, nodeid: str) -> str:
        folder = (each for each in TOGETHER if nodeid.startswith(each))
        return next(folder, nodeid.split("::", 1)[0])
