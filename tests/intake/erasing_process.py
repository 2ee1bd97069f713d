"""An erasure in a process of its own, to be killed; chDB opens one folder a process.

`python -m tests.intake.erasing_process prepare|erase|report FOLDER [TABLE]`
"""

import json
import sys
from pathlib import Path
from threading import Event

from stayflow.access.erasure import ask_for_erasure, list_erasures, list_places
from stayflow.access.project import NewProject, create_project
from stayflow.app import HOLDINGS, App, open_app
from stayflow.intake import append_events, identify
from stayflow.intake.erase import ErasurePlan, erase_people, find_left
from stayflow.intake.pipeline import consume_log
from stayflow.interfaces.laws import check_project
from stayflow.kernel.ids import ProjectId
from stayflow.kernel.settings import load_settings
from stayflow.language.event import RawEvent

PROJECT = ProjectId("erased")
EVENTS = 400
"""Of whom is erased, and as many of somebody else; over four months."""
DAY = 86_400_000


def say(what: object) -> None:
    """One line of JSON to whoever started us."""
    sys.stdout.write(f"{json.dumps(what)}\n")
    sys.stdout.flush()


def prepare(app: App) -> None:
    """Ann, who is two people merged, and Bob; she is to be erased."""
    create_project(
        NewProject(PROJECT), warehouse=app.warehouse, relational=app.relational, clock=app.clock
    )
    now = round(app.clock.now().timestamp() * 1000)
    take_in(
        app,
        *(
            RawEvent(
                name=f"view {number % 5}",
                event_id=f"{name}-{number}",
                identities={"device": f"{name}-{number % 2}"},
                attributes={"city": name},
                time_ms=now - number * DAY * 120 // EVENTS,
            )
            for name in ("ann", "bob")
            for number in range(EVENTS)
        ),
    )
    take_in(
        app,
        *(
            RawEvent(
                name="login",
                event_id=f"login-{name}-{number}",
                identities={"device": f"{name}-{number}", "user_id": name},
                time_ms=now,
            )
            for name in ("ann", "bob")
            for number in range(2)
        ),
    )
    app.pipeline(PROJECT).show_merges()
    with app.relational.project(PROJECT) as tx:
        ann = identify.find_people(tx, "user_id", ["ann"])["ann"]
        ask_for_erasure(tx, ann, by="owner", now=app.clock.now())
        say(identify.list_ids_behind(tx, ann))


def take_in(app: App, *events: RawEvent) -> None:
    append_events(PROJECT, events, source="test", log=app.log, clock=app.clock)
    while consume_log(app.pipeline(PROJECT), app.log):
        pass


def erase(app: App, table: str) -> None:
    """Carry it out; to `table`, if one is named: that is said, and behind it we wait to be killed."""
    is_there = False

    def report(_done: int, _total: int, note: str) -> None:
        nonlocal is_there
        if is_there and note != table:
            Event().wait()
        if table and note == table and not is_there:
            is_there = True
            say(note)

    done = erase_people(app.pipeline(PROJECT), app.log, ErasurePlan(HOLDINGS), report)
    say({"done": done})


def report(app: App) -> None:
    """What there is of everybody."""
    pipeline = app.pipeline(PROJECT)
    with app.relational.project(PROJECT) as tx:
        (erasure,) = list_erasures(tx).items
        places = list_places(tx, erasure.erasure_id)
    say(
        {
            "state": erasure.state.value,
            "people": sorted(erasure.people),
            "known_by": erasure.known_by,
            "left": find_left(pipeline, HOLDINGS, erasure.erased) if erasure.people else None,
            "places": {
                f"{each.place} {each.way}": [each.before, each.remaining] for each in places
            },
            "broken": {
                law.name: law.violations for law in check_project(app, PROJECT) if law.violations
            },
            "events": dict(
                pipeline.warehouse.query(
                    "SELECT toString(person_id), count() FROM events GROUP BY person_id"
                ).rows
            ),
        }
    )


def main(command: str, folder: str, table: str = "") -> None:
    """Run one command on a data folder."""
    app = open_app(load_settings({"data": str(Path(folder))}, {}), command=command)
    if command == "prepare":
        prepare(app)
    elif command == "erase":
        erase(app, table)
    else:
        report(app)
    app.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
