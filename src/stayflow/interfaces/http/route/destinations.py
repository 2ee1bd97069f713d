"""Destinations: where a project's data goes."""

from typing import Annotated, Any

from fastapi import Query

from stayflow.access.audit import Deed, record_audit
from stayflow.act import destination as rooms
from stayflow.act.destination import Delivery, DeliveryState, Destination, Replay
from stayflow.interfaces.http.context import InProject
from stayflow.interfaces.http.least import Least
from stayflow.interfaces.http.model.destination import (
    DeliveryAnswer,
    DeliveryDetail,
    DeliveryList,
    DestinationAnswer,
    DestinationChangeBody,
    DestinationCreateBody,
    DestinationKindList,
    DestinationList,
    DestinationMade,
    ReplayAnswer,
    ReplayBody,
    TrialAnswer,
    WithdrawalAnswer,
)
from stayflow.interfaces.http.route.table import PROJECT, Route, Tag, Trace
from stayflow.understand.profile import list_identities

_SAMPLE_MAX = 10
_Limit = Annotated[int, Query(ge=1, le=500)]


def list_destination_kinds(_context: InProject) -> DestinationKindList:
    """Every kind of destination there is, and what it asks for."""
    kinds = [rooms.KINDS.get(name) for name in rooms.KINDS.names()]
    return DestinationKindList.model_validate(
        {"kinds": [{"kind": each.name, "label": each.label, "asks": each.asks} for each in kinds]}
    )


def list_destinations(
    context: InProject, cursor: str | None = None, limit: _Limit = 50
) -> DestinationList:
    """Destinations, and how they do."""
    with context.transaction() as tx:
        page = rooms.list_destinations(tx, box=context.app.box, cursor=cursor, limit=limit)
    return DestinationList(
        destinations=[
            DestinationAnswer.model_validate(_fields(context, each)) for each in page.items
        ],
        next=page.next,
    )


def create_destination(body: DestinationCreateBody, context: InProject) -> DestinationMade:
    """Make a destination; its generated secret is shown this once."""
    with context.transaction() as tx:
        made = rooms.create_destination(
            tx,
            body.model_dump(mode="json"),
            scope=context.scope(),
            box=context.app.box,
            now=context.now(),
            by=context.caller.actor,
        )
    answer = {**_fields(context, made.destination), "secrets": made.secrets}
    return DestinationMade.model_validate(answer)


def get_destination(destination_id: str, context: InProject) -> DestinationAnswer:
    """One destination."""
    return _one(context, destination_id)


def change_destination(
    destination_id: str, body: DestinationChangeBody, context: InProject
) -> DestinationAnswer:
    """Change a destination; it goes on where it is."""
    changes: dict[str, Any] = body.model_dump(mode="json", exclude_unset=True)
    with context.transaction() as tx:
        rooms.change_destination(
            tx,
            destination_id,
            changes,
            scope=context.scope(),
            box=context.app.box,
            now=context.now(),
        )
    return _one(context, destination_id)


def remove_destination(destination_id: str, context: InProject) -> None:
    """Remove a destination and the history of its deliveries."""
    with context.transaction() as tx:
        rooms.remove_destination(tx, destination_id)


def pause_destination(destination_id: str, context: InProject) -> DestinationAnswer:
    """Send nothing for now; what is recorded waits."""
    with context.transaction() as tx:
        rooms.pause_destination(tx, destination_id)
    return _one(context, destination_id)


def resume_destination(destination_id: str, context: InProject) -> DestinationAnswer:
    """Go on where it was, at once."""
    with context.transaction() as tx:
        rooms.resume_destination(tx, destination_id)
    return _one(context, destination_id)


def replay_destination(destination_id: str, body: ReplayBody, context: InProject) -> ReplayAnswer:
    """Send again: since an instant, from a batch on, or what was given up."""
    wanted = Replay(since=body.since, batch=body.batch, dead=body.dead)
    with context.transaction() as tx:
        replayed = rooms.replay_destination(
            tx, destination_id, wanted, box=context.app.box, now=context.now()
        )
    return ReplayAnswer.model_validate(replayed)


def test_destination(destination_id: str, context: InProject) -> TrialAnswer:
    """Hand one made-up row over."""
    outcome = rooms.try_destination(context.app.forwarding, context.project, destination_id)
    return TrialAnswer(delivered=outcome.is_delivered, detail=outcome.detail)


def list_deliveries(
    destination_id: str,
    context: InProject,
    state: DeliveryState | None = None,
    cursor: str | None = None,
    limit: _Limit = 50,
) -> DeliveryList:
    """Deliveries of a destination, the newest first."""
    with context.transaction() as tx:
        rooms.get_destination(tx, destination_id, box=context.app.box)
        page = rooms.list_deliveries(tx, destination_id, state=state, cursor=cursor, limit=limit)
    return DeliveryList(
        deliveries=[DeliveryAnswer.model_validate(_delivery(each)) for each in page.items],
        next=page.next,
    )


