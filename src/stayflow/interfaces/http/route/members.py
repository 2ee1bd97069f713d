"""Points and what earns them."""

from typing import Annotated, Any

from fastapi import Query

from stayflow.interfaces.http.context import InProject
from stayflow.interfaces.http.least import Least
from stayflow.interfaces.http.model.common import Sentence
from stayflow.interfaces.http.model.reward import (
    EarningDefinition,
    EarningRuleAnswer,
    EarningRuleBody,
    EarningRuleChangeBody,
    EarningRuleList,
    PointsAdjustBody,
    PointsAnswer,
    PointsTotals,
    PostingShape,
    SimulatedDayShape,
    SimulationAnswer,
)
from stayflow.interfaces.http.route.table import PROJECT, Route, Tag, Trace
from stayflow.kernel.errors import InvalidInput
from stayflow.kernel.ids import PersonId, new_id
from stayflow.reward import earning
from stayflow.reward.earning import EarningRule, Granted, RuleChange
from stayflow.reward.ledger import (
    Kind,
    Posting,
    find_violations,
    get_holding,
    get_totals,
    list_statement,
    post,
)


def list_earning_rules(context: InProject) -> EarningRuleList:
    """The rules."""
    with context.transaction() as tx:
        rules = earning.list_rules(tx)
        granted = earning.list_granted(tx, rules)
    return EarningRuleList(rules=[_rule(context, each, granted[each.rule_id]) for each in rules])


def create_earning_rule(body: EarningRuleBody, context: InProject) -> EarningRuleAnswer:
    """Make a rule; it holds for events from now on."""
    with context.transaction() as tx:
        rule = earning.create_rule(
            tx,
            body.name,
            _definition(body.definition),
            scope=context.scope(),
            actor=context.caller.actor,
            enabled=body.enabled,
        )
    return _rule(context, rule, Granted(0, 0))


def change_earning_rule(
    rule_id: str, body: EarningRuleChangeBody, context: InProject
) -> EarningRuleAnswer:
    """Change a rule."""
    definition = None if body.definition is None else _definition(body.definition)
    change = RuleChange(body.name, definition, body.enabled)
    with context.transaction() as tx:
        rule = earning.change_rule(
            tx, rule_id, change, scope=context.scope(), actor=context.caller.actor
        )
        granted = earning.list_granted(tx, [rule])
    return _rule(context, rule, granted[rule.rule_id])


def remove_earning_rule(rule_id: str, context: InProject) -> None:
    """End a rule; what it granted stays."""
    with context.transaction() as tx:
        earning.remove_rule(tx, rule_id, now=context.now())


def simulate_earning_rule(body: EarningDefinition, context: InProject) -> SimulationAnswer:
    """What a draft would have granted over the last 30 days."""
    found = earning.simulate_rule(
        _definition(body), scope=context.scope(), warehouse=context.warehouse()
    )
    return SimulationAnswer(
        events=found.events,
        people=found.people,
        points=found.points,
        points_per_person_max=found.points_per_person_max,
        days=[
            SimulatedDayShape(
                t=day.on.isoformat(), events=day.events, people=day.people, points=day.points
            )
            for day in found.days
        ],
    )


def get_points_totals(context: InProject) -> PointsTotals:
    """The project's books."""
    with context.transaction() as tx:
        totals = get_totals(tx)
        broken = find_violations(tx)
    return PointsTotals(
        unit=totals.unit,
        issued=totals.issued,
        spent=totals.spent,
        adjusted=totals.adjusted,
        outstanding=totals.outstanding,
        holders=totals.holders,
        balanced=not broken,
    )


def get_points(
    person_id: int,
    context: InProject,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> PointsAnswer:
    """One person's points."""
    people = context.app.ids_of(context.project, person_id)
    with context.transaction() as tx:
        holding = get_holding(tx, people)
        page = list_statement(tx, people, limit=limit, cursor=cursor)
    return PointsAnswer(
        person_id=people[0],
        balance=holding.balance,
        earned=holding.earned,
        spent=holding.spent,
        statement=[PostingShape.model_validate(line) for line in page.items],
        next=page.next,
    )


def adjust_points(person_id: int, body: PointsAdjustBody, context: InProject) -> PointsAnswer:
    """Correct a person's points, with a reason."""
    people = context.app.ids_of(context.project, person_id)
    posting = Posting(
        key=f"adjust:{body.key or new_id()}",
        person_id=people[0],
        amount=body.points,
        kind=Kind.ADJUST,
        reason=body.reason,
        at=context.now(),
        actor=context.caller.actor,
        merged_ids=tuple(PersonId(each) for each in people[1:]),
    )
    with context.transaction() as tx:
        post(tx, posting, now=context.now())
    return get_points(person_id, context)


def _definition(body: EarningDefinition) -> dict[str, Any]:
    return body.model_dump(mode="json", exclude_none=True)


def _sentence(context: InProject, rule: EarningRule) -> Sentence:
    """What a rule says; its name, where it names what is not there any more."""
    try:
        definition = earning.parse_definition(rule.definition, facets=context.scope().facets)
    except InvalidInput:
        return Sentence(zh=rule.name, en=rule.name)
    return Sentence(
        zh=earning.describe_rule(definition, "zh"), en=earning.describe_rule(definition, "en")
    )


def _rule(context: InProject, rule: EarningRule, granted: Granted) -> EarningRuleAnswer:
    trouble = earning.trouble_of(rule, context.scope())
    return EarningRuleAnswer(
        rule_id=rule.rule_id,
        version=rule.version,
        name=rule.name,
        definition=EarningDefinition.model_validate(rule.definition),
        enabled=rule.enabled,
        sentence=_sentence(context, rule),
        points_granted=granted.points,
        times_granted=granted.grants,
        trouble=trouble,
        created_at=rule.created_at,
        changed_at=rule.changed_at,
    )


_RULES, _POINTS = PROJECT + "/earning-rules", PROJECT + "/points"
_RULE, _PERSON = _RULES + "/{rule_id}", _POINTS + "/{person_id}"
ROUTES = (
    Route("GET", _RULES, list_earning_rules, Least.VIEWER, Tag.MEMBERS, EarningRuleList),
    Route(
        "POST",
        _RULES,
        create_earning_rule,
        Least.OPERATOR,
        Tag.MEMBERS,
        EarningRuleAnswer,
        status=201,
    ),
    Route(
        "POST",
        _RULES + "/simulate",
        simulate_earning_rule,
        Least.ANALYST,
        Tag.MEMBERS,
        SimulationAnswer,
        trace=Trace.NEVER,
    ),
    Route("PATCH", _RULE, change_earning_rule, Least.OPERATOR, Tag.MEMBERS, EarningRuleAnswer),
    Route("DELETE", _RULE, remove_earning_rule, Least.OPERATOR, Tag.MEMBERS),
    Route("GET", _POINTS, get_points_totals, Least.VIEWER, Tag.MEMBERS, PointsTotals),
    Route(
        "GET",
        _PERSON,
        get_points,
        Least.ANALYST,
        Tag.MEMBERS,
        PointsAnswer,
        trace=Trace.ALWAYS,
    ),
    Route("POST", _PERSON + "/adjust", adjust_points, Least.OPERATOR, Tag.MEMBERS, PointsAnswer),
)
