"""What must always hold of what is known of people; `stayflow check` runs the laws, each tells its breaches.

That the people of a batch stand where a computation of everybody would put them is a law of the tests: to check it is
to compute everybody anew, which every night does. These laws hold what is recorded against itself.
"""

from collections.abc import Callable
from typing import Final

from stayflow.intake.reactor import place_of
from stayflow.language.scope import Scope
from stayflow.stores.relational import Transaction
from stayflow.stores.warehouse import ProjectWarehouse
from stayflow.understand.label import lock_rows
from stayflow.understand.lifecycle import list_runs
from stayflow.understand.live import LIVE_REACTOR
from stayflow.understand.score import SCORES, list_scores
from stayflow.understand.segment import Refresh, list_segments, members_of
from stayflow.understand.tag import TAGS, list_tags

Law = Callable[[Transaction, ProjectWarehouse, Scope], list[str]]

_SHOWN_MAX: Final = 20


def people_have_the_values_their_changes_say(
    tx: Transaction, facts: ProjectWarehouse, scope: Scope
) -> list[str]:
    """Who has a value of a tag is who gained it last and did not lose it since."""
    del scope
    tags = {each.tag_id: each.name for each in list_tags(tx)}
    lock_rows(tx, TAGS, list(tags))
    gained = """
        SELECT toString(tag_id) AS id, toString(value) AS value, person_id, 1 AS side FROM tag_changes
        GROUP BY tag_id, value, person_id HAVING argMax(is_gained, (at, number)) = 1
    """
    has = "SELECT toString(tag_id), toString(value), person_id, -1 FROM person_tags FINAL"
    rows = _unequal(facts, gained, has)
    return [f"{count} values of tag {tags.get(tag, tag)!r}" for tag, count in rows]


def people_are_in_the_bands_their_changes_say(
    tx: Transaction, facts: ProjectWarehouse, scope: Scope
) -> list[str]:
    """Who has a score, and in which band, is what the newest change of band says."""
    del scope
    scores = {each.score_id: each.name for each in list_scores(tx)}
    lock_rows(tx, SCORES, list(scores))
    entered = """
        SELECT toString(score_id) AS id, argMax(toString(band), (at, number)) AS value, person_id, 1 AS side
        FROM score_changes GROUP BY score_id, person_id HAVING argMax(is_gone, (at, number)) = 0
    """
    stands = "SELECT toString(score_id), toString(band), person_id, -1 FROM person_scores FINAL"
    rows = _unequal(facts, entered, stands)
    return [f"{count} bands of score {scores.get(each, each)!r}" for each, count in rows]


def _unequal(facts: ProjectWarehouse, changes: str, stands: str) -> list[tuple[str, int]]:
    """By id, how many of what changes say (`side` 1) and of what stands (-1) have no other side."""
    rows = facts.query(
        f"SELECT id, count() FROM (\n"
        f"SELECT id FROM ({changes} UNION ALL {stands}) GROUP BY id, value, person_id HAVING sum(side) != 0\n"
        f") GROUP BY id LIMIT {_SHOWN_MAX}"
    ).rows
    return [(str(each), int(count)) for each, count in rows]


def everybody_stands_in_a_stage(
    tx: Transaction, facts: ProjectWarehouse, scope: Scope
) -> list[str]:
    """Whoever was there when a model was computed stands in one of its stages."""
    if _has_news(tx):
        return []
    problems = []
    for run in list_runs(tx):
        last = tx.value(
            "select coalesce(max(person_id), 0) from persons where created_at < %s",
            (run.refreshed_at,),
        )
        missing = facts.value(
            f"""
            SELECT uniqExact({scope.person}) FROM people
            WHERE person_id <= {{last:UInt64}} AND {scope.person} NOT IN (
              SELECT {scope.person} FROM stage_changes WHERE model = {{model:String}} AND stage != ''
                AND replay = (SELECT max(replay) FROM stage_replays WHERE model = {{model:String}}))
            """,
            {"last": int(last), "model": run.model},
        )
        problems += [f"{missing} people stand nowhere in model {run.model!r}"] if missing else []
    return problems


def sizes_are_those_of_the_members(
    tx: Transaction, facts: ProjectWarehouse, scope: Scope
) -> list[str]:
    """The size that a segment in real time tells is how many people are in it."""
    if _has_news(tx):
        return []
    problems = []
    for each in list_segments(tx):
        if each.refresh != Refresh.LIVE or not each.version:
            continue
        people = members_of(each, scope=scope)
        count = facts.value(f"SELECT count() FROM ({people.sql})", people.parameters)
        if count != each.people_count:
            problems.append(f"{each.name!r} tells {each.people_count} people and holds {count}")
    return problems


def _has_news(tx: Transaction) -> bool:
    """Whether a batch came in that was not reacted to yet: whose people may stand where they stood before."""
    newest = tx.value("select coalesce(max(batch), 0) from batches")
    return bool(newest > place_of(tx, LIVE_REACTOR))


UNDERSTAND_LAWS: Final[tuple[Law, ...]] = (
    people_have_the_values_their_changes_say,
    people_are_in_the_bands_their_changes_say,
    everybody_stands_in_a_stage,
    sizes_are_those_of_the_members,
)
