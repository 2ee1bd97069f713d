"""Campaigns."""

from typing import Annotated

from fastapi import Query

from stayflow.interfaces.http.context import InProject
from stayflow.interfaces.http.least import Least
from stayflow.interfaces.http.model.campaign import (
    CampaignAnswer,
    CampaignChangeBody,
    CampaignCreateBody,
    CampaignList,
    CampaignPreview,
    CampaignResult,
    PreviewBody,
    SendAnswer,
    TestSendBody,
)
from stayflow.interfaces.http.model.people import PeopleAnswer
from stayflow.interfaces.http.pending import pending
from stayflow.interfaces.http.route.table import PROJECT, Route, Tag


def list_campaigns(context: InProject) -> CampaignList:
    """All campaigns."""
    raise pending()


def create_campaign(body: CampaignCreateBody, context: InProject) -> CampaignAnswer:
    """Draft a campaign."""
    raise pending()


def get_campaign(campaign_id: str, context: InProject) -> CampaignAnswer:
    """One campaign."""
    raise pending()


def change_campaign(
    campaign_id: str, body: CampaignChangeBody, context: InProject
) -> CampaignAnswer:
    """Change a draft."""
    raise pending()


def remove_campaign(campaign_id: str, context: InProject) -> None:
    """Remove a draft."""
    raise pending()


def preview_campaign(campaign_id: str, body: PreviewBody, context: InProject) -> CampaignPreview:
    """What a person would get, and how many would."""
    raise pending()


def test_campaign(campaign_id: str, body: TestSendBody, context: InProject) -> SendAnswer:
    """Send the message to an address of your own."""
    raise pending()


def launch_campaign(campaign_id: str, context: InProject) -> CampaignAnswer:
    """Send it."""
    raise pending()


def pause_campaign(campaign_id: str, context: InProject) -> CampaignAnswer:
    """Hold what is not sent yet."""
    raise pending()


def resume_campaign(campaign_id: str, context: InProject) -> CampaignAnswer:
    """Go on sending."""
    raise pending()


def cancel_campaign(campaign_id: str, context: InProject) -> CampaignAnswer:
    """Never send what is not sent yet."""
    raise pending()


def get_campaign_result(campaign_id: str, context: InProject) -> CampaignResult:
    """What it brought."""
    raise pending()


def list_campaign_people(
    campaign_id: str,
    outcome: str,
    context: InProject,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 50,
) -> PeopleAnswer:
    """The people behind one of its counts."""
    raise pending()


ROUTES = (
    Route("GET", PROJECT + "/campaigns", list_campaigns, Least.VIEWER, Tag.ENGAGE, CampaignList),
    Route(
        "POST",
        PROJECT + "/campaigns",
        create_campaign,
        Least.OPERATOR,
        Tag.ENGAGE,
        CampaignAnswer,
        status=201,
    ),
    Route(
        "GET",
        PROJECT + "/campaigns/{campaign_id}",
        get_campaign,
        Least.VIEWER,
        Tag.ENGAGE,
        CampaignAnswer,
    ),
    Route(
        "PATCH",
        PROJECT + "/campaigns/{campaign_id}",
        change_campaign,
        Least.OPERATOR,
        Tag.ENGAGE,
        CampaignAnswer,
    ),
    Route(
        "DELETE", PROJECT + "/campaigns/{campaign_id}", remove_campaign, Least.OPERATOR, Tag.ENGAGE
    ),
    Route(
        "POST",
        PROJECT + "/campaigns/{campaign_id}/preview",
        preview_campaign,
        Least.OPERATOR,
        Tag.ENGAGE,
        CampaignPreview,
    ),
    Route(
        "POST",
        PROJECT + "/campaigns/{campaign_id}/test",
        test_campaign,
        Least.OPERATOR,
        Tag.ENGAGE,
        SendAnswer,
    ),
    Route(
        "POST",
        PROJECT + "/campaigns/{campaign_id}/launch",
        launch_campaign,
        Least.OPERATOR,
        Tag.ENGAGE,
        CampaignAnswer,
    ),
    Route(
        "POST",
        PROJECT + "/campaigns/{campaign_id}/pause",
        pause_campaign,
        Least.OPERATOR,
        Tag.ENGAGE,
        CampaignAnswer,
    ),
    Route(
        "POST",
        PROJECT + "/campaigns/{campaign_id}/resume",
        resume_campaign,
        Least.OPERATOR,
        Tag.ENGAGE,
        CampaignAnswer,
    ),
    Route(
        "POST",
        PROJECT + "/campaigns/{campaign_id}/cancel",
        cancel_campaign,
        Least.OPERATOR,
        Tag.ENGAGE,
        CampaignAnswer,
    ),
    Route(
        "GET",
        PROJECT + "/campaigns/{campaign_id}/result",
        get_campaign_result,
        Least.VIEWER,
        Tag.ENGAGE,
        CampaignResult,
    ),
    Route(
        "GET",
        PROJECT + "/campaigns/{campaign_id}/people",
        list_campaign_people,
        Least.ANALYST,
        Tag.ENGAGE,
        PeopleAnswer,
    ),
)
