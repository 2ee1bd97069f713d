"""The model every project starts with: acquisition, exploration, growth, maturity, churn."""

from dataclasses import dataclass

from stayflow.language.raw import JsonObject


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


def default_definition(
    purchase: str | None = "purchase", thresholds: DefaultThresholds | None = None
) -> JsonObject:
    """The default model as it would be posted.

    Args:
        purchase: The event that counts as a purchase; None counts days with any event instead.
        thresholds: Where the stages begin.
    """
    at = thresholds or DefaultThresholds()
    return {
        "stages": [
            {"name": "acquisition", "label": {"zh": "获取", "en": "acquisition"}},
            {
                "name": "exploration",
                "label": {"zh": "探索", "en": "exploration"},
                "when": {
                    "any": [
                        _known_for(at.exploration_days),
                        _bought(purchase, at.exploration_purchases),
                    ]
                },
            },
            {
                "name": "growth",
                "label": {"zh": "成长", "en": "growth"},
                "when": {
                    "all": [
                        _known_for(at.growth_days),
                        _bought(purchase, at.growth_purchases, at.growth_window_days),
                    ]
                },
            },
            {
                "name": "maturity",
                "label": {"zh": "成熟", "en": "maturity"},
                "when": {
                    "all": [
                        _known_for(at.maturity_days),
                        _bought(purchase, at.maturity_purchases, at.maturity_window_days),
                    ]
                },
            },
            {
                "name": "churn",
                "label": {"zh": "流失", "en": "churn"},
                "when": {
                    "all": [
                        {"did": {"event": "*"}},
                        {"not": {"did": {"event": "*", "within": {"last": f"{at.churn_days}d"}}}},
                    ]
                },
            },
        ]
    }


def _known_for(days: int) -> JsonObject:
    return {"did": {"event": "*", "within": {"before": f"{days}d"}}}


def _bought(purchase: str | None, count: int, days: int | None = None) -> JsonObject:
    within: JsonObject = {"within": {"last": f"{days}d"}} if days else {}
    if purchase is None:
        return {"did": {"event": "*", "aggregate": "days", "op": "gte", "value": count, **within}}
    return {"did": {"event": purchase, "count": count, **within}}
