"""How segments overlap: how many people are in exactly these of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from stayflow.language.scope import Scope
from stayflow.language.statement import Binder, Statement
from stayflow.stores.warehouse import ProjectWarehouse
from stayflow.understand.segment.errors import SegmentInvalid
from stayflow.understand.segment.model import Segment
from stayflow.understand.segment.state import State, past_sql, state_sql

SEGMENTS_MIN, SEGMENTS_MAX = 2, 8


@dataclass(frozen=True, slots=True)
class Overlap:
    """People who are in all of `inside` and in none of the others asked about.

    Attributes:
        inside: Ids of segments, in the order asked.
        people: How many.
    """

    inside: tuple[str, ...]
    people: int


def overlap_segments(
    segments: Sequence[Segment],
    *,
    scope: Scope,
    warehouse: ProjectWarehouse,
    at: datetime | None = None,
) -> list[Overlap]:
    """The parts into which segments cut their people, the largest first; empty parts are left out.

    Args:
        segments: Two to eight.
        scope: The project.
        warehouse: Its tables.
        at: As the segments were at an instant, from their changes; None as they are.

    Raises:
        SegmentInvalid: Too few or too many segments, or one twice.
    """
    check_count(segments)
    binder = Binder()
    rows = warehouse.query(
        f"SELECT mask, count() AS people FROM ({_masks_sql(segments, scope, binder, at)})\n"
        "GROUP BY mask ORDER BY people DESC, mask",
        binder.parameters,
    ).rows
    return [
        Overlap(
            tuple(each.segment_id for bit, each in enumerate(segments) if int(mask) >> bit & 1),
            int(people),
        )
        for mask, people in rows
    ]


def overlap_people(
    segments: Sequence[Segment],
    inside: Sequence[str],
    *,
    scope: Scope,
    exactly: bool = True,
    at: datetime | None = None,
) -> Statement:
    """The people (`person_id`) who are (or were, at an instant) in exactly `inside` of some segments, or in more.

    Raises:
        SegmentInvalid: As `overlap_segments`, or none of them is `inside`.
    """
    check_count(segments)
    mask = sum(1 << bit for bit, each in enumerate(segments) if each.segment_id in inside)
    if not mask:
        raise SegmentInvalid("name a segment that the people are in", path="inside")
    binder = Binder()
    masks = _masks_sql(segments, scope, binder, at)
    wanted = binder.bind(mask, "UInt8")
    found = "mask" if exactly else f"bitAnd(mask, {wanted})"
    return binder.statement(f"SELECT person AS person_id FROM ({masks}) WHERE {found} = {wanted}")


def check_count(segments: Sequence[Segment]) -> None:
    """Refuse too few or too many segments, and one named twice."""
    if len({each.segment_id for each in segments}) != len(segments):
        raise SegmentInvalid("a segment is named twice", path="segments")
    if not SEGMENTS_MIN <= len(segments) <= SEGMENTS_MAX:
        raise SegmentInvalid(f"name {SEGMENTS_MIN} to {SEGMENTS_MAX} segments", path="segments")


def _masks_sql(
    segments: Sequence[Segment], scope: Scope, binder: Binder, at: datetime | None
) -> str:
    """A SELECT of `person`, each once, and `mask`: bit n for the segment n."""
    members = [
        state_sql(State.of(each), scope, binder)
        if at is None
        else past_sql(State.of(each), at, scope, binder)
        for each in segments
    ]
    parts = "\nUNION ALL ".join(
        f"SELECT person, toUInt8({1 << bit}) AS bit FROM ({each})"
        for bit, each in enumerate(members)
    )
    return f"SELECT person, groupBitOr(bit) AS mask FROM (\n{parts}\n) GROUP BY person"
