"""The people behind the numbers of tags and scores that no condition describes: of a past day, of a bar."""

from datetime import timedelta

from stayflow.interfaces.http.context import ProjectContext
from stayflow.interfaces.http.model.people import ScorePeople, TagPeople
from stayflow.interfaces.http.segment_source import Sourced
from stayflow.language.sentence import Sentence
from stayflow.language.window import midnight
from stayflow.understand.score import get_score, people_between
from stayflow.understand.tag import get_tag, holders_at


def tag_source(context: ProjectContext, asked: TagPeople) -> Sourced:
    """Who had a value of a tag at the end of a day."""
    scope = context.scope()
    with context.transaction() as tx:
        tag = get_tag(tx, asked.tag_id, path="source.tag.tag_id")
    end = midnight(asked.on + timedelta(days=1), scope.zone) - timedelta(milliseconds=1)
    return Sourced(
        holders_at(tag.tag_id, asked.value, end, scope),
        Sentence(
            f"{asked.on} 标签“{tag.label.zh}”是 {asked.value} 的人",
            f"those whose tag “{tag.label.en}” was {asked.value} on {asked.on}",
        ),
    )


def score_source(context: ProjectContext, asked: ScorePeople) -> Sourced:
    """Who has a score within a bar of its histogram."""
    with context.transaction() as tx:
        score = get_score(tx, asked.score_id, path="source.score.score_id")
    people = people_between(score.score_id, asked.start, asked.end, scope=context.scope())
    span = f"{asked.start:g}–{asked.end:g}"
    return Sourced(
        people,
        Sentence(
            f"评分“{score.label.zh}”在 {span} 的人", f"those with {span} of “{score.label.en}”"
        ),
    )
