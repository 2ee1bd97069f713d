"""The kinds of condition that rooms add, and how their clauses are edited."""

from stayflow.interfaces.http.context import InProject
from stayflow.interfaces.http.least import Least
from stayflow.interfaces.http.model.condition import (
    ConditionKind,
    ConditionKinds,
    EditorAnswer,
    EditorBody,
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
)
