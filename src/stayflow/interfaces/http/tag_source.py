"""The people behind the numbers of tags, scores and warnings that no condition describes: of a day, a bar, a draft."""

from datetime import date, datetime, timedelta

from stayflow.interfaces.http.context import ProjectContext
from stayflow.interfaces.http.model.people import (
    FadedPeople,
    ScoreDraftPeople,
    ScorePeople,
    TagDraftPeople,
    TagPeople,
)
from stayflow.interfaces.http.segment_source import Sourced, SourceInvalid
from stayflow.language.scope import Scope
from stayflow.language.sentence import Sentence
from stayflow.language.window import midnight
from stayflow.understand.lifecycle import find_settings, people_who_faded
from stayflow.understand.score import (
    Score,
    check_definition,
    get_score,
    people_between,
    people_in_band_at,
)
from stayflow.understand.score import people_of_draft as people_of_score_draft
from stayflow.understand.tag import get_tag, holders_at, movers_on, people_of_draft, read_tag

_OF_TAG = {
    "holders": Sentence(
        "{on} 标签“{tag}”是 {value} 的人", "those whose tag “{tag}” was {value} on {on}"
    ),
    "gained": Sentence(
        "{on} 标签“{tag}”变为 {value} 的人", "those whose tag “{tag}” became {value} on {on}"
    ),
    "lost": Sentence(
        "{on} 标签“{tag}”不再是 {value} 的人",
        "those whose tag “{tag}” ceased to be {value} on {on}",
    ),
}
_GRADES = {
    "watch": Sentence("关注", "watch"),
    "warn": Sentence("预警", "warn"),
    "urgent": Sentence("紧急", "urgent"),
}


def tag_source(context: ProjectContext, asked: TagPeople) -> Sourced:
    """Who had a value of a tag at the end of a day, or gained or lost it on that day."""
    scope = context.scope()
    with context.transaction() as tx:
        tag = get_tag(tx, asked.tag_id, path="source.tag.tag_id")
    if asked.part == "holders":
        people = holders_at(tag.tag_id, asked.value, _end_of(asked.on, scope), scope)
    else:
        gained = asked.part == "gained"
        people = movers_on(tag.tag_id, asked.value, asked.on, gained=gained, scope=scope)
    words = _OF_TAG[asked.part]
    said = {
        lang: words.say(lang, tag=tag.label.say(lang), value=asked.value, on=asked.on.isoformat())
        for lang in ("zh", "en")
    }
    return Sourced(people, Sentence(**said))


def tag_draft_source(context: ProjectContext, asked: TagDraftPeople) -> Sourced:
    """Who would have a value of a tag that is not saved."""
    scope = context.scope()
    read = read_tag("", asked.kind, asked.definition, scope.facets, path="source.tag_draft")
    words = Sentence(
        f"标签草稿为 {asked.value} 的人", f"those who had {asked.value} of a tag's draft"
    )
    return Sourced(people_of_draft(read, asked.value, scope=scope), words)


def score_source(context: ProjectContext, asked: ScorePeople) -> Sourced:
    """Who has a score within a bar of its histogram, or is in a band, or was at the end of a day.

    Raises:
        SourceInvalid: Neither is named whole.
    """
    scope = context.scope()
    with context.transaction() as tx:
        score = get_score(tx, asked.score_id, path="source.score.score_id")
    if asked.band is not None:
        return _in_band(score, asked.band, asked.on, scope)
    if asked.start is None or asked.end is None:
        raise SourceInvalid("give start and end, or band", path="source.score")
    people = people_between(score.score_id, asked.start, asked.end, scope=scope)
    span = f"{asked.start:g}–{asked.end:g}"
    return Sourced(
        people,
        Sentence(
            f"评分“{score.label.zh}”在 {span} 的人", f"those with {span} of “{score.label.en}”"
        ),
    )


def score_draft_source(context: ProjectContext, asked: ScoreDraftPeople) -> Sourced:
    """Who would have so many points of a score that is not saved."""
    scope = context.scope()
    definition = check_definition(asked.definition, scope)
    span = f"{asked.start:g}–{asked.end:g}"
    return Sourced(
        people_of_score_draft(definition, asked.start, asked.end, scope=scope),
        Sentence(f"评分草稿在 {span} 的人", f"those with {span} of a score's draft"),
    )


def faded_source(context: ProjectContext, asked: FadedPeople) -> Sourced:
    """Who was in a grade of the early warning when the days it compares began."""
    with context.transaction() as tx:
        settings = find_settings(tx)
    grade = _GRADES[asked.grade]
    return Sourced(
        people_who_faded(settings, asked.grade, scope=context.scope()),
        Sentence(
            f"此前处于流失预警“{grade.zh}”级的人",
            f"those who were in the grade “{grade.en}” of the early warning before",
        ),
    )


def _in_band(score: Score, band: str, on: date | None, scope: Scope) -> Sourced:
    moment = scope.now if on is None else _end_of(on, scope)
    day = on or scope.now.astimezone(scope.zone).date()
    words = Sentence(
        f"{day} 评分“{score.label.zh}”处于 {band or '最低档以下'} 的人",
        f"those in {band or 'no band'} of “{score.label.en}” on {day}",
    )
    return Sourced(people_in_band_at(score.score_id, band, moment, scope=scope), words)


def _end_of(day: date, scope: Scope) -> datetime:
    return midnight(day + timedelta(days=1), scope.zone) - timedelta(milliseconds=1)
