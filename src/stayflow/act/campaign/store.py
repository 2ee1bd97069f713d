"""This room's statements on PostgreSQL."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import msgspec

from stayflow.act.campaign.errors import CampaignNotFound, CampaignStateWrong
from stayflow.act.campaign.model import Campaign, CampaignState, Definition
from stayflow.act.campaign.parse import definition_json, parse_definition
from stayflow.stores.relational import Transaction
from stayflow.understand.usage import Thing, Use, names_thing

_SELECT = """
    select campaigns.campaign_id, campaigns.version, campaigns.state, definition, created_at, scheduled_at,
        launched_at, queued_at, ended_at, coalesce(campaigns.trouble, lanes.trouble) as trouble
    from campaigns join campaign_versions as versions
        on versions.campaign_id = campaigns.campaign_id and versions.version = campaigns.version
    left join outbox_lanes as lanes on lanes.lane = campaigns.campaign_id
"""


@dataclass(frozen=True, slots=True)
class _Row:
    campaign_id: str
    version: int
    state: str
    definition: dict[str, object]
    created_at: datetime
    scheduled_at: datetime | None
    launched_at: datetime | None
    queued_at: datetime | None
    ended_at: datetime | None
    trouble: str | None

    def noun(self) -> Campaign:
        return Campaign(
            campaign_id=self.campaign_id,
            version=self.version,
            state=CampaignState(self.state),
            definition=parse_definition(self.definition),
            created_at=self.created_at,
            scheduled_at=self.scheduled_at,
            launched_at=self.launched_at,
            queued_at=self.queued_at,
            ended_at=self.ended_at,
            trouble=self.trouble,
        )


def get_campaign(tx: Transaction, campaign_id: str) -> Campaign:
    """A campaign at its present version.

    Raises:
        CampaignNotFound: There is none of this id.
    """
    row = tx.one(_Row, f"{_SELECT} where campaigns.campaign_id = %(id)s", {"id": campaign_id})
    if row is None:
        raise CampaignNotFound(f"there is no campaign {campaign_id}", path="campaign_id")
    return row.noun()


def list_campaigns(
    tx: Transaction, *, states: Collection[CampaignState] = tuple(CampaignState)
) -> list[Campaign]:
    """Campaigns in these states, the newest first."""
    rows = tx.all(
        _Row,
        f"""
        {_SELECT} where campaigns.state = any(%(states)s)
        order by created_at desc, campaigns.campaign_id desc
        """,
        {"states": [state.value for state in states]},
    )
    return [row.noun() for row in rows]


def campaigns_called(tx: Transaction, name_or_id: str) -> dict[str, str]:
    """Ids and names of the campaigns with this id or name."""
    rows = tx.rows(
        """
        select campaigns.campaign_id, definition ->> 'name'
        from campaigns join campaign_versions as versions
            on versions.campaign_id = campaigns.campaign_id and versions.version = campaigns.version
        where campaigns.campaign_id = %(wanted)s or definition ->> 'name' = %(wanted)s
        order by campaigns.campaign_id
        """,
        {"wanted": name_or_id},
    )
    return {str(campaign_id): str(name) for campaign_id, name in rows}


def campaign_uses(tx: Transaction, thing: Thing) -> list[Use]:
    """The campaigns not over yet whose audience needs a thing."""
    over = {CampaignState.FINISHED, CampaignState.CANCELLED}
    campaigns = list_campaigns(tx, states=[state for state in CampaignState if state not in over])
    return [
        Use("campaign", campaign.campaign_id, campaign.definition.name)
        for campaign in campaigns
        if (thing.kind == "segment" and campaign.definition.segment_id in thing.keys)
        or names_thing(campaign.definition.audience, thing)
    ]


def insert_campaign(
    tx: Transaction, *, campaign_id: str, definition: Definition, now: datetime
) -> None:
    """Write a new draft."""
    tx.execute(
        """
        insert into campaigns (campaign_id, version, state, created_at)
        values (%(id)s, 1, 'draft', %(now)s)
        """,
        {"id": campaign_id, "now": now},
    )
    _insert_version(tx, campaign_id, 1, definition, now)


def replace_definition(
    tx: Transaction, campaign: Campaign, definition: Definition, *, now: datetime
) -> None:
    """Write the next version of a draft.

    Raises:
        CampaignStateWrong: It was launched, or changed by somebody else, in between.
    """
    changed = tx.execute(
        """
        update campaigns set version = version + 1
        where campaign_id = %(id)s and version = %(version)s and state = 'draft'
        """,
        {"id": campaign.campaign_id, "version": campaign.version},
    )
    if not changed:
        message = "only a draft can be changed, and only in the version you have read"
        raise CampaignStateWrong(message, path="campaign_id")
    _insert_version(tx, campaign.campaign_id, campaign.version + 1, definition, now)


def delete_draft(tx: Transaction, campaign_id: str) -> bool:
    """Remove a draft; False when it is none."""
    statement = "delete from campaigns where campaign_id = %(id)s and state = 'draft'"
    return tx.execute(statement, {"id": campaign_id}) == 1


def move_state(
    tx: Transaction, campaign_id: str, *, before: Collection[CampaignState], after: CampaignState
) -> bool:
    """Change the state if it is one of `before`; False when it is not."""
    return (
        tx.execute(
            """
            update campaigns set state = %(after)s, trouble = null
            where campaign_id = %(id)s and state = any(%(before)s)
            """,
            {
                "id": campaign_id,
                "after": after.value,
                "before": [state.value for state in before],
            },
        )
        == 1
    )


def stamp(
    tx: Transaction,
    campaign_id: str,
    *,
    scheduled_at: datetime | None = None,
    ended_at: datetime | None = None,
) -> None:
    """Note instants; None leaves one as it is."""
    tx.execute(
        """
        update campaigns set
            scheduled_at = coalesce(%(scheduled_at)s, scheduled_at),
            ended_at = coalesce(%(ended_at)s, ended_at)
        where campaign_id = %(id)s
        """,
        {
            "id": campaign_id,
            "scheduled_at": scheduled_at,
            "ended_at": ended_at,
        },
    )


def start_queueing(tx: Transaction, campaign_id: str, *, now: datetime) -> bool:
    """Take a scheduled campaign whose time has come; False when it is not scheduled any more."""
    return (
        tx.execute(
            """
            update campaigns set state = 'queueing', launched_at = %(now)s
            where campaign_id = %(id)s and state = 'scheduled' and scheduled_at <= %(now)s
            """,
            {"id": campaign_id, "now": now},
        )
        == 1
    )


def finish_queueing(tx: Transaction, campaign_id: str, *, now: datetime) -> bool:
    """The whole audience is queued; False when the campaign was paused or called off meanwhile."""
    return (
        tx.execute(
            """
            update campaigns set state = 'running', queued_at = %(now)s
            where campaign_id = %(id)s and state = 'queueing'
            """,
            {"id": campaign_id, "now": now},
        )
        == 1
    )


def pause_in_trouble(tx: Transaction, campaign_id: str, trouble: str) -> None:
    """Pause a campaign that cannot go on by itself, and say why."""
    tx.execute(
        """
        update campaigns set state = 'paused', trouble = %(trouble)s
        where campaign_id = %(id)s and state = 'queueing'
        """,
        {"id": campaign_id, "trouble": trouble},
    )


def lock_progress(tx: Transaction, campaign_id: str) -> int | None:
    """The last person queued, holding the row; None when it is not being queued any more."""
    progress = tx.value(
        """
        select queued_to from campaigns
        where campaign_id = %(id)s and state = 'queueing' for update
        """,
        {"id": campaign_id},
    )
    return None if progress is None else int(progress)


def note_progress(tx: Transaction, campaign_id: str, *, queued_to: int) -> None:
    """Everybody up to this person is queued."""
    tx.execute(
        "update campaigns set queued_to = %(to)s where campaign_id = %(id)s",
        {"id": campaign_id, "to": queued_to},
    )


def _insert_version(
    tx: Transaction, campaign_id: str, version: int, definition: Definition, now: datetime
) -> None:
    tx.execute(
        """
        insert into campaign_versions (campaign_id, version, definition, saved_at)
        values (%(id)s, %(version)s, %(definition)s::jsonb, %(now)s)
        """,
        {
            "id": campaign_id,
            "version": version,
            "definition": msgspec.json.encode(definition_json(definition)).decode(),
            "now": now,
        },
    )
