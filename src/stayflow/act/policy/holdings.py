"""What policy holds of persons, and how it lets go of them."""

from typing import Final

from stayflow.access.erasure import Holdings, StateTable, Way, Why

# Who said that they want no more messages must not get one again when somebody imports an old list.
POLICY_HOLDINGS: Final = Holdings(
    state=(
        StateTable("touches"),
        StateTable(
            "suppressions",
            "address = any(%(values)s)",
            way=Way.KEPT,
            reason=Why.NOT_WRITTEN_TO_AGAIN,
        ),
    )
)