def get_delivery(destination_id: str, delivery_id: str, context: InProject) -> DeliveryDetail:
    """One delivery with its first rows."""
    with context.transaction() as tx:
        destination = rooms.get_destination(tx, destination_id, box=context.app.box)
        delivery = rooms.get_delivery(tx, destination_id, delivery_id)
    rows = rooms.read_rows(context.app.forwarding, context.project, destination, delivery)
    sample = [{"id": row.row_id, **row.body} for row in rows[:_SAMPLE_MAX]]
    return DeliveryDetail.model_validate({**_delivery(delivery), "sample": sample})


def _one(context: InProject, destination_id: str) -> DestinationAnswer:
    with context.transaction() as tx:
        destination = rooms.get_destination(tx, destination_id, box=context.app.box)
    return DestinationAnswer.model_validate(_fields(context, destination))


def _fields(context: InProject, destination: Destination) -> dict[str, object]:
    with context.transaction() as tx:
        standing = rooms.read_standing(tx, destination, now=context.now())
    definition = destination.definition
    own = {name: getattr(destination, name) for name in Destination.__slots__}
    del own["definition"]
    return {
        **own,
        "events": definition.events,
        "segments": definition.segments,
        "attributes": definition.attributes,
        "computed": definition.computed,
        "fields": definition.fields,
        "health": standing.health,
        "lag": standing.lag,
        "deliveries": standing.tally,
    }


def withdraw_person(person_id: int, context: InProject) -> WithdrawalAnswer:
    """Let every destination forget a person: rows are deleted, or `person.erased` is told."""
    ids = context.app.ids_of(context.project, person_id)
    with context.transaction() as tx:
        identities: dict[str, list[str]] = {}
        for each in list_identities(tx, [ids[0]])[ids[0]]:
            identities.setdefault(each.kind, []).append(each.value)
        rooms.withdraw_person(tx, ids, identities, now=context.now(), by=context.caller.actor)
        record_audit(
            tx,
            Deed(context.caller.actor, "people.withdraw", str(ids[0])),
            {},
            clock=context.app.clock,
        )
        told = len(rooms.list_destinations(tx, box=context.app.box, limit=1000).items)
    return WithdrawalAnswer(person_id=ids[0], ids=list(ids), destinations=told)


def _delivery(delivery: Delivery) -> dict[str, object]:
    own = {name: getattr(delivery, name) for name in DeliveryAnswer.model_fields if name != "rows"}
    return {**own, "rows": delivery.row_count}


_ALL = PROJECT + "/destinations"
_ONE = _ALL + "/{destination_id}"
_SENT = _ONE + "/deliveries"
_TAG = Tag.DATA
ROUTES = (
    Route(
        "GET",
        PROJECT + "/destination-kinds",
        list_destination_kinds,
        Least.OPERATOR,
        _TAG,
        DestinationKindList,
    ),
    Route("GET", _ALL, list_destinations, Least.OPERATOR, _TAG, DestinationList),
    # whoever makes a destination takes all the project's data out of it
    Route("POST", _ALL, create_destination, Least.OWNER, _TAG, DestinationMade, status=201),
    Route("GET", _ONE, get_destination, Least.OPERATOR, _TAG, DestinationAnswer),
    Route("PATCH", _ONE, change_destination, Least.OWNER, _TAG, DestinationAnswer),
    Route("DELETE", _ONE, remove_destination, Least.OWNER, _TAG),
    Route("POST", _ONE + "/pause", pause_destination, Least.OPERATOR, _TAG, DestinationAnswer),
    Route("POST", _ONE + "/resume", resume_destination, Least.OPERATOR, _TAG, DestinationAnswer),
    Route("POST", _ONE + "/replay", replay_destination, Least.OPERATOR, _TAG, ReplayAnswer),
    Route("POST", _ONE + "/test", test_destination, Least.OWNER, _TAG, TrialAnswer),
    Route("GET", _SENT, list_deliveries, Least.OPERATOR, _TAG, DeliveryList),
    Route(
        "GET",
        _SENT + "/{delivery_id}",
        get_delivery,
        Least.OPERATOR,
        _TAG,
        DeliveryDetail,
        trace=Trace.ALWAYS,
    ),
    Route(
        "POST",
        PROJECT + "/people/{person_id}/withdrawal",
        withdraw_person,
        Least.OWNER,
        Tag.PEOPLE,
        WithdrawalAnswer,
        status=202,
        trace=Trace.BY_ITSELF,
    ),
)
