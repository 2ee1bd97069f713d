"""Points and what earns them."""

from typing import Annotated

from fastapi import Query

from stayflow.interfaces.http.context import InProject
from stayflow.interfaces.http.least import Least
from stayflow.interfaces.http.model.reward import (
    EarningRuleAnswer,
    EarningRuleBody,
    EarningRuleChangeBody,
    EarningRuleList,
    PointsAdjustBody,
    PointsAnswer,
    PointsTotals,
)
from stayflow.interfaces.http.pending import pending
from stayflow.interfaces.http.route.table import PROJECT, Route, Tag


def list_earning_rules(context: InProject) -> EarningRuleList:
    """The rules."""
    raise pending()


def create_earning_rule(body: EarningRuleBody, context: InProject) -> EarningRuleAnswer:
    """Make a rule; it holds for events from now on."""
    raise pending()


def change_earning_rule(
    rule_id: str, body: EarningRuleChangeBody, context: InProject
) -> EarningRuleAnswer:
    """Change a rule."""
    raise pending()


def remove_earning_rule(rule_id: str, context: InProject) -> None:
    """End a rule; what it granted stays."""
    raise pending()


def get_points_totals(context: InProject) -> PointsTotals:
    """The project's books."""
    raise pending()


def get_points(
    person_id: int,
    context: InProject,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
) -> PointsAnswer:
    """One person's points."""
    raise pending()


def adjust_points(person_id: int, body: PointsAdjustBody, context: InProject) -> PointsAnswer:
    """Correct a person's points, with a reason."""
    raise pending()


ROUTES = (
    Route(
        "GET",
        PROJECT + "/earning-rules",
        list_earning_rules,
        Least.VIEWER,
        Tag.MEMBERS,
        EarningRuleList,
    ),
    Route(
        "POST",
        PROJECT + "/earning-rules",
        create_earning_rule,
        Least.OPERATOR,
        Tag.MEMBERS,
        EarningRuleAnswer,
        status=201,
    ),
    Route(
        "PATCH",
        PROJECT + "/earning-rules/{rule_id}",
        change_earning_rule,
        Least.OPERATOR,
        Tag.MEMBERS,
        EarningRuleAnswer,
    ),
    Route(
        "DELETE",
        PROJECT + "/earning-rules/{rule_id}",
        remove_earning_rule,
        Least.OPERATOR,
        Tag.MEMBERS,
    ),
    Route("GET", PROJECT + "/points", get_points_totals, Least.VIEWER, Tag.MEMBERS, PointsTotals),
    Route(
        "GET", PROJECT + "/points/{person_id}", get_points, Least.ANALYST, Tag.MEMBERS, PointsAnswer
    ),
    Route(
        "POST",
        PROJECT + "/points/{person_id}/adjust",
        adjust_points,
        Least.OPERATOR,
        Tag.MEMBERS,
        PointsAnswer,
    ),
)
