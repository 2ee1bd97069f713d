"""Campaigns."""

from datetime import date
from typing import Annotated, Any

from fastapi import Query

from stayflow.act import campaign as rooms
from stayflow.act.campaign import Campaign, definition_json
from stayflow.interfaces.http.context import InProject
from stayflow.interfaces.http.effect_page import draw_result
from stayflow.interfaces.http.least import Least
from stayflow.interfaces.http.model.campaign import (
    CampaignAnswer,
    CampaignChangeBody,
    CampaignCreateBody,
    CampaignList,
    CampaignPreview,
    CampaignResult,
    LaunchBody,
    PreviewBody,
    SendAnswer,
    TestSendBody,
)
from stayflow.interfaces.http.model.common import Sentence
from stayflow.interfaces.http.model.people import PeopleAnswer
from stayflow.interfaces.http.people_source import outcome_people
from stayflow.interfaces.http.route.table import PROJECT, Route, Tag, Trace
from stayflow.interfaces.http.shown import read_people
from stayflow.kernel.errors import StayflowError
from stayflow.language.condition import describe_condition
from stayflow.understand.profile import PageAsked


def list_campaigns(context: InProject) -> CampaignList:
    """All campaigns."""
    with context.transaction() as tx:
        found = rooms.list_campaigns(tx)
    return CampaignList(campaigns=[_answer(context, each) for each in found])


def create_campaign(body: CampaignCreateBody, context: InProject) -> CampaignAnswer:
    """Draft a campaign."""
    raw = body.model_dump(mode="json", exclude_unset=True)
    with context.transaction() as tx:
        made = rooms.create_campaign(tx, raw, scope=context.scope(), now=context.now())
    return _answer(context, made)


def get_campaign(campaign_id: str, context: InProject) -> CampaignAnswer:
    """One campaign."""
    return _answer(context, _get(context, campaign_id))


def change_campaign(
    campaign_id: str, body: CampaignChangeBody, context: InProject
) -> CampaignAnswer:
    """Change a draft."""
    changes: dict[str, Any] = body.model_dump(mode="json", exclude_unset=True)
    with context.transaction() as tx:
        changed = rooms.change_campaign(
            tx, campaign_id, changes, scope=context.scope(), now=context.now()
        )
    return _answer(context, changed)


def remove_campaign(campaign_id: str, context: InProject) -> None:
    """Remove a draft."""
    with context.transaction() as tx:
        rooms.remove_campaign(tx, campaign_id)


def preview_campaign(campaign_id: str, body: PreviewBody, context: InProject) -> CampaignPreview:
    """What a person would get, and how many would."""
    preview = rooms.preview_campaign(
        context.app.post, context.project, _get(context, campaign_id), person_id=body.person_id
    )
    return CampaignPreview(
        person_id=preview.person_id,
        to=preview.address,
        subject=preview.sample.subject,
        html=preview.sample.html,
        text=preview.sample.text,
        sentence=Sentence(zh=preview.sentence_zh, en=preview.sentence_en),
        audience=preview.audience,
        reachable=preview.reachable,
        holdout=preview.holdout,
        unreachable=preview.unreachable,
        is_projected=preview.is_projected,
    )


def test_campaign(campaign_id: str, body: TestSendBody, context: InProject) -> SendAnswer:
    """Send the message to an address of your own."""
    result = rooms.send_sample(
        context.app.post,
        context.project,
        _get(context, campaign_id),
        address=body.to,
        person_id=body.person_id,
    )
    return SendAnswer(delivery=result.delivery.value, detail=result.detail)


def launch_campaign(
    campaign_id: str, context: InProject, body: LaunchBody | None = None
) -> CampaignAnswer:
    """Send it, now or later."""
    with context.transaction() as tx:
        launched = rooms.launch_campaign(
            tx,
            campaign_id,
            scope=context.scope(),
            now=context.now(),
            at=body.at if body else None,
        )
    return _answer(context, launched)


def pause_campaign(campaign_id: str, context: InProject) -> CampaignAnswer:
    """Hold what is not sent yet."""
    with context.transaction() as tx:
        return _answer(context, rooms.pause_campaign(tx, campaign_id, now=context.now()))


