"""A worker in a process of its own, to be killed; chDB opens one folder a process.

`python -m tests.act.outbox.sender_process prepare|send|report FOLDER [SMTP_PORT]`
"""

import json
import sys
import time
from dataclasses import asdict
from pathlib import Path

from stayflow.access.project import NewProject, create_project
from stayflow.act.campaign import (
    CAMPAIGN_INVARIANTS,
    create_campaign,
    launch_campaign,
    launch_due,
    list_campaigns,
)
from stayflow.act.channel import change_channel
from stayflow.act.outbox import OUTBOX_INVARIANTS, count_lane, recover_messages, send_due
from stayflow.app import App, open_app
from stayflow.intake import append_events
from stayflow.intake.pipeline import consume_log
from stayflow.kernel.ids import ProjectId, new_id
from stayflow.kernel.settings import load_settings
from stayflow.language.event import RawEvent

PEOPLE = 250
PROJECT = ProjectId("crash")


def say(what: object) -> None:
    """One line of JSON to whoever started us."""
    sys.stdout.write(f"{json.dumps(what)}\n")
    sys.stdout.flush()


def prepare(app: App, port: int) -> None:
    """A project with people, a channel and a launched campaign."""
    create_project(
        NewProject(PROJECT), warehouse=app.warehouse, relational=app.relational, clock=app.clock
    )
    events = [
        RawEvent(
            name="signed_up",
            event_id=new_id(),
            identities={"user_id": f"u{number}"},
            attributes={"email": f"p{number}@example.com"},
        )
        for number in range(PEOPLE)
    ]
    append_events(PROJECT, events, source="test", log=app.log, clock=app.clock)
    while consume_log(app.pipeline(PROJECT), app.log):
        pass
    now = app.clock.now()
    settings = {
        "host": "127.0.0.1",
        "port": port,
        "security": "plain",
        "from_address": "shop@example.com",
    }
    raw = {
        "name": "x",
        "audience": {},
        "content": {"subject": "s", "text": "t"},
        "holdout": 0.1,
    }
    with app.relational.project(PROJECT) as tx:
        change_channel(tx, "email", settings, box=app.box, now=now)
        scope = app.scope(PROJECT)
        campaign = create_campaign(tx, raw, scope=scope, now=now).campaign_id
        launch_campaign(tx, campaign, scope=scope, now=now)
    say("prepared")


def send(app: App) -> None:
    """Send until nothing is left."""
    with app.relational.project(PROJECT) as tx:
        recover_messages(tx, now=app.clock.now(), is_only_process=True)
    say("ready")
    idle = 0
    while idle < 3:
        moved = launch_due(app.post, PROJECT) + send_due(app.post, PROJECT, limit=10)
        idle = 0 if moved else idle + 1
        time.sleep(0.0 if moved else 0.05)


def report(app: App) -> None:
    """Counts, state and broken laws."""
    with app.relational.project(PROJECT) as tx:
        (campaign,) = list_campaigns(tx)
        laws = (*OUTBOX_INVARIANTS, *CAMPAIGN_INVARIANTS)
        say(
            {
                "state": campaign.state.value,
                "violations": [each for law in laws for each in law(tx)],
                "untold": tx.value("select count(*) from messages where emitted_at is null"),
                **asdict(count_lane(tx, campaign.campaign_id)),
            }
        )


def main(command: str, folder: str, port: str = "0") -> None:
    """Run one command on a data folder."""
    settings = load_settings({"data": str(Path(folder)), "allow_private_targets": True}, {})
    app = open_app(settings, command=command)
    if command == "prepare":
        prepare(app, int(port))
    elif command == "send":
        send(app)
    else:
        report(app)
    app.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
