"""A finished campaign: sent three weeks ago, by SMTP to a sink, with simulated opens and clicks.

The clock of the post office is set back, so that everything happens as it would have happened
then. What people bought afterwards is what they really bought, so the lift is honestly about
nothing: nobody has received the mail.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from email import message_from_bytes, policy

from stayflow.act.campaign import (
    CampaignState,
    create_campaign,
    get_campaign,
    launch_campaign,
    launch_due,
    list_campaigns,
)
from stayflow.act.channel import change_channel
from stayflow.act.outbox import PostOffice, Visit, record_click, record_open, send_due
from stayflow.demo.definitions import CLICKED_RATIO, OPENED_RATIO
from stayflow.demo.mail_sink import LOCALHOST, MailSink, open_mail_sink
from stayflow.kernel.bucketing import bucket
from stayflow.kernel.clock import FixedClock
from stayflow.kernel.ids import ProjectId

SEED = "stayflow demo"
FIRST_OPEN_MINUTES = 4
OPEN_HOURS_MAX = 30
CLICK_MINUTES_MAX = 20
STEPS_MAX = 2_000
_LINK = re.compile(r'/t/([oc])/([^"\s<>]+)')
_BROWSER = "Mozilla/5.0 (simulated for the demo)"


@dataclass(frozen=True, slots=True)
class SimulatedVisit:
    """A link that somebody would have followed at an instant."""

    at: datetime
    kind: str
    token: str


def send_past_campaign(
    post: PostOffice, project: ProjectId, definition: Mapping[str, object], *, sent_at: datetime
) -> str:
    """Send a campaign as of `sent_at`, let a share of people open and click, return its id.

    Doing it again returns the campaign that is there.

    Args:
        post: The post office of the app.
        project: Where.
        definition: The campaign as it is posted.
        sent_at: When it was launched.
    """
    clock = FixedClock(sent_at)
    now_scope = post.scope_of
    then = replace(
        post,
        clock=clock,
        scope_of=lambda of: now_scope(of).at(clock.now()),
        allow_private=True,
    )
    with post.relational.project(project) as tx:
        for campaign in list_campaigns(tx):
            if campaign.definition.name == definition["name"]:
                return campaign.campaign_id
    with open_mail_sink() as sink:
        _set_up_channel(then, project, sink)
        campaign_id = _launch(then, project, definition)
        _work_off(then, project, clock, campaign_id)
        visits = sorted(simulate_visits(sink.contents, sent_at), key=lambda visit: visit.at)
    for visit in visits:
        clock.set(visit.at)
        _follow(then, visit)
    return campaign_id


def simulate_visits(messages: Mapping[str, bytes], sent_at: datetime) -> Iterator[SimulatedVisit]:
    """Yield who opens and who clicks when: a seeded share, drawn by address."""
    for address, content in messages.items():
        if bucket(f"{SEED} open", address) >= OPENED_RATIO:
            continue
        links = _links(content)
        wait_hours = bucket(f"{SEED} wait", address) ** 3 * OPEN_HOURS_MAX
        opened_at = sent_at + timedelta(minutes=FIRST_OPEN_MINUTES, hours=wait_hours)
        yield SimulatedVisit(opened_at, "o", links["o"])
        if bucket(f"{SEED} click", address) < CLICKED_RATIO:
            minutes = 1 + bucket(f"{SEED} read", address) * CLICK_MINUTES_MAX
            yield SimulatedVisit(opened_at + timedelta(minutes=minutes), "c", links["c"])


def _set_up_channel(post: PostOffice, project: ProjectId, sink: MailSink) -> None:
    settings = {
        "host": LOCALHOST,
        "port": sink.port,
        "security": "plain",
        "from_address": "shop@example.com",
        "from_name": "Stayflow demo",
    }
    with post.relational.project(project) as tx:
        change_channel(tx, "email", settings, box=post.box, now=post.clock.now())


def _launch(post: PostOffice, project: ProjectId, definition: Mapping[str, object]) -> str:
    scope, now = post.scope_of(project), post.clock.now()
    with post.relational.project(project) as tx:
        campaign = create_campaign(tx, definition, scope=scope, now=now)
        launch_campaign(tx, campaign.campaign_id, scope=scope, now=now)
    return campaign.campaign_id


def _work_off(post: PostOffice, project: ProjectId, clock: FixedClock, campaign_id: str) -> None:
    """Do what the workers would do until the campaign is finished, a second a round."""
    for _ in range(STEPS_MAX):
        launch_due(post, project)
        send_due(post, project)
        with post.relational.project(project) as tx:
            if get_campaign(tx, campaign_id).state is CampaignState.FINISHED:
                return
        clock.advance(timedelta(seconds=1))


def _follow(post: PostOffice, visit: SimulatedVisit) -> None:
    follow: Callable[[PostOffice, str, Visit], object]
    follow = record_open if visit.kind == "o" else record_click
    follow(post, visit.token, Visit(user_agent=_BROWSER))


def _links(content: bytes) -> dict[str, str]:
    message = message_from_bytes(content, policy=policy.default)
    body = message.get_body(preferencelist=("html",))
    html = "" if body is None else str(body.get_content())
    return dict(_LINK.findall(html))
