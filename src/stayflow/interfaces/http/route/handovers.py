"""A segment that goes to a destination once: its people of now, with what for."""

from stayflow.act.destination import (
    MembersExport,
    export_members,
    get_destination,
    list_member_exports,
)
from stayflow.interfaces.http.context import InProject
from stayflow.interfaces.http.least import Least
from stayflow.interfaces.http.model.destination import (
    HandoverAnswer,
    HandoverBody,
    HandoverList,
)
from stayflow.interfaces.http.route.table import PROJECT, Route, Tag
from stayflow.understand.segment import get_segment


def list_handovers(segment_id: str, context: InProject) -> HandoverList:
    """Where the people of a segment were handed over to, the newest first."""
    with context.transaction() as tx:
        segment = get_segment(tx, segment_id)
        found = list_member_exports(tx, segment.segment_id)
    return HandoverList(handovers=[_answer(each) for each in found])


def hand_over_segment(segment_id: str, body: HandoverBody, context: InProject) -> HandoverAnswer:
    """Hand the people of a segment over to a destination once; they leave with its next deliveries."""
    with context.transaction() as tx:
        segment = get_segment(tx, segment_id)
        destination = get_destination(tx, body.destination_id, box=context.app.box)
        made = export_members(
            tx,
            destination,
            segment,
            purpose=body.purpose,
            by=context.caller.actor,
            now=context.now(),
        )
    return _answer(made)


def _answer(export: MembersExport) -> HandoverAnswer:
    return HandoverAnswer.model_validate(export)


_ALL = PROJECT + "/segments/{segment_id}/handovers"
ROUTES = (
    Route("GET", _ALL, list_handovers, Least.OPERATOR, Tag.SEGMENTS, HandoverList),
    Route(
        "POST", _ALL, hand_over_segment, Least.OPERATOR, Tag.SEGMENTS, HandoverAnswer, status=202
    ),
)
