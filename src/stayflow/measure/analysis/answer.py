"""From a question as written to its answer, or to the people behind one of its numbers."""

from time import perf_counter
from typing import Final

import msgspec

from stayflow.kernel.registry import Registry
from stayflow.language.raw import JsonObject, read_object, read_text
from stayflow.language.scope import Scope
from stayflow.language.sentence import Lang
from stayflow.language.statement import Statement
from stayflow.measure.analysis.holds import held_by
from stayflow.measure.analysis.kinds.attribution import parse_attribution
from stayflow.measure.analysis.kinds.distribution import parse_distribution
from stayflow.measure.analysis.kinds.formula import parse_formulas
from stayflow.measure.analysis.kinds.funnel import parse_funnel
from stayflow.measure.analysis.kinds.heatmap import parse_heatmap
from stayflow.measure.analysis.kinds.interval import parse_interval
from stayflow.measure.analysis.kinds.ltv import parse_ltv
from stayflow.measure.analysis.kinds.overlap import parse_overlap
from stayflow.measure.analysis.kinds.path import parse_path
from stayflow.measure.analysis.kinds.pool import parse_pool
from stayflow.measure.analysis.kinds.retention import parse_retention
from stayflow.measure.analysis.kinds.revenue import parse_revenue
from stayflow.measure.analysis.kinds.rfm import parse_rfm_question
from stayflow.measure.analysis.kinds.session import parse_session
from stayflow.measure.analysis.kinds.stage import parse_stage
from stayflow.measure.analysis.kinds.status import parse_status
from stayflow.measure.analysis.kinds.stickiness import parse_stickiness
from stayflow.measure.analysis.kinds.trend import parse_trend
from stayflow.measure.analysis.kinds.value import parse_value_question
from stayflow.measure.analysis.kinds.virality import parse_virality
from stayflow.measure.analysis.kinds.voice import parse_voice
from stayflow.measure.analysis.kinds.web import parse_web
from stayflow.measure.analysis.model import (
    Analysis,
    Desk,
    Frame,
    Labelled,
    Precision,
    QueryAnswer,
    ReadAnalysis,
    Sample,
)
from stayflow.measure.analysis.request import parse_frame, parse_lang, parse_precision
from stayflow.measure.analysis.sampling import choose_share, describe_share, estimate_answer
from stayflow.measure.analysis.words import head_breakdowns, label_values
from stayflow.stores.warehouse import ProjectWarehouse

GROUPS: Final = "groups"
"""Where a result keeps its breakdown beside the whole."""
ANALYSES: Registry[ReadAnalysis] = Registry("analysis")
ANALYSES.register("trend", parse_trend)
ANALYSES.register("funnel", parse_funnel)
ANALYSES.register("retention", parse_retention)
ANALYSES.register("stickiness", parse_stickiness)
ANALYSES.register("revenue", parse_revenue)
ANALYSES.register("rfm", parse_rfm_question)
ANALYSES.register("stage", parse_stage)
ANALYSES.register("attribution", parse_attribution)
ANALYSES.register("ltv", parse_ltv)
ANALYSES.register("value", parse_value_question)
ANALYSES.register("virality", parse_virality)
ANALYSES.register("voice", parse_voice)
ANALYSES.register("status", parse_status)
ANALYSES.register("path", parse_path)
ANALYSES.register("session", parse_session)
ANALYSES.register("interval", parse_interval)
ANALYSES.register("distribution", parse_distribution)
ANALYSES.register("overlap", parse_overlap)
ANALYSES.register("web", parse_web)
ANALYSES.register("heatmap", parse_heatmap)
ANALYSES.register("formula", parse_formulas)
ANALYSES.register("pool", parse_pool)


def answer_query(
    raw: object, *, scope: Scope, warehouse: ProjectWarehouse, sampled_from: int | None = None
) -> QueryAnswer:
    """Answer one question: `{"kind": …, "range": …, …}` as `contract.md` has it.

    Args:
        raw: The question; `lang` chooses the language of the definition, `en` or `zh`.
        scope: The project at this moment.
        warehouse: The project's facts.
        sampled_from: A question of the precision `auto` that would read so many rows or more is told from a share of
            the people; None answers every question exactly.

    Raises:
        InvalidInput: The question is wrong; the path names the place.
    """
    began = perf_counter()
    node = read_object(raw, "")
    frame, analysis = _read(node, scope)
    lang = parse_lang(node.get("lang"))
    precision = parse_precision(node.get("precision"))
    desk, share, sample = Desk(scope, warehouse), None, None
    if precision is Precision.AUTO and sampled_from is not None and not frame.overlaps:
        share = choose_share(analysis, desk, sampled_from=sampled_from)
    if share is None:
        result = _answer_exactly(node, frame, analysis, desk)
    else:
        result, sample = estimate_answer(analysis, share, desk)
    return QueryAnswer(
        kind=str(node["kind"]),
        result=result,
        definition=analysis.describe(lang) + describe_share(share, lang),
        rows_read=desk.rows_read,
        took_ms=round((perf_counter() - began) * 1000, 1),
        labels=label_values(frame, lang),
        headings=head_breakdowns(frame, lang),
        field_labels=analysis.field_labels(lang) if isinstance(analysis, Labelled) else None,
        precision=_precision_given(node, sample),
        sample=sample,
        holds=held_by(node, frame),
    )


def _answer_exactly(
    node: JsonObject, frame: Frame, analysis: Analysis, desk: Desk
) -> msgspec.Struct:
    result = analysis.answer(desk)
    if frame.overlaps and GROUPS in result.__struct_fields__:
        _, unsplit = _read(_unsplit(node), desk.scope)
        return msgspec.structs.replace(unsplit.answer(desk), groups=getattr(result, GROUPS))
    return result


def _precision_given(node: JsonObject, sample: Sample | None) -> Precision | None:
    if node.get("precision") is None:
        return None
    return Precision.EXACT if sample is None else Precision.SAMPLED


def who_people(raw: object, *, scope: Scope, warehouse: ProjectWarehouse) -> Statement:
    """The people behind the number that the question's `who` points at.

    Returns:
        A statement of one column, `person_id`: each canonical person once.

    Raises:
        UnknownCell: `who` points at no number of the answer.
        InvalidInput: The question is wrong; the path names the place.
    """
    node = read_object(raw, "")
    frame, analysis = _read(node, scope)
    who = read_object(node.get("who"), "who")
    if frame.overlaps and not {"by", "group"} & who.keys():
        _, analysis = _read(_unsplit(node), scope)
    return analysis.people(who, Desk(scope, warehouse))


def describe_query(raw: object, lang: Lang, *, scope: Scope) -> str:
    """What the question counts, in words, without counting."""
    return read_query(raw, scope=scope).describe(lang)


def read_query(raw: object, *, scope: Scope) -> Analysis:
    """Read a question of any kind.

    Raises:
        InvalidInput: The question is wrong; the path names the place.
    """
    _, analysis = _read(read_object(raw, ""), scope)
    return analysis


def _read(node: JsonObject, scope: Scope) -> tuple[Frame, Analysis]:
    read = ANALYSES.get(read_text(node.get("kind"), "kind"), path="kind")
    frame = parse_frame(node, scope)
    return frame, read(node, frame)


def _unsplit(node: JsonObject) -> JsonObject:
    """The question of everybody at once: where groups overlap, their sum is not the whole."""
    return {name: value for name, value in node.items() if name != "by"}
