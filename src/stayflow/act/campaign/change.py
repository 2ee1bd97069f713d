"""A campaign's life: drafted, changed, launched, paused, resumed, cancelled."""

from collections.abc import Mapping
from datetime import datetime

from stayflow.act.campaign.errors import CampaignInvalid, CampaignStateWrong
from stayflow.act.campaign.model import Campaign, CampaignState
from stayflow.act.campaign.parse import check_audience, definition_json, parse_definition
from stayflow.act.campaign.store import (
    delete_draft,
    get_campaign,
    insert_campaign,
    move_state,
    replace_definition,
    stamp,
)
from stayflow.act.outbox import LaneState, change_lane_state
from stayflow.kernel.ids import new_id
from stayflow.language.condition import compile_people
from stayflow.language.event_filter import filter_sql, parse_event_filter
from stayflow.language.scope import Scope, check_event
from stayflow.language.statement import Binder
from stayflow.stores.relational import Transaction

_UNDER_WAY = (CampaignState.QUEUEING, CampaignState.RUNNING)


def create_campaign(tx: Transaction, raw: object, *, scope: Scope, now: datetime) -> Campaign:
    """Draft a campaign from the words of `parse_definition`.

    Raises:
        CampaignInvalid: A field does not fit.
    """
    definition = parse_definition(raw)
    check_audience(definition, scope)
    campaign_id = new_id()
    insert_campaign(tx, campaign_id=campaign_id, definition=definition, now=now)
    return get_campaign(tx, campaign_id)


def change_campaign(
    tx: Transaction, campaign_id: str, changes: Mapping[str, object], *, scope: Scope, now: datetime
) -> Campaign:
    """Replace some fields of a draft; makes a new version.

    Naming a segment takes the audience away, and the other way round.

    Raises:
        CampaignNotFound: There is none.
        CampaignStateWrong: It is no draft any more.
    """
    campaign = get_campaign(tx, campaign_id)
    _demand(campaign, CampaignState.DRAFT, "changed")
    raw = {**definition_json(campaign.definition), **changes}
    if changes.get("segment_id") is not None and changes.get("audience") is None:
        raw["audience"] = None
    if changes.get("audience") is not None and changes.get("segment_id") is None:
        raw["segment_id"] = None
    definition = parse_definition(raw)
    check_audience(definition, scope)
    replace_definition(tx, campaign, definition, now=now)
    return get_campaign(tx, campaign_id)


def remove_campaign(tx: Transaction, campaign_id: str) -> None:
    """Remove a draft; what was launched stays, because people got it.

    Raises:
        CampaignStateWrong: It is no draft.
    """
    campaign = get_campaign(tx, campaign_id)
    if not delete_draft(tx, campaign_id):
        raise CampaignStateWrong(
            f"the campaign is {campaign.state}: only a draft can be removed", path="campaign_id"
        )


def launch_campaign(
    tx: Transaction, campaign_id: str, *, scope: Scope, now: datetime, at: datetime | None = None
) -> Campaign:
    """Send a draft now, or at an instant to come; the worker takes it from there.

    Its names are checked against what the project has seen, so that a typing mistake is found
    before anybody waits for an answer that cannot come.

    Raises:
        CampaignStateWrong: It was launched before.
        CampaignInvalid: `at` has passed.
        UnknownEvent: The goal is an event nobody has seen.
    """
    campaign = get_campaign(tx, campaign_id)
    _demand(campaign, CampaignState.DRAFT, "launched")
    if at is not None and at < now:
        raise CampaignInvalid("the time to send has passed", path="scheduled_at")
    compile_people(check_audience(campaign.definition, scope), scope)
    goal = campaign.definition.goal
    if goal is not None:
        check_event(scope, goal.event, "goal.event")
        if goal.where is not None:
            filter_sql(parse_event_filter(goal.where, "goal.where"), scope, Binder())
    if not move_state(tx, campaign_id, before=[CampaignState.DRAFT], after=CampaignState.SCHEDULED):
        _demand(get_campaign(tx, campaign_id), CampaignState.DRAFT, "launched")
    stamp(tx, campaign_id, scheduled_at=at or now)
    return get_campaign(tx, campaign_id)


def pause_campaign(tx: Transaction, campaign_id: str, *, now: datetime) -> Campaign:
    """Hold what has not been handed to the provider.

    Raises:
        CampaignStateWrong: It is not under way.
    """
    if not move_state(tx, campaign_id, before=_UNDER_WAY, after=CampaignState.PAUSED):
        campaign = get_campaign(tx, campaign_id)
        raise CampaignStateWrong(
            f"the campaign is {campaign.state}: only one under way can be paused",
            path="campaign_id",
        )
    change_lane_state(tx, lane=campaign_id, state=LaneState.PAUSED, now=now)
    return get_campaign(tx, campaign_id)


def resume_campaign(tx: Transaction, campaign_id: str, *, now: datetime) -> Campaign:
    """Go on where it was paused.

    Raises:
        CampaignStateWrong: It is not paused.
    """
    campaign = get_campaign(tx, campaign_id)
    after = CampaignState.RUNNING if campaign.queued_at else CampaignState.QUEUEING
    if not move_state(tx, campaign_id, before=[CampaignState.PAUSED], after=after):
        _demand(campaign, CampaignState.PAUSED, "resumed")
    change_lane_state(tx, lane=campaign_id, state=LaneState.OPEN, now=now)
    return get_campaign(tx, campaign_id)


def cancel_campaign(tx: Transaction, campaign_id: str, *, now: datetime) -> Campaign:
    """Never send what has not been handed to the provider; each such person counts as cancelled.

    Raises:
        CampaignStateWrong: It is a draft, or over.
    """
    open_states = [CampaignState.SCHEDULED, *_UNDER_WAY, CampaignState.PAUSED]
    if not move_state(tx, campaign_id, before=open_states, after=CampaignState.CANCELLED):
        campaign = get_campaign(tx, campaign_id)
        raise CampaignStateWrong(
            f"the campaign is {campaign.state}: there is nothing to cancel", path="campaign_id"
        )
    stamp(tx, campaign_id, ended_at=now)
    change_lane_state(tx, lane=campaign_id, state=LaneState.CLOSED, now=now)
    return get_campaign(tx, campaign_id)


def _demand(campaign: Campaign, state: CampaignState, done: str) -> None:
    if campaign.state is not state:
        message = f"the campaign is {campaign.state}: only one that is {state} can be {done}"
        raise CampaignStateWrong(message, path="campaign_id")
