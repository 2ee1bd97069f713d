"""What a campaign would do: to how many, and what one of them would read."""

from contextlib import closing
from dataclasses import dataclass

from stayflow.act.campaign.audience import audience_people, queue_rows, reach_people
from stayflow.act.campaign.errors import CampaignInvalid
from stayflow.act.campaign.model import Campaign
from stayflow.act.campaign.parse import check_audience
from stayflow.act.channel import CHANNELS, OutgoingMessage, SendResult, open_channel
from stayflow.act.content import Rendered, read_attributes, render_content
from stayflow.act.outbox import PostOffice, QueueRow
from stayflow.kernel.ids import ProjectId, new_id
from stayflow.language.condition import describe_condition

REACHABLE = "reachable"
TO_WITHHOLD = "to_withhold"
SAMPLE_PEOPLE_MAX = 10_000  # looked at one by one; beyond, the shares are projected


@dataclass(frozen=True, slots=True)
class CampaignPreview:
    """Numbers and a sample.

    Attributes:
        audience: People who meet the condition now.
        reachable: With an address that may be written to; projected from the first
            `SAMPLE_PEOPLE_MAX` people when `is_projected`.
        holdout: Of the reachable, those withheld.
        unreachable: By reason, among the people looked at.
        person_id: Whom the sample is written for; None when there is nobody.
        address: Where it would go.
    """

    audience: int
    reachable: int
    holdout: int
    is_projected: bool
    unreachable: dict[str, int]
    sentence_zh: str
    sentence_en: str
    person_id: int | None
    address: str | None
    sample: Rendered


def preview_campaign(
    post: PostOffice, project_id: ProjectId, campaign: Campaign, *, person_id: int | None = None
) -> CampaignPreview:
    """Look at a campaign without sending anything.

    Args:
        post: The stores.
        project_id: The project.
        campaign: Any version of any state.
        person_id: Whom to write the sample for; None: the first who can be reached.

    Raises:
        TemplateInvalid: The content fails on the sample person's data.
    """
    scope = post.scope_of(project_id)
    condition = check_audience(campaign.definition, scope)
    people = audience_people(
        campaign.definition, scope=scope, warehouse=post.warehouse.project(project_id)
    )
    rows = _rows(post, project_id, campaign, people[:SAMPLE_PEOPLE_MAX])
    reached = [row for row in rows if row.reason is None]
    scale = len(people) / len(rows) if rows else 1.0
    unreachable: dict[str, int] = {}
    for row in rows:
        if row.reason is not None:
            unreachable[row.reason.value] = unreachable.get(row.reason.value, 0) + 1
    chosen = person_id if person_id is not None else _first(reached, rows)
    address = next((row.address for row in rows if row.person_id == chosen), None)
    return CampaignPreview(
        audience=len(people),
        reachable=round(len(reached) * scale),
        holdout=round(sum(row.is_holdout for row in reached) * scale),
        is_projected=len(people) > len(rows),
        unreachable=unreachable,
        sentence_zh=describe_condition(condition, "zh"),
        sentence_en=describe_condition(condition, "en"),
        person_id=chosen,
        address=address,
        sample=_sample(post, project_id, campaign, chosen),
    )


def list_reach(
    post: PostOffice, project_id: ProjectId, campaign: Campaign, part: str
) -> tuple[int, ...]:
    """The people behind a number of the preview, ascending, of those it looked at one by one.

    Args:
        post: The stores.
        project_id: The project.
        campaign: Any version of any state.
        part: `reachable`, `to_withhold`, or the reason of those who cannot be reached.
    """
    people = audience_people(
        campaign.definition,
        scope=post.scope_of(project_id),
        warehouse=post.warehouse.project(project_id),
    )
    rows = _rows(post, project_id, campaign, people[:SAMPLE_PEOPLE_MAX])
    if part == REACHABLE:
        return tuple(row.person_id for row in rows if row.reason is None)
    if part == TO_WITHHOLD:
        return tuple(row.person_id for row in rows if row.reason is None and row.is_holdout)
    return tuple(row.person_id for row in rows if row.reason == part)


def send_sample(
    post: PostOffice,
    project_id: ProjectId,
    campaign: Campaign,
    *,
    address: str,
    person_id: int | None = None,
) -> SendResult:
    """Send the message to an address of the operator's own, as it would read for a person.

    It is no message of the campaign: it is not queued, follows no link, counts nowhere and
    suppresses nothing.

    Raises:
        CampaignInvalid: The address is none.
        ChannelDown: The provider cannot be used now.
        ChannelNotSet: The channel is not set up.
    """
    channel_name = campaign.definition.channel
    clean = CHANNELS.get(channel_name).clean_address(address)
    if clean is None:
        raise CampaignInvalid(f"{address!r} is not an address of {channel_name}", path="to")
    sample = _sample(post, project_id, campaign, person_id)
    with post.relational.project(project_id) as tx:
        channel = open_channel(tx, channel_name, box=post.box, allow_private=post.allow_private)
    message = OutgoingMessage(new_id(), clean, sample.subject, sample.text, sample.html)
    with closing(channel.connect()) as connection:
        return connection.send(message)


def _rows(
    post: PostOffice, project_id: ProjectId, campaign: Campaign, people: list[int]
) -> list[QueueRow]:
    with post.relational.project(project_id) as tx:
        reached = reach_people(
            tx,
            people,
            channel=campaign.definition.channel,
            scope=post.scope_of(project_id),
            warehouse=post.warehouse.project(project_id),
        )
        return queue_rows(
            tx,
            reached,
            lane=campaign.campaign_id,
            version=campaign.version,
            definition=campaign.definition,
        )


def _first(reached: list[QueueRow], rows: list[QueueRow]) -> int | None:
    return next((row.person_id for row in [*reached, *rows]), None)


def _sample(
    post: PostOffice, project_id: ProjectId, campaign: Campaign, person_id: int | None
) -> Rendered:
    people = [] if person_id is None else [person_id]
    attributes = read_attributes(
        people, scope=post.scope_of(project_id), warehouse=post.warehouse.project(project_id)
    )
    return render_content(
        campaign.definition.content,
        attributes=attributes.get(person_id or 0, {}),
        campaign=campaign.definition.name,
        unsubscribe_url=post.signer.unsubscribe_url(project_id, "sample"),
    )
