"""Room `campaign`: one message to many, with a holdout: the journey of one step.

Owns (PostgreSQL): `campaigns`, `campaign_versions`.
Reads: `identities`, `persons` (PostgreSQL), `person_attributes` and the audience's condition
(ClickHouse). Emits: what the outbox emits, with the campaign's id as `campaign`.

States: draft → scheduled → queueing → running → finished; paused and back; cancelled.
The worker calls `launch_due` and `send_due` in a loop.
"""

from stayflow.act.campaign.change import (
    cancel_campaign,
    change_campaign,
    create_campaign,
    launch_campaign,
    pause_campaign,
    remove_campaign,
    resume_campaign,
)
from stayflow.act.campaign.errors import CampaignInvalid, CampaignNotFound, CampaignStateWrong
from stayflow.act.campaign.facet import ReachedFacet
from stayflow.act.campaign.invariants import CAMPAIGN_INVARIANTS
from stayflow.act.campaign.launch import launch_due
from stayflow.act.campaign.model import Campaign, CampaignState, Definition, Goal
from stayflow.act.campaign.parse import check_audience, definition_json, parse_definition
from stayflow.act.campaign.preview import (
    REACHABLE,
    TO_WITHHOLD,
    CampaignPreview,
    list_reach,
    preview_campaign,
    send_sample,
)
from stayflow.act.campaign.store import campaign_uses, get_campaign, list_campaigns

__all__ = [
    "CAMPAIGN_INVARIANTS",
    "REACHABLE",
    "TO_WITHHOLD",
    "Campaign",
    "CampaignInvalid",
    "CampaignNotFound",
    "CampaignPreview",
    "CampaignState",
    "CampaignStateWrong",
    "Definition",
    "Goal",
    "ReachedFacet",
    "campaign_uses",
    "cancel_campaign",
    "change_campaign",
    "check_audience",
    "create_campaign",
    "definition_json",
    "get_campaign",
    "launch_campaign",
    "launch_due",
    "list_campaigns",
    "list_reach",
    "parse_definition",
    "pause_campaign",
    "preview_campaign",
    "remove_campaign",
    "resume_campaign",
    "send_sample",
]
