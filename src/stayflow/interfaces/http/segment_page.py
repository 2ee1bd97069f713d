"""A segment as the API shows it."""

from typing import cast

from stayflow.app import USES
from stayflow.interfaces.http.context import ProjectContext
from stayflow.interfaces.http.model.common import Json, Sentence
from stayflow.interfaces.http.model.segment import (
    SegmentAnswer,
    SegmentEditionShape,
    SegmentRefreshShape,
    UseShape,
)
from stayflow.kernel.errors import StayflowError
from stayflow.language.condition import describe_condition, parse_condition
from stayflow.language.sentence import Sentence as Words
from stayflow.stores.relational import Transaction
from stayflow.understand.segment import (
    Segment,
    SegmentEdition,
    as_thing,
    describe_algebra,
    list_segments,
    read_algebra,
)
from stayflow.understand.usage import Use, find_uses

_GONE = Sentence(zh="条件中的名称已不存在", en="its condition names something that is gone")


def draw_segment(
    context: ProjectContext, tx: Transaction, segment: Segment, *, unknown: int | None = None
) -> SegmentAnswer:
    """One segment with what names it."""
    uses = uses_of(tx, segment)
    return SegmentAnswer(
        segment_id=segment.segment_id,
        name=segment.name,
        description=segment.note,
        condition=cast("dict[str, Json] | None", segment.condition),
        algebra=cast("dict[str, Json] | None", segment.algebra),
        sentence=_sentence(context, tx, segment),
        people=segment.people_count,
        version=segment.version,
        refresh=_refresh(segment.refresh, segment.refresh_at),
        refreshed_at=segment.refreshed_at,
        problem=segment.problem,
        edition=segment.edition,
        created_at=segment.created_at,
        created_by=segment.created_by,
        changed_at=segment.changed_at,
        changed_by=segment.changed_by,
        used_by=[each.name for each in uses],
        uses=[UseShape.model_validate(each) for each in uses],
        unknown=unknown,
    )


def draw_edition(edition: SegmentEdition) -> SegmentEditionShape:
    """What a segment was defined as."""
    return SegmentEditionShape(
        edition=edition.edition,
        name=edition.name,
        description=edition.note,
        condition=cast("dict[str, Json] | None", edition.condition),
        algebra=cast("dict[str, Json] | None", edition.algebra),
        refresh=_refresh(edition.refresh, edition.refresh_at),
        changed_at=edition.changed_at,
        changed_by=edition.changed_by,
    )


def uses_of(tx: Transaction, segment: Segment) -> list[Use]:
    """Everything that names a segment, each once."""
    return list(dict.fromkeys(find_uses(tx, as_thing(segment), USES)))


def _refresh(how: str, at: str) -> SegmentRefreshShape:
    return SegmentRefreshShape.model_validate({"how": how, "at": at})


def _sentence(context: ProjectContext, tx: Transaction, segment: Segment) -> Sentence:
    if segment.is_static:
        said = segment.said or Words(segment.note or "固定名单", segment.note or "a fixed list")
        return Sentence(zh=said.zh, en=said.en)
    if segment.algebra is not None:
        operation = read_algebra(segment.algebra)
        names = {each.segment_id: each.name for each in list_segments(tx)}
        return Sentence(
            zh=describe_algebra(operation, names, "zh"), en=describe_algebra(operation, names, "en")
        )
    try:
        condition = parse_condition(segment.condition, "condition", facets=context.scope().facets)
    except StayflowError:
        return _GONE
    return Sentence(zh=describe_condition(condition, "zh"), en=describe_condition(condition, "en"))
