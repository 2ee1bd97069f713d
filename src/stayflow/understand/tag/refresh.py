"""Computing tags: everybody by the clock and on request, the people of a batch as it is recorded."""

from collections.abc import Sequence
from dataclasses import dataclass

from stayflow.kernel.errors import StayflowError
from stayflow.language.scope import Scope
from stayflow.stores.relational import Transaction
from stayflow.stores.warehouse import ProjectWarehouse
from stayflow.understand.fact import take_number
from stayflow.understand.label import lock_rows, mark_refreshed
from stayflow.understand.live import LiveBatch
from stayflow.understand.tag.change import is_given
from stayflow.understand.tag.compile import ReadTag, compile_tags, read_tag
from stayflow.understand.tag.lineage import tags_named_by
from stayflow.understand.tag.model import Schedule, Tag
from stayflow.understand.tag.store import TAGS, list_tags
from stayflow.understand.tag.write import write_differences, write_orders


@dataclass(frozen=True, slots=True)
class Skipped:
    """A tag that could not be computed: a name it reads is gone."""

    tag_id: str
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a refresh did.

    Attributes:
        computed: Ids of the tags that are up to date now.
        skipped: Tags that keep what they had.
    """

    computed: tuple[str, ...]
    skipped: tuple[Skipped, ...]


def refresh_tags(
    tx: Transaction,
    *,
    scope: Scope,
    warehouse: ProjectWarehouse,
    cause: str,
    tag_ids: Sequence[str] | None = None,
) -> Refreshed:
    """Compute tags together for the people of the scope (everybody, unless it names some), and record differences.

    Tags that no other of them is computed from share one statement; those that read other tags follow in a further
    one. A tag that cannot be compiled any more keeps what it had.

    Args:
        tx: A transaction of the project; computations of the same tags follow one another until it ends.
        scope: The project now.
        warehouse: Where the values are recorded.
        cause: As the changes will tell what they came of.
        tag_ids: Only these; None is every tag.
    """
    tags = [each for each in list_tags(tx) if tag_ids is None or each.tag_id in tag_ids]
    lock_rows(tx, TAGS, [each.tag_id for each in tags])
    number = take_number(tx, "tag", cause)
    computed: list[str] = []
    skipped: list[Skipped] = []
    for level in in_levels(tags):
        sound, broken = _read_level(level, scope)
        write_differences(sound, scope=scope, warehouse=warehouse, cause=cause, number=number)
        write_orders(sound, scope=scope, warehouse=warehouse)
        computed += [each.tag_id for each in sound]
        skipped += broken
    if scope.people is None:
        mark_refreshed(tx, TAGS, computed, scope.now)
    return Refreshed(tuple(computed), tuple(skipped))


def refresh_scheduled(
    tx: Transaction, schedules: Sequence[Schedule], *, scope: Scope, warehouse: ProjectWarehouse
) -> Refreshed:
    """Compute the tags of these schedules for everybody; `Schedule.DAILY` is every night, which takes all along."""
    wanted = {each.value for each in schedules}
    if Schedule.DAILY in schedules:
        wanted = {each.value for each in Schedule}
    ids = [each.tag_id for each in list_tags(tx) if each.schedule in wanted]
    cause = Schedule.DAILY.value if Schedule.DAILY in schedules else schedules[0].value
    return refresh_tags(tx, scope=scope, warehouse=warehouse, cause=cause, tag_ids=ids)


def refresh_live(batch: LiveBatch) -> None:
    """Compute the tags of real time for the people of a batch, and what was given to whoever was merged."""
    with batch.relational.project(batch.project) as tx:
        ids = [
            each.tag_id
            for each in list_tags(tx)
            if each.schedule == Schedule.LIVE or is_given(each)
        ]
        refresh_tags(
            tx, scope=batch.scope, warehouse=batch.warehouse, cause=batch.cause, tag_ids=ids
        )


def in_levels(tags: Sequence[Tag]) -> list[list[Tag]]:
    """The tags in groups, each after those whose tags it reads."""
    by_key = {key: each.tag_id for each in tags for key in (each.tag_id, each.name)}
    needs = {
        each.tag_id: {by_key[key] for key in tags_named_by(each) if key in by_key} for each in tags
    }
    levels: list[list[Tag]] = []
    done: set[str] = set()
    left = list(tags)
    while left:
        ready = [each for each in left if needs[each.tag_id] <= done] or left
        levels.append(ready)
        done |= {each.tag_id for each in ready}
        left = [each for each in left if each.tag_id not in done]
    return levels


def _read_level(level: Sequence[Tag], scope: Scope) -> tuple[list[ReadTag], list[Skipped]]:
    sound: list[ReadTag] = []
    broken: list[Skipped] = []
    for tag in level:
        try:
            read = read_tag(tag.tag_id, tag.kind, tag.definition, scope.facets)
            compile_tags([read], scope)
        except StayflowError as error:
            broken.append(Skipped(tag.tag_id, tag.name, str(error)))
        else:
            sound.append(read)
    return sound, broken
