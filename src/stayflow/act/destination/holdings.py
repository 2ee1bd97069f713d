"""What destinations hold of persons, and how they let go of them."""

from typing import Final

from stayflow.access.erasure import Holdings, StateTable, Way, Why

DESTINATION_HOLDINGS: Final = Holdings(
    state=(
        StateTable(
            "destination_withdrawals",
            "person_id = any(%(people)s) or ids && %(people)s::bigint[]",
            way=Way.KEPT,
            reason=Why.BEING_TOLD,
        ),
    )
)
