"""Facts of change that were held back: what they are, having them told after all, dropping them."""

from typing import Annotated

from fastapi import Query

from stayflow.interfaces import held_facts
from stayflow.interfaces.http.context import InProject
from stayflow.interfaces.http.least import Least
from stayflow.interfaces.http.model.fact import HeldFactsList, HeldFactsShape
from stayflow.interfaces.http.route.table import PROJECT, Route, Tag
from stayflow.understand import fact as room
from stayflow.understand.fact import HeldState


def list_held_facts(
    context: InProject,
    everything: bool = False,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> HeldFactsList:
    """What was held back and nobody decided on, or is being told; everything there ever was."""
    with context.transaction() as tx:
        page = room.list_held(tx, is_open=not everything, limit=limit, cursor=cursor)
    return HeldFactsList(
        held=[HeldFactsShape.model_validate(each) for each in page.items], next=page.next
    )


def tell_held_facts(held_id: str, context: InProject) -> HeldFactsShape:
    """Have them told after all: whatever reacts to them does so."""
    held = held_facts.begin(context.app, context.project, held_id, by=context.caller.actor)
    return HeldFactsShape.model_validate(held)


def drop_held_facts(held_id: str, context: InProject) -> HeldFactsShape:
    """Tell nobody; the changes themselves stay recorded."""
    with context.transaction() as tx:
        held = room.decide_held(
            tx, held_id, HeldState.DROPPED, by=context.caller.actor, now=context.now()
        )
    return HeldFactsShape.model_validate(held)


_ALL = PROJECT + "/held-facts"
_ONE = _ALL + "/{held_id}"
ROUTES = (
    Route("GET", _ALL, list_held_facts, Least.VIEWER, Tag.SEGMENTS, HeldFactsList),
    Route("POST", _ONE + "/tell", tell_held_facts, Least.OPERATOR, Tag.SEGMENTS, HeldFactsShape),
    Route("POST", _ONE + "/drop", drop_held_facts, Least.OPERATOR, Tag.SEGMENTS, HeldFactsShape),
)
