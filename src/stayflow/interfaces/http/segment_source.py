"""The people behind the numbers of segments: versions, changes, overlaps, traits."""

from dataclasses import dataclass

from stayflow.interfaces.http.context import ProjectContext
from stayflow.interfaces.http.model.people import OverlapPeople, SegmentPeople, TraitPeople
from stayflow.kernel.errors import InvalidInput
from stayflow.language.sentence import Sentence
from stayflow.language.statement import Statement
from stayflow.understand.segment import (
    Part,
    Segment,
    changed_people,
    find_source,
    get_segment,
    members_at,
    members_of,
    overlap_people,
    say_trait,
    trait_people,
    version_people,
)

_PARTS = {
    Part.MEMBERS: Sentence("成员", "members"),
    Part.ENTERED: Sentence("新进入的人", "those who entered"),
    Part.LEFT: Sentence("离开的人", "those who left"),
}


class SourceInvalid(InvalidInput):
    """A source of people names nothing, or more than one thing."""

    code = "source_invalid"


@dataclass(frozen=True, slots=True)
class Sourced:
    """A list of people: the statement (`person_id`), and what it is in words."""

    people: Statement
    said: Sentence


def segment_source(context: ProjectContext, asked: SegmentPeople) -> Sourced:
    """The members of a segment now, then, or those who entered or left.

    Raises:
        SourceInvalid: A time without its end, or with a version.
    """
    segment = _segment(context, asked.segment_id, "source.segment.segment_id")
    words = _PARTS[Part(asked.part)]
    said = Sentence(f"分群“{segment.name}”：{words.zh}", f"segment “{segment.name}”: {words.en}")
    if asked.version is None:
        return Sourced(_in_time(context, segment, asked), said)
    if asked.since is not None or asked.until is not None:
        raise SourceInvalid("give a version or a time", path="source.segment.version")
    part = Part(asked.part)
    people = version_people(segment.segment_id, asked.version, part, scope=context.scope())
    return Sourced(
        people,
        Sentence(
            f"分群“{segment.name}”第 {asked.version} 版：{words.zh}",
            f"version {asked.version} of segment “{segment.name}”: {words.en}",
        ),
    )


def overlap_source(context: ProjectContext, asked: OverlapPeople) -> Sourced:
    """The people who are in exactly these of some segments."""
    segments = [_segment(context, each, "source.overlap.segments") for each in asked.segments]
    chosen = [each for each in segments if {each.segment_id, each.name} & set(asked.inside)]
    people = overlap_people(segments, [each.segment_id for each in chosen], scope=context.scope())
    names = [each.name for each in chosen]
    others = [each.name for each in segments if each not in chosen]
    zh = f"同时在“{'”“'.join(names)}”" + (f"，不在“{'”“'.join(others)}”" if others else "")
    en = f"in “{'”, “'.join(names)}”" + (f", not in “{'”, “'.join(others)}”" if others else "")
    return Sourced(people, Sentence(zh, en))


def trait_source(context: ProjectContext, asked: TraitPeople) -> Sourced:
    """The people of a segment, or all, who have a trait."""
    segment = _segment(context, asked.segment_id, "source.trait.segment_id")
    sources = context.app.traits(context.project)
    source = find_source(asked.kind, sources)
    people = trait_people(
        source,
        asked.name,
        asked.value,
        segment=None if asked.everybody else segment,
        scope=context.scope(),
    )
    with context.transaction() as tx:
        name, value = say_trait(source, asked.name, asked.value, tx)
    zh, en = f"{name.zh} {value.zh}".strip(), f"{name.en} {value.en}".strip()
    if asked.everybody:
        return Sourced(people, Sentence(f"有特征“{zh}”的所有人", f"everybody with “{en}”"))
    return Sourced(
        people,
        Sentence(
            f"分群“{segment.name}”中有特征“{zh}”的人", f"those of “{segment.name}” with “{en}”"
        ),
    )


def _in_time(context: ProjectContext, segment: Segment, asked: SegmentPeople) -> Statement:
    scope, part = context.scope(), Part(asked.part)
    if part is Part.MEMBERS:
        if asked.until is None:
            return members_of(segment, scope=scope)
        return members_at(segment, asked.until, scope=scope)
    if asked.since is None or asked.until is None:
        raise SourceInvalid("give since and until, or a version", path="source.segment.since")
    return changed_people(segment, part, asked.since, asked.until, scope=scope)


def _segment(context: ProjectContext, key: str, path: str) -> Segment:
    with context.transaction() as tx:
        return get_segment(tx, key, path=path)
