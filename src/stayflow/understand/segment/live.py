"""Segments in real time: after a batch, its people enter and leave."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from graphlib import TopologicalSorter

from stayflow.kernel.errors import StayflowError
from stayflow.kernel.ids import ProjectId
from stayflow.language.condition import compile_people, parse_condition
from stayflow.language.scope import Scope
from stayflow.stores.relational import Relational, Transaction
from stayflow.stores.warehouse import ProjectWarehouse
from stayflow.understand.live import LiveBatch
from stayflow.understand.segment.algebra import read_algebra, segments_of
from stayflow.understand.segment.model import Refresh, Segment
from stayflow.understand.segment.refresh import refresh_segment, update_people
from stayflow.understand.segment.store import get_segment, list_segments, note_problem
from stayflow.understand.segment.together import Wanted, update_together


def has_live_segments(tx: Transaction) -> bool:
    """Whether any segment of the project is kept up in real time."""
    return bool(
        tx.value("select exists (select from segments where refresh = %s)", (Refresh.LIVE.value,))
    )


def refresh_live_segments(batch: LiveBatch) -> None:
    """Let the people of a batch enter and leave the segments that are set to real time.

    A segment that cannot be computed says why and leaves the others alone.

    Raises:
        StayflowError: A store does not answer; the batch is taken again.
    """
    with batch.relational.project(batch.project) as tx:
        segments = in_order([each for each in list_segments(tx) if each.refresh == Refresh.LIVE])
    done = _together(batch, segments)
    for segment in segments:
        if segment.segment_id in done:
            continue
        _or_say(batch.relational, batch.project, segment, partial(_refresh, batch, segment))


def _together(batch: LiveBatch, segments: Sequence[Segment]) -> set[str]:
    """Update all conditions at once; the ids of those that are done, none when it has to be one by one."""
    if batch.people is None:
        return set()
    wanted = []
    for segment in segments:
        if segment.condition is None or not segment.version:
            continue
        with suppress(StayflowError):
            condition = parse_condition(segment.condition, "condition", facets=batch.scope.facets)
            compile_people(condition, batch.scope)
            wanted.append(Wanted(segment, condition))
    try:
        with batch.relational.project(batch.project) as tx:
            if wanted and update_together(tx, wanted, batch):
                return {each.segment.segment_id for each in wanted}
    except StayflowError as error:
        if error.kind.may_pass:
            raise
    return set()


def refresh_everybody(
    relational: Relational,
    project: ProjectId,
    segment: Segment,
    *,
    scope: Scope,
    warehouse: ProjectWarehouse,
) -> None:
    """Compute a segment by the clock; one that cannot be computed says why.

    Raises:
        StayflowError: A store does not answer.
    """

    def refresh() -> None:
        with relational.project(project) as tx:
            refresh_segment(tx, segment.segment_id, scope=scope, warehouse=warehouse)

    _or_say(relational, project, segment, refresh)


def _or_say(
    relational: Relational, project: ProjectId, segment: Segment, refresh: Callable[[], None]
) -> None:
    try:
        refresh()
    except StayflowError as error:
        if error.kind.may_pass:
            raise
        with relational.project(project) as tx:
            note_problem(tx, segment.segment_id, error.message)


def in_order(segments: list[Segment]) -> list[Segment]:
    """Segments so that one made of others by algebra follows them."""
    known = {each.segment_id: each for each in segments}
    needs = {
        each.segment_id: []
        if each.algebra is None
        else list(segments_of(read_algebra(each.algebra)))
        for each in segments
    }
    return [known[each] for each in TopologicalSorter(needs).static_order() if each in known]


def _refresh(batch: LiveBatch, segment: Segment) -> None:
    with batch.relational.project(batch.project) as tx:
        if batch.people is None or not segment.version:
            refresh_segment(
                tx, segment.segment_id, scope=batch.everybody, warehouse=batch.warehouse
            )
            return
        update_people(
            tx,
            get_segment(tx, segment.segment_id),
            scope=batch.scope,
            warehouse=batch.warehouse,
            cause=batch.cause,
            recount=batch.has_moved,
        )
