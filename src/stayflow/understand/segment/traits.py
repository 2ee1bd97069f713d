"""What a segment is made of, against everybody: traits that are over- or under-represented in it.

A trait is a value that a person has or has not: a value of an attribute, a tag, an event of the last days. Its lift is
its share inside over its share among everybody. Whether that is more than chance is the two-proportion z-test of
those inside against those outside, over all traits looked at together by Benjamini and Hochberg's procedure (1995).
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from stayflow.language.scope import Scope
from stayflow.language.sentence import Sentence
from stayflow.language.statement import Binder, Statement
from stayflow.stores.relational import Transaction
from stayflow.stores.warehouse import ProjectWarehouse
from stayflow.understand.attribute import attribute_words
from stayflow.understand.segment.errors import SegmentInvalid
from stayflow.understand.segment.model import Segment
from stayflow.understand.segment.state import (
    MERGED_PEOPLE,
    State,
    state_bitmaps,
    state_sql,
)

BEHAVIOUR_DAYS = 30
PEOPLE_MIN = 5
"""Traits of fewer people say more of them than of the segment."""
VALUES_MAX = 20
"""Values of one attribute that are looked at: those most people have."""
_DAY_MS = 86_400_000


TraitWords = Callable[[Transaction], Mapping[tuple[str, str], Sentence]]


@dataclass(frozen=True, slots=True)
class TraitSource:
    """A kind of trait.

    Attributes:
        kind: `attribute`, `behaviour`, `tag`, `stage`, ….
        sql: A SELECT of `person`, `name` and `value` (text), each triple once.
        words: What names and values are called, by (name, value); without a value the name. None: as they are.
    """

    kind: str
    sql: Callable[[Scope, Binder], str]
    words: TraitWords | None = None


@dataclass(frozen=True, slots=True)
class Trait:
    """One trait, inside and among everybody.

    Attributes:
        kind: As its source says.
        name: Of the attribute, the tag, the event.
        value: Its value; empty where having it is all there is.
        inside: So many people of the segment have it.
        everybody: So many of all people have it.
        share: Of the segment, 0 to 1.
        base: Of everybody, 0 to 1.
        lift: `share / base`.
        p_value: Of chance alone making such a difference, two-sided, not corrected.
        is_significant: After the correction for looking at many traits, at 5 %.
        name_said: What the name is called; `value_said` the value.
    """

    kind: str
    name: str
    value: str
    inside: int
    everybody: int
    share: float
    base: float
    lift: float
    p_value: float
    is_significant: bool
    name_said: Sentence
    value_said: Sentence


@dataclass(frozen=True, slots=True)
class Profile:
    """The traits of a segment, the most telling first.

    Attributes:
        people: Its size.
        everybody: All people.
    """

    people: int
    everybody: int
    traits: tuple[Trait, ...]


def profile_segment(
    segment: Segment,
    *,
    scope: Scope,
    warehouse: ProjectWarehouse,
    sources: Sequence[TraitSource] = (),
) -> Profile:
    """Compare who is in a segment now with everybody.

    Args:
        segment: Computed before.
        scope: The project, over everybody.
        warehouse: A statement is sent per kind of trait.
        sources: Kinds beside attributes and behaviours.
    """
    binder = Binder()
    members = state_sql(State.of(segment), scope, binder)
    known = scope.known_people_sql(binder)
    people, everybody = (
        int(each)
        for each in warehouse.one(
            f"SELECT (SELECT count() FROM ({members})), (SELECT uniqExact(person) FROM ({known}))",
            binder.parameters,
        )
    )
    traits: list[Trait] = []
    for source in (ATTRIBUTES, BEHAVIOURS, *sources):
        traits += _traits(source, segment, people, everybody, scope=scope, warehouse=warehouse)
    return Profile(people, everybody, tuple(_ranked(traits)))


def _traits(
    source: TraitSource,
    segment: Segment,
    people: int,
    everybody: int,
    *,
    scope: Scope,
    warehouse: ProjectWarehouse,
) -> list[Trait]:
    if not people:
        return []
    if source is BEHAVIOURS:
        return _behaviour_counts(segment, people, everybody, scope=scope, warehouse=warehouse)
    binder = Binder()
    members = state_sql(State.of(segment), scope, binder)
    rows = warehouse.query(
        f"WITH member AS (SELECT person FROM ({members}))\n"
        "SELECT name, value, count() AS everybody, countIf(person IN member) AS inside\n"
        f"FROM (\n{source.sql(scope, binder)}\n)\n"
        f"GROUP BY name, value HAVING everybody >= {PEOPLE_MIN}\n"
        f"ORDER BY name, everybody DESC LIMIT {VALUES_MAX} BY name",
        binder.parameters,
    ).rows
    return [
        _trait(source, (str(name), str(value)), (int(inside), people), (int(count), everybody))
        for name, value, count, inside in rows
    ]


def _trait(
    source: TraitSource, what: tuple[str, str], inside: tuple[int, int], everybody: tuple[int, int]
) -> Trait:
    """A trait from (who has it, of how many) inside and among everybody."""
    (hits, people), (count, all_people) = inside, everybody
    share, base = hits / people, count / all_people
    return Trait(
        kind=source.kind,
        name=what[0],
        value=what[1],
        inside=hits,
        everybody=count,
        share=share,
        base=base,
        lift=share / base,
        p_value=two_proportions(hits, people, count - hits, all_people - people),
        is_significant=False,
        name_said=Sentence(what[0], what[0]),
        value_said=Sentence(what[1], what[1]),
    )


def name_traits(
    traits: Sequence[Trait], sources: Sequence[TraitSource], tx: Transaction
) -> list[Trait]:
    """The same traits, with what their names and values are called."""
    words = {each.kind: _words(each, tx) for each in (ATTRIBUTES, BEHAVIOURS, *sources)}
    named = []
    for each in traits:
        name, value = _said(words[each.kind], each.name, each.value)
        named.append(replace(each, name_said=name, value_said=value))
    return named


def say_trait(
    source: TraitSource, name: str, value: str, tx: Transaction
) -> tuple[Sentence, Sentence]:
    """What the name and the value of a trait are called."""
    return _said(_words(source, tx), name, value)


def _words(source: TraitSource, tx: Transaction) -> Mapping[tuple[str, str], Sentence]:
    return source.words(tx) if source.words is not None else {}


def _said(
    words: Mapping[tuple[str, str], Sentence], name: str, value: str
) -> tuple[Sentence, Sentence]:
    plain = Sentence(value, value)
    said = words.get((name, value), plain) if value else plain
    return words.get((name, ""), Sentence(name, name)), said


def trait_people(
    source: TraitSource, name: str, value: str, *, segment: Segment | None, scope: Scope
) -> Statement:
    """Who has a trait (`person_id`): in a segment, or anybody."""
    binder = Binder()
    tests = [f"name = {binder.bind(name, 'String')}", f"value = {binder.bind(value, 'String')}"]
    if segment is not None:
        tests.append(f"person IN (\n{state_sql(State.of(segment), scope, binder)}\n)")
    return binder.statement(
        f"SELECT DISTINCT person AS person_id FROM (\n{source.sql(scope, binder)}\n)\n"
        f"WHERE {' AND '.join(tests)}"
    )


def find_source(kind: str, sources: Sequence[TraitSource]) -> TraitSource:
    """The source of a kind of trait.

    Raises:
        SegmentInvalid: There is none.
    """
    for each in (ATTRIBUTES, BEHAVIOURS, *sources):
        if each.kind == kind:
            return each
    raise SegmentInvalid(f'there are no traits of the kind "{kind}"', path="kind")


def two_proportions(hits: int, of: int, other_hits: int, other_of: int) -> float:
    """The two-sided p-value of the z-test with pooled variance; 1 where there is nothing to compare.

    >>> round(two_proportions(45, 100, 30, 100), 4)
    0.0284
    """
    if not of or not other_of:
        return 1.0
    pooled = (hits + other_hits) / (of + other_of)
    variance = pooled * (1 - pooled) * (1 / of + 1 / other_of)
    if variance <= 0:
        return 1.0
    z = (hits / of - other_hits / other_of) / math.sqrt(variance)
    return math.erfc(abs(z) / math.sqrt(2))


def _ranked(traits: list[Trait], *, rate: float = 0.05) -> list[Trait]:
    """By Benjamini and Hochberg: those up to the largest k with p(k) ≤ k / m · rate are more than chance.

    What is over-represented comes first, by its lift; then what the segment lacks.
    """
    by_p = sorted(traits, key=lambda each: each.p_value)
    last = max(
        (k for k, each in enumerate(by_p, 1) if each.p_value <= k / len(by_p) * rate), default=0
    )
    marked = [replace(each, is_significant=k <= last) for k, each in enumerate(by_p, 1)]
    return sorted(
        marked,
        key=lambda each: (
            not each.is_significant,
            each.lift < 1,
            -each.lift if each.lift >= 1 else each.lift,
            each.p_value,
        ),
    )


def _attributes(scope: Scope, binder: Binder) -> str:
    newest = (
        f"SELECT {scope.person} AS person, name, argMax((text, number), (at, person_id)) AS newest\n"
        "FROM person_attributes FINAL GROUP BY person, name"
    )
    del binder
    bands = (
        "SELECT name, quantilesExact(0.25, 0.5, 0.75)(newest.2) AS cuts, uniqExact(newest.2) AS different\n"
        "FROM held WHERE newest.2 IS NOT NULL GROUP BY name"
    )
    band = (
        "multiIf(newest.2 <= cuts[1], concat('≤ ', toString(cuts[1])),"
        " newest.2 <= cuts[2], concat(toString(cuts[1]), ' – ', toString(cuts[2])),"
        " newest.2 <= cuts[3], concat(toString(cuts[2]), ' – ', toString(cuts[3])),"
        " concat('> ', toString(cuts[3])))"
    )
    return (
        f"WITH held AS ({newest})\n"
        f"SELECT person, name, if(different > {VALUES_MAX} AND newest.2 IS NOT NULL, {band}, newest.1) AS value\n"
        f"FROM held LEFT JOIN ({bands}) AS bands USING (name) WHERE newest.1 != ''"
    )


def _behaviour_counts(
    segment: Segment, people: int, everybody: int, *, scope: Scope, warehouse: ProjectWarehouse
) -> list[Trait]:
    """The events of the last days, on their daily bitmaps: nobody is listed."""
    binder = Binder()
    state = State.of(segment)
    members = state_bitmaps([state], scope, binder)
    seen = "seen"
    if scope.has_merges:
        led = "bitmapToArray(bitmapAnd(seen, merged_people))"
        survivors = f"bitmapBuild(arrayMap(id -> {scope.survivor_of('id')}, {led}))"
        seen = f"bitmapOr(bitmapAndnot(seen, merged_people), {survivors})"
    merged = f", {MERGED_PEOPLE}" if scope.has_merges else ""
    rows = warehouse.query(
        f"WITH (SELECT {members.of[state.segment_id]} FROM {members.source}) AS member{merged}\n"
        "SELECT event, bitmapCardinality(whom) AS everybody, bitmapAndCardinality(whom, member)\n"
        f"FROM (SELECT event, {seen} AS whom FROM ({_daily_sql(scope, binder)}))\n"
        f"WHERE everybody >= {PEOPLE_MIN} ORDER BY event",
        binder.parameters,
    ).rows
    return [
        _trait(BEHAVIOURS, (str(event), ""), (int(inside), people), (int(count), everybody))
        for event, count, inside in rows
    ]


def _behaviours(scope: Scope, binder: Binder) -> str:
    raw = f"SELECT event, arrayJoin(bitmapToArray(seen)) AS person_id FROM ({_daily_sql(scope, binder)})"
    return f"SELECT DISTINCT {scope.person} AS person, event AS name, '' AS value FROM ({raw})"


def _daily_sql(scope: Scope, binder: Binder) -> str:
    """A SELECT of `event` and the bitmap `seen` of those who did it in the last days."""
    since = binder.bind(int(scope.now.timestamp() * 1000) - BEHAVIOUR_DAYS * _DAY_MS, "Int64")
    zone = binder.bind(scope.zone.key, "String")
    return (
        "SELECT event, groupBitmapMergeState(people) AS seen FROM event_people_daily\n"
        f"WHERE day >= toDate(fromUnixTimestamp64Milli({since}), {zone}) GROUP BY event"
    )


ATTRIBUTES = TraitSource("attribute", _attributes, attribute_words)
BEHAVIOURS = TraitSource("behaviour", _behaviours)
