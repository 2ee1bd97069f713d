"""The kinds of condition and of breakdown that rooms add, and how their clauses are edited."""

from stayflow.interfaces.http.context import InProject
from stayflow.interfaces.http.least import Least
from stayflow.interfaces.http.model.condition import (
    BreakdownKinds,
    ConditionKind,
    ConditionKinds,
    EditorAnswer,
    EditorBody,
    EditorField,
)
from stayflow.interfaces.http.route.table import PROJECT, Route, Tag, Trace


def list_condition_kinds(context: InProject) -> ConditionKinds:
    """Every kind of condition that a room adds."""
    return ConditionKinds(
        kinds=[
            ConditionKind(name=facet.name, editor=EditorAnswer.model_validate(facet.editor({})))
            for facet in context.scope().facets
        ]
    )


def get_condition_editor(kind: str, body: EditorBody, context: InProject) -> EditorAnswer:
    """How a clause of this kind is edited, given what stands in it already."""
    facet = context.scope().facets.get(kind, path="kind")
    return EditorAnswer.model_validate(facet.editor(body.clause))


def list_breakdown_kinds(context: InProject) -> BreakdownKinds:
    """Every kind of breakdown that a room adds, with what may stand in it."""
    return BreakdownKinds(
        kinds=[
            EditorField.model_validate(splitter.offer()) for splitter in context.scope().splitters
        ]
    )


_KINDS = PROJECT + "/condition-kinds"
ROUTES = (
    Route("GET", _KINDS, list_condition_kinds, Least.VIEWER, Tag.PEOPLE, ConditionKinds),
    Route(
        "POST",
        _KINDS + "/{kind}/editor",
        get_condition_editor,
        Least.VIEWER,
        Tag.PEOPLE,
        EditorAnswer,
        trace=Trace.NEVER,
    ),
    Route(
        "GET",
        PROJECT + "/breakdown-kinds",
        list_breakdown_kinds,
        Least.VIEWER,
        Tag.ANALYSIS,
        BreakdownKinds,
    ),
)
