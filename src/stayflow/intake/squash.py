"""Squash: the merges so far are written into the events, so that queries need look up only newer ones.

A squash is a copy of what the merges say, put in force when it is whole (docs/adr/0014):

1. the squash before it ends, and queries read the raw ids: an answer never depends on half a squash;
2. with no batch under way, events that come from now on bring their survivor, as of the cut or newer;
3. the events of each partition, and the bitmaps of each month, get their survivors;
4. the cut is noted, and the squash is in force, unless persons were parted since 1.

A crash anywhere leaves step 1: everything is right and as slow as before. Doing it again begins anew.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final

from stayflow.access.erasure import is_erasing
from stayflow.intake import identify, record
from stayflow.intake.pipeline import Pipeline
from stayflow.intake.record import BatchUnderWay
from stayflow.kernel.errors import Conflict, Kind

Report = Callable[[int, int, str], None]
"""Tells steps done, steps in all, and a note; what it raises ends the work."""

_TRIES: Final = 3


class SquashOvertaken(Conflict):
    """Persons were parted while the squash went on, each time it was tried."""

    code = "squash_overtaken"


class ErasureUnderWay(Conflict):
    """The bitmaps that a squash would copy are about to change."""

    code = "erasure_under_way"
    kind = Kind.BUSY
    retry = True


@dataclass(frozen=True, slots=True)
class Squashed:
    """What a squash did.

    Attributes:
        number: Its number; 0 when nobody was ever merged, and there was nothing to do.
        overrides: How many merges queries still look up.
    """

    number: int
    overrides: int


@dataclass(frozen=True, slots=True)
class SquashState:
    """What questions have to look up, as it stands.

    Attributes:
        in_force: Whether events tell their survivor, so that only newer merges are looked up.
        merges: How many person ids lead elsewhere.
        looked_up: How many of those a question looks up for every event.
    """

    in_force: bool
    merges: int
    looked_up: int


@dataclass(frozen=True, slots=True)
class _Begun:
    number: int
    cut: datetime


def read_squash(pipeline: Pipeline) -> SquashState:
    """Say how many merges there are, and how many of them questions look up."""
    with pipeline.relational.project(pipeline.project_id) as tx:
        in_force = identify.squash_in_force(tx) > 0
    merges = _count_overrides(pipeline, "person_overrides")
    return SquashState(
        in_force, merges, _count_overrides(pipeline, "person_recent") if in_force else merges
    )


def squash_merges(pipeline: Pipeline, report: Report) -> Squashed:
    """Write the survivors of all persons into the events; events come in meanwhile.

    Args:
        pipeline: The project's.
        report: Told how far it is.

    Raises:
        SquashOvertaken: Persons are parted too often for it to hold.
        BatchUnderWay: Another process began a batch; the squash can be tried again.
    """
    for _ in range(_TRIES):
        begun = _begin(pipeline)
        if begun is None:
            return Squashed(0, 0)
        if _write(pipeline, begun.number, report) and _finish(pipeline, begun):
            return Squashed(begun.number, _count_overrides(pipeline, "person_recent"))
    raise SquashOvertaken("persons were parted meanwhile, again and again; try it in a quiet hour")


def _begin(pipeline: Pipeline) -> _Begun | None:
    """Steps 1 and 2, each in its transaction: whatever happens to 2, no query reads by a squash."""
    with pipeline.lock:
        pipeline.finish_orphan()
        with pipeline.relational.project(pipeline.project_id) as tx:
            identify.lock_counters(tx)
            if not identify.has_merges(tx):
                return None
            if is_erasing(tx):
                raise ErasureUnderWay("people are being erased; the squash is tried again later")
            number = identify.begin_squash(tx)
        with pipeline.relational.project(pipeline.project_id) as tx:
            identify.lock_counters(tx)
            if under_way := record.find_open_batch(tx):
                raise BatchUnderWay(f"batch {under_way.batch} of {under_way.source} is under way")
            identify.reload_overrides(pipeline.warehouse)
            record.prepare_survivors(pipeline.warehouse, number, zone=pipeline.zone)
            cut = pipeline.warehouse.value("SELECT max(at) FROM person_merges")
    return _Begun(number, cut)


def _write(pipeline: Pipeline, number: int, report: Report) -> bool:
    """Step 3; False when the squash was given up meanwhile."""
    warehouse = pipeline.warehouse
    partitions = record.list_event_partitions(warehouse)
    months = record.list_daily_months(warehouse)
    total = len(partitions) + len(months)
    for done, partition in enumerate(partitions):
        alive = partial(report, done, total, f"events of {partition}")
        alive()
        record.write_survivors(warehouse, partition, alive)
    for done, month in enumerate(months, len(partitions)):
        report(done, total, f"days of {month}")
        # What is copied here stays as it is meanwhile: an erasure waits for the month, and gives the squash up.
        with pipeline.relational.project(pipeline.project_id) as tx:
            if not identify.holds_squash(tx, number):
                return False
            record.write_daily_survivors(warehouse, number, month)
    report(total, total, "")
    return True


def _finish(pipeline: Pipeline, begun: _Begun) -> bool:
    """Step 4; False when the squash does not hold any more."""
    with pipeline.lock:
        identify.note_squash(pipeline.warehouse, begun.number, begun.cut)
        identify.reload_overrides(pipeline.warehouse)
        with pipeline.relational.project(pipeline.project_id) as tx:
            return identify.finish_squash(tx, begun.number)


def _count_overrides(pipeline: Pipeline, dictionary: str) -> int:
    return int(pipeline.warehouse.value(f"SELECT count() FROM {dictionary} WHERE `from` != `to`"))
