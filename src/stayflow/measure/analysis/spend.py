"""What was spent to win people, over the days of a question.

A cost is known by source and month; its days are taken to have cost the same, so that part of a month costs that
part of it.
"""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta

from stayflow.language.scope import Cost


def spent_between(costs: Sequence[Cost], first: date, last: date) -> dict[str, float]:
    """Spend by source from the day `first` to the day `last`, both included."""
    found: dict[str, float] = {}
    for each in costs:
        days = monthrange(each.month.year, each.month.month)[1]
        begin = max(first, each.month)
        end = min(last, each.month + timedelta(days=days - 1))
        if begin <= end:
            part = float(each.spend) * ((end - begin).days + 1) / days
            found[each.source] = found.get(each.source, 0.0) + part
    return found
