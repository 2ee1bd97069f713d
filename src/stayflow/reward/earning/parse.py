"""From a rule as written to a rule that can be compiled."""

from decimal import Decimal, InvalidOperation

from stayflow.kernel.registry import Registry
from stayflow.language.condition import parse_condition
from stayflow.language.event_filter import parse_event_filter
from stayflow.language.raw import read_choice, read_object, read_text, shown
from stayflow.language.scope import Facet
from stayflow.reward.earning.errors import EarningRuleInvalid
from stayflow.reward.earning.model import REVENUE, Definition, Grant, Rounding

FIELDS = ("event", "where", "people", "points", "per_amount", "amount", "rounding")
EVENT_PREFIX = "points."
"""Events of our own grants; a rule that earned on them would feed itself."""
POINTS_MAX = 10**9
PER_AMOUNT_DECIMALS = 6


def parse_definition(raw: object, *, facets: Registry[Facet]) -> Definition:
    """Read a rule's definition.

    Args:
        raw: `{event, where, people, points | per_amount, amount, rounding}`.
        facets: Kinds of condition of the project.

    Raises:
        EarningRuleInvalid: It does not say how much, says it twice, or earns on our own grants.
        Malformed: A part has the wrong shape; the path names it.
    """
    node = read_object(raw, "", known=FIELDS)
    event = read_text(node.get("event"), "event")
    if event.startswith(EVENT_PREFIX):
        raise EarningRuleInvalid(
            f"{event} is written by earning rules; one that earned on it would feed itself",
            path="event",
        )
    where, people = node.get("where"), node.get("people")
    return Definition(
        event=event,
        where=None if where is None else parse_event_filter(where, "where"),
        people=None if people is None else parse_condition(people, "people", facets=facets),
        grant=_parse_grant(
            node.get("points"),
            node.get("per_amount"),
            read_text(node.get("amount") or REVENUE, "amount"),
            read_choice(
                node.get("rounding") or Rounding.DOWN.value, "rounding", [r.value for r in Rounding]
            ),
        ),
        raw={key: value for key, value in node.items() if value is not None},
    )


def _parse_grant(points: object, per_amount: object, amount: str, rounding: str) -> Grant:
    if (points is None) == (per_amount is None):
        raise EarningRuleInvalid(
            "give either `points` (a fixed number) or `per_amount` (points per unit of `amount`)",
            path="points",
        )
    if points is not None:
        if not isinstance(points, int) or isinstance(points, bool) or not 0 < points <= POINTS_MAX:
            raise EarningRuleInvalid(
                f"expected a whole number from 1 to {POINTS_MAX}, got {shown(points)}",
                path="points",
            )
        return Grant(points=points)
    return Grant(per_amount=_parse_rate(per_amount), amount=amount, rounding=Rounding(rounding))


def _parse_rate(raw: object) -> Decimal:
    try:
        rate = Decimal(str(raw))
        exact = rate.quantize(Decimal(1).scaleb(-PER_AMOUNT_DECIMALS))
    except InvalidOperation:
        rate = exact = Decimal(0)
    if isinstance(raw, bool) or not 0 < rate <= POINTS_MAX or exact != rate:
        raise EarningRuleInvalid(
            f"expected a number above 0 with at most {PER_AMOUNT_DECIMALS} decimals, "
            f"got {shown(raw)}",
            path="per_amount",
        )
    return exact
