"""From a question as written to its answer, or to the people behind one of its numbers."""

from time import perf_counter

from stayflow.kernel.registry import Registry
from stayflow.language.raw import JsonObject, read_object, read_text
from stayflow.language.scope import Scope
from stayflow.language.sentence import Lang
from stayflow.language.statement import Statement
from stayflow.measure.analysis.kinds.attribution import parse_attribution
from stayflow.measure.analysis.kinds.distribution import parse_distribution
from stayflow.measure.analysis.kinds.formula import parse_formulas
from stayflow.measure.analysis.kinds.funnel import parse_funnel
from stayflow.measure.analysis.kinds.interval import parse_interval
from stayflow.measure.analysis.kinds.ltv import parse_ltv
from stayflow.measure.analysis.kinds.overlap import parse_overlap
from stayflow.measure.analysis.kinds.path import parse_path
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
from stayflow.measure.analysis.model import Analysis, Desk, QueryAnswer, ReadAnalysis
from stayflow.measure.analysis.request import parse_frame, parse_lang
from stayflow.stores.warehouse import ProjectWarehouse

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
ANALYSES.register("formula", parse_formulas)


def answer_query(raw: object, *, scope: Scope, warehouse: ProjectWarehouse) -> QueryAnswer:
    """Answer one question: `{"kind": …, "range": …, …}` as `contract.md` has it.

    Args:
        raw: The question; `lang` chooses the language of the definition, `en` or `zh`.
        scope: The project at this moment.
        warehouse: The project's facts.

    Raises:
        InvalidInput: The question is wrong; the path names the place.
    """
    began = perf_counter()
    analysis = read_query(raw, scope=scope)
    node = read_object(raw, "")
    lang = parse_lang(node.get("lang"))
    desk = Desk(scope, warehouse)
    result = analysis.answer(desk)
    return QueryAnswer(
        kind=str(node["kind"]),
        result=result,
        definition=analysis.describe(lang),
        rows_read=desk.rows_read,
        took_ms=round((perf_counter() - began) * 1000, 1),
    )


def who_people(raw: object, *, scope: Scope, warehouse: ProjectWarehouse) -> Statement:
    """The people behind the number that the question's `who` points at.

    Returns:
        A statement of one column, `person_id`: each canonical person once.

    Raises:
        UnknownCell: `who` points at no number of the answer.
        InvalidInput: The question is wrong; the path names the place.
    """
    analysis = read_query(raw, scope=scope)
    who: JsonObject = read_object(read_object(raw, "").get("who"), "who")
    return analysis.people(who, Desk(scope, warehouse))


def describe_query(raw: object, lang: Lang, *, scope: Scope) -> str:
    """What the question counts, in words, without counting."""
    return read_query(raw, scope=scope).describe(lang)


def read_query(raw: object, *, scope: Scope) -> Analysis:
    """Read a question of any kind.

    Raises:
        InvalidInput: The question is wrong; the path names the place.
    """
    node = read_object(raw, "")
    read = ANALYSES.get(read_text(node.get("kind"), "kind"), path="kind")
    return read(node, parse_frame(node, scope.facets))
