"""From a scheduled campaign to rows in the outbox, a chunk at a time, going on after a crash."""

from collections.abc import Callable
from dataclasses import replace

from stayflow.act.campaign.audience import audience_people, queue_rows, reach_people
from stayflow.act.campaign.model import Campaign, CampaignState
from stayflow.act.campaign.store import (
    finish_queueing,
    list_campaigns,
    lock_progress,
    move_state,
    note_progress,
    pause_in_trouble,
    stamp,
    start_queueing,
)
from stayflow.act.content import add_content
from stayflow.act.outbox import (
    Lane,
    LaneState,
    PostOffice,
    add_lane,
    change_lane_state,
    count_lane,
    queue_messages,
)
from stayflow.kernel.errors import InvalidInput, NotFound
from stayflow.kernel.ids import ProjectId
from stayflow.language.scope import Scope

CHUNK_PEOPLE = 2_000
CHUNKS_AT_ONCE_MAX = (
    25  # then others have their turn: sending must not stall while a big audience is queued
)


def launch_due(post: PostOffice, project_id: ProjectId) -> int:
    """Bring every campaign of a project one step on: start, queue, finish. Returns how many moved.

    Any number of workers may call it; killed at any point, the next call goes on.
    """
    moved = 0
    with post.relational.project(project_id) as tx:
        campaigns = list_campaigns(tx, states=tuple(_STEPS))
    for campaign in campaigns:
        try:
            moved += _STEPS[campaign.state](post, project_id, campaign)
        except (InvalidInput, NotFound) as error:
            # Its segment is gone, or an attribute: it waits for somebody; the other campaigns do not.
            with post.relational.project(project_id) as tx:
                pause_in_trouble(tx, campaign.campaign_id, str(error))
                paused = LaneState.PAUSED
                change_lane_state(tx, lane=campaign.campaign_id, state=paused, now=post.clock.now())
    return moved


def _start(post: PostOffice, project_id: ProjectId, campaign: Campaign) -> int:
    """Freeze the content and open the lane, in the transaction that changes the state."""
    now = post.clock.now()
    definition = campaign.definition
    with post.relational.project(project_id) as tx:
        if not start_queueing(tx, campaign.campaign_id, now=now):
            return 0
        lane = Lane(
            lane=campaign.campaign_id,
            channel=definition.channel,
            content_id=add_content(tx, definition.content),
            label=definition.name,
            per_minute=definition.per_minute,
            state=LaneState.OPEN,
            gives_up_at=now + definition.lasts,
        )
        add_lane(tx, lane)
    started = replace(campaign, state=CampaignState.QUEUEING, launched_at=now)
    return 1 + _queue(post, project_id, started)


def _queue(post: PostOffice, project_id: ProjectId, campaign: Campaign) -> int:
    """Queue the next chunks of the audience; each commits its rows together with how far it came.

    The audience is asked for as of the launch, so going on asks the same question.
    """
    scope = replace(post.scope_of(project_id), now=campaign.launched_at or post.clock.now())
    with post.relational.project(project_id) as tx:
        queued_to = lock_progress(tx, campaign.campaign_id)
    if queued_to is None:
        return 0
    people = audience_people(
        campaign.definition,
        scope=scope,
        warehouse=post.warehouse.project(project_id),
        after=queued_to,
    )
    at_once = people[: CHUNK_PEOPLE * CHUNKS_AT_ONCE_MAX]
    for start in range(0, len(at_once), CHUNK_PEOPLE):
        if not _queue_chunk(
            post, project_id, campaign, at_once[start : start + CHUNK_PEOPLE], scope
        ):
            return 0
    if len(at_once) < len(people):
        return 1
    with post.relational.project(project_id) as tx:
        return int(finish_queueing(tx, campaign.campaign_id, now=post.clock.now()))


def _queue_chunk(
    post: PostOffice, project_id: ProjectId, campaign: Campaign, people: list[int], scope: Scope
) -> bool:
    """Queue those of a chunk that no other worker has; False when queueing is over."""
    with post.relational.project(project_id) as tx:
        queued_to = lock_progress(tx, campaign.campaign_id)
        if queued_to is None:
            return False
        chunk = [person for person in people if person > queued_to]
        if not chunk:
            return True
        reached = reach_people(
            tx,
            chunk,
            channel=campaign.definition.channel,
            scope=scope,
            warehouse=post.warehouse.project(project_id),
        )
        rows = queue_rows(
            tx,
            reached,
            lane=campaign.campaign_id,
            version=campaign.version,
            definition=campaign.definition,
        )
        queue_messages(tx, campaign.campaign_id, rows, now=post.clock.now())
        note_progress(tx, campaign.campaign_id, queued_to=chunk[-1])
    return True


def _finish(post: PostOffice, project_id: ProjectId, campaign: Campaign) -> int:
    with post.relational.project(project_id) as tx:
        if not count_lane(tx, campaign.campaign_id).is_over:
            return 0
        running = [CampaignState.RUNNING]
        if not move_state(tx, campaign.campaign_id, before=running, after=CampaignState.FINISHED):
            return 0
        stamp(tx, campaign.campaign_id, ended_at=post.clock.now())
    return 1


_STEPS: dict[CampaignState, Callable[[PostOffice, ProjectId, Campaign], int]] = {
    CampaignState.SCHEDULED: _start,
    CampaignState.QUEUEING: _queue,
    CampaignState.RUNNING: _finish,
}
