"""What a project means by each of the five stages."""

from collections.abc import Collection
from typing import Final

import msgspec

from stayflow.kernel.errors import InvalidInput
from stayflow.language.metric import ANY_EVENT, parse_selection
from stayflow.language.raw import JsonObject
from stayflow.understand.lifecycle import find_signs

STAGES: Final = ("acquisition", "activation", "retention", "revenue", "referral")
ACTIVATIONS: Final = (
    "activated", "onboarding_completed", "sign_up", "signup", "register", "registered", "account_created",
    "member_joined", "add_to_cart", "favorite", "product_view", "search", "play", "read", "deposit",
)  # fmt: skip
"""Names that first good experiences often have, the surest first."""
REFERRALS: Final = (
    "invitation.sent", "invite", "invite_sent", "referral", "share", "content.shared", "shared",
)  # fmt: skip


class PirateInvalid(InvalidInput):
    """A stage that cannot be defined so."""

    code = "pirate_invalid"


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The events of a stage.

    Attributes:
        event: A name, several, or `*` for any.
        where: A filter of their properties.
        amount: The property that is summed; of the stage of revenue only.
    """

    event: str | list[str] = ANY_EVENT
    where: dict[str, object] | None = None
    amount: str | None = None

    def selection(self) -> JsonObject:
        """As questions name events."""
        asked: dict[str, object] = {"event": self.event}
        return asked if self.where is None else {**asked, "where": self.where}


class Steps(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The five stages; None where a project has no such event.

    Attributes:
        acquisition: People come by their first of these; `*`: by their first event ever.
        activation: What those who came do when they found what it is for.
        retention: What those who did it in the range before do again.
        revenue: What is paid for.
        referral: What brings others.
    """

    acquisition: Step = Step()
    activation: Step | None = None
    retention: Step = Step()
    revenue: Step = Step()
    referral: Step | None = None


def suggest_steps(events: Collection[str]) -> Steps:
    """The stages as the events of a project let us guess them."""
    bought = find_signs(events).purchase
    return Steps(
        activation=_first(ACTIVATIONS, events),
        revenue=Step(bought[0]) if bought else Step(),
        referral=_first(REFERRALS, events),
    )


def parse_steps(raw: object) -> Steps:
    """Read the stages as somebody wrote them.

    Raises:
        PirateInvalid: A part has the wrong shape, or an amount stands where nothing is summed.
        InvalidInput: A filter cannot be read; the path is below the stage.
    """
    try:
        steps = msgspec.convert(raw, Steps)
    except msgspec.ValidationError as error:
        raise PirateInvalid(str(error)) from error
    for name in STAGES:
        step: Step | None = getattr(steps, name)
        if step is None:
            continue
        parse_selection(step.selection(), name)
        if step.amount is not None and name != "revenue":
            raise PirateInvalid("only revenue sums an amount", path=f"{name}.amount")
    return steps


def _first(names: Collection[str], known: Collection[str]) -> Step | None:
    return next((Step(name) for name in names if name in known), None)
