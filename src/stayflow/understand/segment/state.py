"""Who is in a segment, from its newest version and the changes since.

Everything is told as persons of today: ids stored before a merge lead to the survivor. Where ids that are one person
now say different things, the newest change decides.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from stayflow.language.scope import Scope
from stayflow.language.statement import Binder
from stayflow.understand.segment.model import Segment

STORED = (
    "SELECT people FROM segment_members"
    " WHERE segment_id = {segment} AND version = {version} ORDER BY at DESC LIMIT 1"
)


@dataclass(frozen=True, slots=True)
class State:
    """A moment of a segment: the members of `version`, and what changed until `change`, included."""

    segment_id: str
    version: int
    change: int

    @staticmethod
    def of(segment: Segment) -> "State":
        """The newest."""
        return State(segment.segment_id, segment.version, segment.change)


def state_sql(state: State, scope: Scope, binder: Binder) -> str:
    """A SELECT of `person`, each once: who is in the segment, of the people of the scope."""
    base = _base_sql(state, scope, binder)
    if state.change <= state.version:
        return base
    delta = _delta_sql(state, scope, binder)
    return (
        f"SELECT person FROM ({base}) WHERE person NOT IN (SELECT person FROM ({delta}))\n"
        f"UNION ALL SELECT person FROM ({delta}) WHERE is_in"
    )


def past_sql(state: State, at: datetime, scope: Scope, binder: Binder) -> str:
    """A SELECT of `person`, each once: who was in the segment at an instant, from its changes."""
    asked = scope.people_sql(binder)
    return (
        f"SELECT {scope.person} AS person FROM segment_changes\n"
        f"WHERE segment_id = {binder.bind(state.segment_id, 'String')}\n"
        f"    AND change <= {binder.bind(state.change, 'UInt64')} AND at <= {binder.instant(at)}"
        f"{f' AND {asked}' if asked else ''}\n"
        "GROUP BY person HAVING argMax(entered, (change, entered))"
    )


@dataclass(frozen=True, slots=True)
class Bitmaps:
    """The members of segments as bitmaps of persons of today, over everybody.

    Attributes:
        source: SQL to select them FROM: one row.
        of: SQL of each bitmap, by the id of its segment.
    """

    source: str
    of: Mapping[str, str]


def state_bitmaps(states: Sequence[State], scope: Scope, binder: Binder) -> Bitmaps:
    """The bitmaps of segments, read in one statement; members are mapped only where they were merged since."""
    kept, of = [], {}
    for n, state in enumerate(states):
        segment = binder.bind(state.segment_id, "String")
        kept.append(f"groupBitmapMergeStateIf(people, segment_id = {segment}) AS stored{n}")
        of[state.segment_id] = _changed_bitmap(f"stored{n}", state, scope, binder)
    ids = binder.bind([each.segment_id for each in states], "Array(String)")
    versions = binder.bind([each.version for each in states], "Array(UInt32)")
    newest = (
        f"SELECT segment_id, people FROM segment_members WHERE segment_id IN {ids}\n"
        f"    AND version = transform(segment_id, {ids}, {versions}, toUInt32(0))\n"
        "ORDER BY at DESC LIMIT 1 BY segment_id"
    )
    merged = f", {MERGED_PEOPLE}" if scope.has_merges else ""
    return Bitmaps(f"(SELECT {', '.join(kept)}{merged} FROM ({newest}))", of)


MERGED_PEOPLE = (
    "(SELECT groupBitmapState(`from`) FROM person_merges WHERE `from` != `to`) AS merged_people"
)


def _changed_bitmap(base: str, state: State, scope: Scope, binder: Binder) -> str:
    if scope.has_merges:
        led = f"bitmapToArray(bitmapAnd({base}, merged_people))"
        survivors = f"bitmapBuild(arrayMap(id -> {scope.survivor_of('id')}, {led}))"
        base = f"bitmapOr(bitmapAndnot({base}, merged_people), {survivors})"
    if state.change <= state.version:
        return base
    delta = _delta_sql(state, scope, binder)
    touched = f"(SELECT groupBitmapState(person) FROM ({delta}))"
    inside = f"(SELECT groupBitmapState(person) FROM ({delta}) WHERE is_in)"
    return f"bitmapOr(bitmapAndnot({base}, {touched}), {inside})"


def _stored_sql(state: State, binder: Binder) -> str:
    return STORED.format(
        segment=binder.bind(state.segment_id, "String"),
        version=binder.bind(state.version, "UInt32"),
    )


def _base_sql(state: State, scope: Scope, binder: Binder) -> str:
    members = "people"
    if scope.people is not None:
        members = f"bitmapAnd(people, ({_asked_sql(scope, binder)}))"
    raw = (
        f"SELECT arrayJoin(bitmapToArray({members})) AS member FROM ({_stored_sql(state, binder)})"
    )
    if not scope.has_merges:
        return f"SELECT member AS person FROM ({raw})"
    return f"SELECT DISTINCT {scope.survivor_of('member')} AS person FROM ({raw})"


def _asked_sql(scope: Scope, binder: Binder) -> str:
    """A scalar SELECT of the raw ids of the people of the scope, as a bitmap."""
    if scope.raw_people is not None or not scope.has_merges:
        ids = scope.people if scope.raw_people is None else scope.raw_people
        return f"SELECT bitmapBuild({binder.bind(list(ids or ()), 'Array(UInt64)')})"
    asked = binder.bind(list(scope.people or ()), "Array(UInt64)")
    merged = f"SELECT `from` FROM person_merges FINAL WHERE `to` IN {asked}"
    return f"SELECT groupBitmapState(id) FROM (SELECT arrayJoin({asked}) AS id UNION ALL {merged})"


def _delta_sql(state: State, scope: Scope, binder: Binder) -> str:
    """A SELECT of `person`, each once, and `is_in`: whom changes since the version touched."""
    asked = scope.people_sql(binder)
    return (
        f"SELECT {scope.person} AS person, argMax(entered, (change, entered)) AS is_in\n"
        f"FROM segment_changes WHERE segment_id = {binder.bind(state.segment_id, 'String')}\n"
        f"    AND change > {binder.bind(state.version, 'UInt64')}"
        f" AND change <= {binder.bind(state.change, 'UInt64')}"
        f"{f' AND {asked}' if asked else ''}\n"
        "GROUP BY person"
    )
