"""The statements of an effect: one row per person of the campaign, and counts over them."""

from datetime import date
from typing import Final

from stayflow.language.event_filter import filter_sql
from stayflow.language.scope import Scope, ValueType, property_sql
from stayflow.language.statement import Binder, Statement
from stayflow.measure.effect.model import EffectGoal, EffectQuestion, Outcome

_GROUPS = {
    Outcome.AUDIENCE: "1",
    Outcome.TREATED: "arm = 'treated'",
    Outcome.SENT: "sent > 0",
    Outcome.FAILED: "arm = 'treated' AND sent = 0 AND refused > 0",
    Outcome.IN_DOUBT: "arm = 'treated' AND sent = 0 AND refused = 0",
    Outcome.OPENED: "opened > 0",
    Outcome.CLICKED: "clicked > 0",
    Outcome.UNSUBSCRIBED: "unsubscribed > 0",
    Outcome.CONVERTED: "arm = 'treated' AND conversions > 0",
    Outcome.NOT_CONVERTED: "arm = 'treated' AND conversions = 0",
    Outcome.HOLDOUT: "arm = 'holdout'",
    Outcome.HOLDOUT_CONVERTED: "arm = 'holdout' AND conversions > 0",
    Outcome.DROPPED: "arm = 'dropped'",
}
"""What makes a person belong to each group, over the columns of `answers`."""


FIRST_AT: Final = {
    Outcome.SENT: "sent_at",
    Outcome.OPENED: "opened_at",
    Outcome.CLICKED: "clicked_at",
    Outcome.CONVERTED: "converted_at",
}
"""Groups that a day of the series counts, by the day of the first such answer."""


def campaign_people_sql(
    question: EffectQuestion,
    outcome: Outcome,
    scope: Scope,
    *,
    reason: str | None = None,
    on: date | None = None,
) -> Statement:
    """The people behind one count: rows of `person_id`, one per canonical person.

    Args:
        question: The campaign and its goal.
        outcome: Which group.
        scope: The project.
        reason: With `Outcome.DROPPED`: only those dropped for it.
        on: With a group of `FIRST_AT`: only those whose first answer was on that day of the zone.
    """
    binder = Binder()
    test = _GROUPS[outcome]
    if reason is not None:
        test += f" AND reason = {binder.bind(reason, 'String')}"
    if on is not None:
        zone = binder.bind(scope.zone.key, "String")
        test += f" AND toDate({FIRST_AT[outcome]}, {zone}) = {binder.bind(on, 'Date')}"
    return binder.statement(
        f"{_answers(question, scope, binder)}\nSELECT person AS person_id FROM answers WHERE {test}"
    )


def totals_sql(question: EffectQuestion, scope: Scope) -> Statement:
    """Everything that is counted, by arm and reason."""
    binder = Binder()
    open_test = "0"
    if question.goal is not None:
        window = binder.bind(_window_ms(question.goal), "Int64")
        now = binder.instant(scope.now)
        open_test = f"arm != 'dropped' AND addMilliseconds(assigned_at, {window}) > {now}"
    return binder.statement(
        f"""{_answers(question, scope, binder)}
SELECT
    arm, reason,
    count() AS people,
    countIf({_GROUPS[Outcome.SENT]}) AS people_sent,
    countIf({_GROUPS[Outcome.FAILED]}) AS people_failed,
    countIf({_GROUPS[Outcome.IN_DOUBT]}) AS people_in_doubt,
    countIf({_GROUPS[Outcome.OPENED]}) AS people_opened,
    countIf({_GROUPS[Outcome.CLICKED]}) AS people_clicked,
    countIf({_GROUPS[Outcome.UNSUBSCRIBED]}) AS people_unsubscribed,
    countIf(conversions > 0) AS people_converted,
    sum(conversions) AS conversion_count,
    toFloat64(sum(revenue)) AS revenue_total,
    sum(toFloat64(revenue) * toFloat64(revenue)) AS revenue_squares,
    countIf({open_test}) AS people_open
FROM answers
GROUP BY arm, reason
ORDER BY arm, reason"""
    )