def resume_campaign(campaign_id: str, context: InProject) -> CampaignAnswer:
    """Go on sending."""
    with context.transaction() as tx:
        return _answer(context, rooms.resume_campaign(tx, campaign_id, now=context.now()))


def cancel_campaign(campaign_id: str, context: InProject) -> CampaignAnswer:
    """Never send what is not sent yet."""
    with context.transaction() as tx:
        return _answer(context, rooms.cancel_campaign(tx, campaign_id, now=context.now()))


def get_campaign_result(campaign_id: str, context: InProject) -> CampaignResult:
    """What it brought."""
    return draw_result(context, _get(context, campaign_id))


def list_campaign_people(
    campaign_id: str,
    outcome: str,
    context: InProject,
    on: date | None = None,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 50,
) -> PeopleAnswer:
    """The people behind one of its counts: `sent`, `in_doubt`, `queued`, `suppressed.<reason>`."""
    people = outcome_people(context, _get(context, campaign_id), outcome, on)
    return read_people(context, people, PageAsked(limit, cursor))


def _get(context: InProject, campaign_id: str) -> Campaign:
    with context.transaction() as tx:
        return rooms.get_campaign(tx, campaign_id)


def _answer(context: InProject, campaign: Campaign) -> CampaignAnswer:
    return CampaignAnswer(
        campaign_id=campaign.campaign_id,
        version=campaign.version,
        state=campaign.state,
        **definition_json(campaign.definition),  # type: ignore[arg-type]
        sentence=_sentence(context, campaign),
        created_at=campaign.created_at,
        scheduled_at=campaign.scheduled_at,
        launched_at=campaign.launched_at,
        ended_at=campaign.ended_at,
        trouble=campaign.trouble,
    )


def _sentence(context: InProject, campaign: Campaign) -> Sentence | None:
    """The audience in words; None when what it names is gone."""
    try:
        audience = rooms.check_audience(campaign.definition, context.scope())
    except StayflowError:
        return None
    return Sentence(zh=describe_condition(audience, "zh"), en=describe_condition(audience, "en"))


_ALL = PROJECT + "/campaigns"
_ONE = _ALL + "/{campaign_id}"
ROUTES = (
    Route("GET", _ALL, list_campaigns, Least.VIEWER, Tag.ENGAGE, CampaignList),
    Route("POST", _ALL, create_campaign, Least.OPERATOR, Tag.ENGAGE, CampaignAnswer, status=201),
    Route("GET", _ONE, get_campaign, Least.VIEWER, Tag.ENGAGE, CampaignAnswer),
    Route("PATCH", _ONE, change_campaign, Least.OPERATOR, Tag.ENGAGE, CampaignAnswer),
    Route("DELETE", _ONE, remove_campaign, Least.OPERATOR, Tag.ENGAGE),
    Route(
        "POST",
        _ONE + "/preview",
        preview_campaign,
        Least.OPERATOR,
        Tag.ENGAGE,
        CampaignPreview,
        trace=Trace.ALWAYS,
    ),
    Route("POST", _ONE + "/test", test_campaign, Least.OPERATOR, Tag.ENGAGE, SendAnswer),
    Route("POST", _ONE + "/launch", launch_campaign, Least.OPERATOR, Tag.ENGAGE, CampaignAnswer),
    Route("POST", _ONE + "/pause", pause_campaign, Least.OPERATOR, Tag.ENGAGE, CampaignAnswer),
    Route("POST", _ONE + "/resume", resume_campaign, Least.OPERATOR, Tag.ENGAGE, CampaignAnswer),
    Route("POST", _ONE + "/cancel", cancel_campaign, Least.OPERATOR, Tag.ENGAGE, CampaignAnswer),
    Route("GET", _ONE + "/result", get_campaign_result, Least.VIEWER, Tag.ENGAGE, CampaignResult),
    Route(
        "GET",
        _ONE + "/people",
        list_campaign_people,
        Least.ANALYST,
        Tag.ENGAGE,
        PeopleAnswer,
        trace=Trace.ALWAYS,
    ),
)
