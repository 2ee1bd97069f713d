"""The models that ship: one for a life with the product, one for a life with the brand.

Signs are asked of the events a project has: who never sends `review.submitted` gets a model that does not ask for it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from stayflow.language.raw import JsonObject

PURCHASES: Final = ("purchase", "order", "order_completed", "pay", "subscription_started")
SHARES: Final = ("share", "content.shared", "invite", "invitation.sent", "referral")
REVIEWS: Final = ("review.submitted", "review", "comment")
NPS: Final = ("nps.answered",)
COMPLAINTS: Final = ("complaint", "complaint.submitted", "refund", "support_chat")
INTERESTS: Final = ("product_view", "add_to_cart", "favorite", "search")
DETRACTOR_MAX: Final = 6
"""Of an NPS answer: 0 to 6 is a detractor."""


@dataclass(frozen=True, slots=True)
class Signs:
    """The events of a project that tell where somebody stands.

    Attributes:
        purchase: What counts as a purchase; empty counts days with any event instead.
        loyal: Shares, invitations and reviews: emotional connection.
        nps: Answers to the NPS question, with the property `score`.
        complaint: Complaints, returns, calls for help.
        interest: What only those do who consider to buy.
    """

    purchase: tuple[str, ...] = ("purchase",)
    loyal: tuple[str, ...] = ()
    nps: tuple[str, ...] = ()
    complaint: tuple[str, ...] = ()
    interest: tuple[str, ...] = ()


def find_signs(events: Collection[str]) -> Signs:
    """The signs among the events that a project has seen."""
    return Signs(
        purchase=_known(PURCHASES, events)[:1],
        loyal=_known((*SHARES, *REVIEWS), events),
        nps=_known(NPS, events),
        complaint=_known(COMPLAINTS, events),
        interest=_known(INTERESTS, events),
    )


@dataclass(frozen=True, slots=True)
class DefaultThresholds:
    """Where the stages of the default model begin; all in the project's calendar.

    Attributes:
        exploration_days: Since the first contact: after it nobody is new any more.
        exploration_purchases: The first repurchase.
        growth_days: Since the first contact.
        growth_purchases: In `growth_window_days`: a steady frequency.
        growth_window_days: The window of it.
        maturity_days: Since the first contact.
        maturity_purchases: In `maturity_window_days`: a stable peak.
        maturity_window_days: The window of it.
        churn_days: Without any event.
        churn_drop: Share by which a person's frequency is below their own habit, when they do not buy again.
        churn_quiet_days: For so long without a purchase, for the drop to count.
    """

    exploration_days: int = 28
    exploration_purchases: int = 2
    growth_days: int = 56
    growth_purchases: int = 3
    growth_window_days: int = 90
    maturity_days: int = 180
    maturity_purchases: int = 6
    maturity_window_days: int = 180
    churn_days: int = 60
    churn_drop: float = 0.3
    churn_quiet_days: int = 60


DEFAULTS: Final = DefaultThresholds()


def default_definition(
    signs: Signs | None = None, thresholds: DefaultThresholds = DEFAULTS
) -> JsonObject:
    """The default model as it would be posted: acquisition, exploration, growth, maturity, churn.

    Args:
        signs: The events that are asked for; only `purchase` when it is left out.
        thresholds: Where the stages begin.
    """
    return _Writer(signs or Signs()).default(thresholds)


def marketing_definition(signs: Signs | None = None) -> JsonObject:
    """The marketing model as it would be posted: awareness, interest, purchase, loyalty, loss.

    Args:
        signs: The events that are asked for; only `purchase` when it is left out.
    """
    return _Writer(signs or Signs()).marketing()


@dataclass(frozen=True, slots=True)
class _Writer:
    signs: Signs

    def default(self, at: DefaultThresholds) -> JsonObject:
        steady = self._bought(at.growth_purchases, at.growth_window_days)
        fond = self._fond(at.growth_window_days)
        if fond:
            again = self._bought(at.exploration_purchases, at.growth_window_days)
            steady = _either(steady, _all(again, *fond))
        return {
            "stages": [
                _stage("acquisition", "获取"),
                _stage(
                    "exploration",
                    "探索",
                    _either(
                        _known_for(at.exploration_days), self._bought(at.exploration_purchases)
                    ),
                ),
                _stage("growth", "成长", _all(_known_for(at.growth_days), steady)),
                _stage(
                    "maturity",
                    "成熟",
                    _all(
                        _known_for(at.maturity_days),
                        self._bought(at.maturity_purchases, at.maturity_window_days),
                        *self._no_detractor(at.maturity_window_days),
                    ),
                ),
                _stage("churn", "流失", _either(_gone(at.churn_days), *self._fading(at))),
            ]
        }

    def marketing(self) -> JsonObject:
        known = _either(_known_for(7), _days(2, 30))
        if self.signs.interest:
            known = _did(self.signs.interest, 2, 30)
        loyal = self._bought(3, 180)
        fond = self._fond(180)
        if fond:
            loyal = _either(loyal, _all(self._bought(1, 180), *fond))
        return {
            "stages": [
                _stage("awareness", "认知"),
                _stage("interest", "兴趣", known),
                _stage("purchase", "购买", self._bought(1, 180)),
                _stage("loyalty", "忠诚", loyal),
                _stage("loss", "流失", _gone(90)),
            ]
        }

    def _bought(self, count: int, days: int | None = None) -> JsonObject:
        if not self.signs.purchase:
            return _days(count, days)
        return _did(self.signs.purchase, count, days)

    def _fond(self, days: int) -> list[JsonObject]:
        """A share, an invitation, a review: somebody who speaks of us."""
        return [_did(self.signs.loyal, 1, days)] if self.signs.loyal else []

    def _no_detractor(self, days: int) -> list[JsonObject]:
        if not self.signs.nps:
            return []
        low = {"property": "score", "op": "lte", "value": DETRACTOR_MAX}
        return [{"not": _did(self.signs.nps, 1, days, where=low)}]

    def _fading(self, at: DefaultThresholds) -> list[JsonObject]:
        """Clearly less often than their own habit, and no purchase any more, or complaints."""
        habit: JsonObject = {"habit": {"drop": at.churn_drop}}
        signs: list[JsonObject] = (
            [{"not": self._bought(1, at.churn_quiet_days)}] if self.signs.purchase else []
        )
        if self.signs.complaint:
            signs.append(_did(self.signs.complaint, 2, at.churn_quiet_days))
        return [_all(habit, _either(*signs))] if signs else []


def _known(names: tuple[str, ...], events: Collection[str]) -> tuple[str, ...]:
    return tuple(name for name in names if name in events)


def _stage(name: str, zh: str, when: JsonObject | None = None) -> JsonObject:
    stage: dict[str, object] = {"name": name, "label": {"zh": zh, "en": name}}
    return stage if when is None else stage | {"when": when}


def _known_for(days: int) -> JsonObject:
    return {"did": {"event": "*", "within": {"before": f"{days}d"}}}


def _gone(days: int) -> JsonObject:
    return _all(
        {"did": {"event": "*"}}, {"not": {"did": {"event": "*", "within": {"last": f"{days}d"}}}}
    )


def _did(
    events: tuple[str, ...], count: int, days: int | None = None, *, where: JsonObject | None = None
) -> JsonObject:
    body: dict[str, object] = {"event": events[0] if len(events) == 1 else list(events)}
    if where is not None:
        body["where"] = where
    body["count"] = count
    return {"did": body | _within(days)}


def _days(count: int, days: int | None = None) -> JsonObject:
    return {
        "did": {"event": "*", "aggregate": "days", "op": "gte", "value": count, **_within(days)}
    }


def _within(days: int | None) -> dict[str, object]:
    return {"within": {"last": f"{days}d"}} if days else {}


def _all(*members: JsonObject) -> JsonObject:
    return {"all": list(members)}


def _either(*members: JsonObject) -> JsonObject:
    return members[0] if len(members) == 1 else {"any": list(members)}