def series_sql(question: EffectQuestion, scope: Scope) -> Statement:
    """Per day of the project's zone: people by the day of their first answer of each kind."""
    binder = Binder()
    zone = binder.bind(scope.zone.key, "String")
    return binder.statement(
        f"""{_answers(question, scope, binder)},
first_answer AS (
    SELECT arrayJoin([
        tuple('sent', sent > 0, sent_at),
        tuple('opened', opened > 0, opened_at),
        tuple('clicked', clicked > 0, clicked_at),
        tuple('converted', arm = 'treated' AND conversions > 0, converted_at)
    ]) AS answer
    FROM answers
)
SELECT
    toDate(answer.3, {zone}) AS day,
    countIf(answer.1 = 'sent') AS sent,
    countIf(answer.1 = 'opened') AS opened,
    countIf(answer.1 = 'clicked') AS clicked,
    countIf(answer.1 = 'converted') AS converted
FROM first_answer
WHERE answer.2
GROUP BY day
ORDER BY day"""
    )


def _answers(question: EffectQuestion, scope: Scope, binder: Binder) -> str:
    """CTEs that end in `answers`: one row per person, with their arm and what they did."""
    return f"""WITH
message_event AS (
    SELECT {scope.person} AS person, event, time,
        JSONExtractString(properties, 'reason') AS why,
        NOT JSONExtractBool(properties, 'automatic') AS by_person
    FROM events
    WHERE event IN (
        'message.sent', 'message.failed', 'message.withheld', 'message.dropped',
        'message.opened', 'message.clicked', 'message.unsubscribed'
    ) AND campaign = {binder.bind(question.campaign, "String")}
),
touched_person AS (
    SELECT person,
        countIf(event IN ('message.sent', 'message.failed')) AS handed_over,
        countIf(event = 'message.withheld') AS withheld,
        countIf(event = 'message.sent') AS sent,
        countIf(event = 'message.failed' AND why != 'in_doubt') AS refused,
        countIf(event = 'message.opened' AND by_person) AS opened,
        countIf(event = 'message.clicked' AND by_person) AS clicked,
        countIf(event = 'message.unsubscribed') AS unsubscribed,
        minIf(time, event = 'message.sent') AS sent_at,
        minIf(time, event = 'message.opened' AND by_person) AS opened_at,
        minIf(time, event = 'message.clicked' AND by_person) AS clicked_at,
        multiIf(handed_over > 0 AND withheld > 0, 'both', handed_over > 0, 'treated',
            withheld > 0, 'holdout', 'dropped') AS arm,
        if(arm = 'dropped', anyIf(why, event = 'message.dropped'), '') AS reason,
        minIf(time, event IN ('message.sent', 'message.failed', 'message.withheld')) AS assigned_at
    FROM message_event
    GROUP BY person
),
{_goal_ctes(question.goal, scope, binder)}"""


def _goal_ctes(goal: EffectGoal | None, scope: Scope, binder: Binder) -> str:
    if goal is None:
        return """answers AS (
    SELECT *, toUInt64(0) AS conversions, toDecimal128(0, 6) AS revenue,
        toDateTime64(0, 3, 'UTC') AS converted_at
    FROM touched_person
)"""
    window = binder.bind(_window_ms(goal), "Int64")
    last = f"addMilliseconds(assigned_at, {window})"
    where = "" if goal.where is None else f"\n        AND {filter_sql(goal.where, scope, binder)}"
    return f"""goal_event AS (
    SELECT {scope.person} AS person, time, {_amount(goal, scope, binder)} AS goal_amount
    FROM events
    WHERE event = {binder.bind(goal.event, "String")}{where}
        AND time > (SELECT min(assigned_at) FROM touched_person WHERE arm != 'dropped')
        AND time <= addMilliseconds((SELECT max(assigned_at) FROM touched_person), {window})
        AND person IN (SELECT person FROM touched_person WHERE arm != 'dropped')
),
conversion AS (
    SELECT touched_person.person AS person, count() AS times, sum(goal_amount) AS total,
        min(goal_event.time) AS first_at
    FROM touched_person INNER JOIN goal_event ON goal_event.person = touched_person.person
    WHERE arm != 'dropped' AND goal_event.time > assigned_at AND goal_event.time <= {last}
    GROUP BY touched_person.person
),
answers AS (
    SELECT touched_person.*, conversion.times AS conversions, conversion.total AS revenue,
        conversion.first_at AS converted_at
    FROM touched_person LEFT JOIN conversion ON conversion.person = touched_person.person
)"""


def _amount(goal: EffectGoal, scope: Scope, binder: Binder) -> str:
    """A decimal, so that money adds up exactly."""
    if goal.amount is None:
        return "toDecimal128(ifNull(revenue, 0), 6)"
    amount = property_sql(scope, binder, goal.amount, wanted=ValueType.NUMBER, path="goal.amount")
    return f"toDecimal128(ifNull({amount}, 0), 6)"


def _window_ms(goal: EffectGoal) -> int:
    return round(goal.window.total_seconds() * 1000)
