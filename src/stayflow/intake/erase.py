"""Erasure of persons from both engines, as one record of work that is taken up again after a crash (docs/adr/0018).

1. what the log held when it was asked for is taken in, so that nothing of before comes after;
2. with no batch under way and in one transaction of PostgreSQL, the person is found with everybody merged into them,
   counted, told to destinations and let go of: from here on their identities belong to nobody, and an event that
   names them is a new person's;
3. their numbers are taken out of every table of ClickHouse, as often as anything of them is found;
4. what is left is counted, the batches are said to hold fewer events, and by what they were known is forgotten.

A crash after 2 leaves an erasure that goes on with 3. Work of others that began before and writes after is swept by a
second look, an hour later.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from time import monotonic, sleep
from typing import Final

from stayflow.access import erasure as rooms
from stayflow.access.erasure import (
    Erased,
    Erasure,
    ErasureState,
    Holdings,
    PassingTable,
    Place,
    Way,
    Why,
)
from stayflow.intake import identify, record
from stayflow.intake.people import change_people
from stayflow.intake.pipeline import CONSUMER, Pipeline, consume_log
from stayflow.intake.record import BatchUnderWay
from stayflow.kernel.errors import Kind, StayflowError
from stayflow.stores.log import DurableLog
from stayflow.stores.relational import Transaction

Report = Callable[[int, int, str], None]
"""Tells steps done, steps in all, and a note; what it raises ends the work."""
Tell = Callable[[Transaction, Erasure, Erased], None]
"""Tells other systems that a person is to be forgotten there, in the transaction that lets go of them."""

LOG_PLACE: Final = "log"
FILES_PLACE: Final = "files.exports"
_TRIES: Final = 5
_LOG_SECONDS: Final = 120.0
_POLL_SECONDS: Final = 0.1


class ErasureIncomplete(StayflowError):
    """Something of the person was written again and again while they were erased."""

    code = "erasure_incomplete"
    kind = Kind.BUSY
    retry = True


class LogNotTakenIn(StayflowError):
    """The log still holds events of before the erasure was asked for; it begins when they are stored."""

    code = "log_not_taken_in"
    kind = Kind.BUSY
    retry = True


def _tell_nobody(_tx: Transaction, _erasure: Erasure, _erased: Erased) -> None:
    """For a project whose people were handed over to nobody."""


def _no_files() -> int:
    """For a project that never wrote any."""
    return 0


def _count_nothing() -> None:
    """For a project whose rooms count nobody."""


@dataclass(frozen=True, slots=True)
class ErasurePlan:
    """What an erasure is about, beside whom.

    Attributes:
        holdings: What all rooms hold of persons.
        tell: Tells other systems.
        count_files: Counts the files that lie in the project's folder of exports.
        recount: Lets rooms count anew what they say about how many people there are.
    """

    holdings: Holdings
    tell: Tell = _tell_nobody
    count_files: Callable[[], int] = _no_files
    recount: Callable[[], None] = _count_nothing


@dataclass(frozen=True, slots=True)
class _LetGo:
    """A change that leads nobody elsewhere."""

    change: identify.PeopleChange = field(default_factory=identify.PeopleChange)


def erase_people(pipeline: Pipeline, log: DurableLog, plan: ErasurePlan, report: Report) -> int:
    """Carry out every erasure that waits or was begun; return how many are done now.

    Args:
        pipeline: The project's; its batches go on meanwhile.
        log: Whose entries that were taken in are dropped: they are the requests as they came.
        plan: What there is to be erased.
        report: Told how far it is.

    Raises:
        LogNotTakenIn: The log is too far behind; the erasure can be tried again.
        ErasureIncomplete: Something of theirs is written again and again; it can be tried again.
        BatchUnderWay: Another process began a batch; the erasure can be tried again.
    """
    open_ones = _list_open(pipeline)
    if not open_ones:
        return 0
    total = len(plan.holdings.facts) + 2
    report(0, total, "taking in the log")
    _take_in(pipeline, log)
    for each in open_ones:
        if each.state is ErasureState.WAITING:
            _begin(pipeline, plan, each)
    begun = [each for each in _list_open(pipeline) if each.state is ErasureState.ERASING]
    everybody = _joined([each.erased for each in begun])
    _sweep(pipeline, plan, everybody, report)
    plan.recount()
    beside = _beside(pipeline, log, plan)
    for each in begun:
        _end(pipeline, plan, each, beside)
    report(total, total, "")
    return len(begun)


def look_again(
    pipeline: Pipeline, log: DurableLog, plan: ErasurePlan, erasure_id: str, report: Report
) -> None:
    """Take out what work begun before an erasure wrote after it, and count again.

    Raises:
        ErasureIncomplete: Something of theirs is written again and again; it can be tried again.
    """
    with pipeline.relational.project(pipeline.project_id) as tx:
        erasure = rooms.get_erasure(tx, erasure_id)
    _sweep(pipeline, plan, erasure.erased, report)
    plan.recount()
    places = _count(pipeline, plan, erasure.erased) + _beside(pipeline, log, plan)
    now = pipeline.clock.now()
    with pipeline.relational.project(pipeline.project_id) as tx:
        # By what they were known is forgotten: what was kept by it cannot be counted again.
        rooms.save_places(tx, erasure_id, [each for each in places if each.way is not Way.KEPT])
        rooms.note_second_look(tx, erasure_id, now=now)


def count_places(pipeline: Pipeline, plan: ErasurePlan, people: Sequence[int]) -> list[Place]:
    """What there is of people now, by place.

    Args:
        pipeline: The project's.
        plan: What there is to be erased.
        people: A living person, and everybody merged into them.
    """
    with pipeline.relational.project(pipeline.project_id) as tx:
        erased = _know(tx, people)
    return [*_count(pipeline, plan, erased), _files(pipeline, plan)]


def find_left(pipeline: Pipeline, holdings: Holdings, erased: Erased) -> dict[str, int]:
    """Rows that tell anything of erased people, by place; kept ones are none."""
    found: Counter[str] = Counter()
    for table in holdings.facts:
        if not isinstance(table, PassingTable):
            found[rooms.FACTS + table.table] += rooms.count_facts(pipeline.warehouse, table, erased)
    with pipeline.relational.project(pipeline.project_id) as tx:
        for each in holdings.state:
            if each.way is not Way.KEPT:
                found[rooms.STATE + each.table] += rooms.count_telling(tx, each, erased)
    return {place: rows for place, rows in sorted(found.items()) if rows}


def _list_open(pipeline: Pipeline) -> list[Erasure]:
    with pipeline.relational.project(pipeline.project_id) as tx:
        return rooms.list_open_erasures(tx)


def _joined(several: Sequence[Erased]) -> Erased:
    known_by: dict[str, list[str]] = {}
    for each in several:
        for kind, values in each.known_by.items():
            known_by.setdefault(kind, []).extend(values)
    return Erased(
        tuple(sorted({person for each in several for person in each.people})),
        tuple(sorted({identity for each in several for identity in each.identities})),
        known_by,
    )


def _take_in(pipeline: Pipeline, log: DurableLog) -> None:
    """Step 1: take the log in up to where it ends now, beside whoever does so anyhow."""
    head, until = log.head(pipeline.project_id), monotonic() + _LOG_SECONDS
    while True:
        with pipeline.relational.system() as tx:
            if log.offset(tx, CONSUMER, pipeline.project_id) >= head:
                return
        if monotonic() > until:
            raise LogNotTakenIn("the log is not taken in yet; the erasure goes on later")
        try:
            is_idle = consume_log(pipeline, log) is None
        except BatchUnderWay:  # of another process
            is_idle = True
        if is_idle:
            sleep(_POLL_SECONDS)


def _begin(pipeline: Pipeline, plan: ErasurePlan, erasure: Erasure) -> None:
    """Step 2."""

    def change(tx: Transaction, _batch: int) -> _LetGo:
        identify.give_up_squash(tx)
        people = identify.list_ids_behind(tx, erasure.person_id)
        erased = _know(tx, people)
        batches = record.count_by_batch(pipeline.warehouse, people)
        now = pipeline.clock.now()
        if people:
            plan.tell(tx, erasure, erased)
        places = _count_in(tx, pipeline, plan, erased, now)
        rooms.begin_erasure(tx, erasure.erasure_id, erased, batches, now=now)
        rooms.save_places(
            tx, erasure.erasure_id, [replace(each, remaining=None) for each in places]
        )
        rooms.let_go(tx, plan.holdings.state, erased, now=now)
        return _LetGo()

    change_people(pipeline, change)


def _know(tx: Transaction, people: Sequence[int]) -> Erased:
    """People with all by which they are known."""
    named = identify.list_named(tx, people)
    known_by: dict[str, list[str]] = {}
    for each in named:
        known_by.setdefault(each.kind, []).append(each.value)
    return Erased(tuple(people), tuple(each.identity_id for each in named), known_by)


def _sweep(pipeline: Pipeline, plan: ErasurePlan, erased: Erased, report: Report) -> None:
    """Step 3."""
    tables = plan.holdings.facts
    total = len(tables) + 2
    left: dict[str, int] = {}
    for _ in range(_TRIES):
        for done, table in enumerate(tables, 1):
            alive = partial(report, done, total, table.table)
            alive()
            rooms.take_out(pipeline.warehouse, table, erased, alive)
        identify.reload_overrides(pipeline.warehouse)
        with pipeline.relational.project(pipeline.project_id) as tx:
            rooms.let_go(tx, plan.holdings.state, erased, now=pipeline.clock.now())
        if not (left := find_left(pipeline, plan.holdings, erased)):
            return
    raise ErasureIncomplete(f"something is written again and again in {', '.join(left)}")


def _end(pipeline: Pipeline, plan: ErasurePlan, erasure: Erasure, beside: Sequence[Place]) -> None:
    """Step 4."""
    places = [*_count(pipeline, plan, erasure.erased), *beside]
    now = pipeline.clock.now()
    with pipeline.relational.project(pipeline.project_id) as tx:
        if rooms.get_erasure(tx, erasure.erasure_id, hold=True).state is ErasureState.DONE:
            return  # somebody else took it up, too
        record.lower_batches(tx, erasure.batches)
        rooms.save_places(tx, erasure.erasure_id, places)
        rooms.end_erasure(tx, erasure.erasure_id, now=now)


def _count(pipeline: Pipeline, plan: ErasurePlan, erased: Erased) -> list[Place]:
    now = pipeline.clock.now()
    with pipeline.relational.project(pipeline.project_id) as tx:
        return _count_in(tx, pipeline, plan, erased, now)


def _count_in(
    tx: Transaction, pipeline: Pipeline, plan: ErasurePlan, erased: Erased, now: datetime
) -> list[Place]:
    """Every table that rooms declare: rows of theirs, and how many of those tell anything."""
    found: list[Place] = []
    for table in plan.holdings.facts:
        rows = rooms.count_facts(pipeline.warehouse, table, erased)
        left = 0 if isinstance(table, PassingTable) else rows
        found.append(Place(rooms.FACTS + table.table, rooms.way_of(table), rows, left, "", now))
    for each in plan.holdings.state:
        before = rooms.count_state(tx, each, erased)
        telling = before if each.way is Way.KEPT else rooms.count_telling(tx, each, erased)
        why = each.reason.value if each.reason else ""
        found.append(Place(rooms.STATE + each.table, each.way, before, telling, why, now))
    return found


def _beside(pipeline: Pipeline, log: DurableLog, plan: ErasurePlan) -> list[Place]:
    """What is no table: the log forgets what was taken in, and files that were handed over are counted."""
    dropped = log.forget_taken(pipeline.project_id)
    return [
        Place(LOG_PLACE, Way.DELETED, dropped, 0, "", pipeline.clock.now()),
        _files(pipeline, plan),
    ]


def _files(pipeline: Pipeline, plan: ErasurePlan) -> Place:
    files = plan.count_files()
    why = Why.HANDED_OVER.value
    return Place(FILES_PLACE, Way.KEPT, files, files, why, pipeline.clock.now())
