"""Making, changing, pausing, replaying and trying destinations."""

from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

import msgspec

from stayflow.act.destination import deliveries, store
from stayflow.act.destination.computed import RUN, is_computed, list_computed
from stayflow.act.destination.deliver import Forwarding, open_target
from stayflow.act.destination.errors import DestinationInvalid, DestinationNameTaken
from stayflow.act.destination.feeds import feeds_of, instant
from stayflow.act.destination.kind import KINDS
from stayflow.act.destination.model import (
    ATTRIBUTES,
    ERASED,
    EVENTS,
    MEMBERS,
    MINOR_MAX,
    SEGMENT,
    Destination,
    DestinationState,
    Health,
    Key,
    Lag,
    Outcome,
    Row,
    Shipment,
    Tally,
)
from stayflow.act.destination.parse import parse_definition, parse_name
from stayflow.act.destination.withdraw import last_withdrawal
from stayflow.act.setting import secret_names
from stayflow.kernel.errors import StayflowError
from stayflow.kernel.ids import ProjectId, new_id
from stayflow.kernel.paging import Listing, Page
from stayflow.language.raw import JsonObject, read_object
from stayflow.language.scope import Scope
from stayflow.stores.files import SecretBox
from stayflow.stores.relational import Transaction
from stayflow.understand.segment import get_segment, list_segments, list_versions

_PAGES = Listing("destinations", ("",))
BEHIND_SECONDS = 300
Start = Literal["now", "beginning"]


@dataclass(frozen=True, slots=True)
class Standing:
    """How a destination does."""

    health: Health
    lag: Lag
    tally: Tally


@dataclass(frozen=True, slots=True)
class Replay:
    """What to send again; one of the three.

    Attributes:
        since: Everything recorded from this instant on.
        batch: Everything from this batch on.
        dead: What was given up.
    """

    since: datetime | None = None
    batch: int | None = None
    dead: bool = False


@dataclass(frozen=True, slots=True)
class Replayed:
    """What is sent again.

    Attributes:
        batch_from: First batch that is read again; None when none is.
        deliveries: Dead deliveries that wait again.
    """

    batch_from: int | None
    deliveries: int


@dataclass(frozen=True, slots=True)
class Made:
    """A new destination, and the secrets that were made for it: shown this once."""

    destination: Destination
    secrets: dict[str, str]


def create_destination(
    tx: Transaction, raw: JsonObject, *, scope: Scope, box: SecretBox, now: datetime, by: str
) -> Made:
    """Make a destination that runs from now on, or from the beginning of what was recorded.

    Raises:
        DestinationInvalid: A field does not fit.
        DestinationNameTaken: The name is another's.
    """
    name = _free_name(tx, raw.get("name"))
    kind = KINDS.get(str(raw.get("kind")), path="kind")
    given = read_object(raw.get("settings") or {}, "settings")
    fields = dict(kind.parse(given, "settings"))
    secrets = {each: str(fields.pop(each, "")) for each in secret_names(kind.asks)}
    definition = parse_definition(_checked_segments(tx, raw), scope)
    row = store.StoredRow(
        destination_id=new_id(),
        name=name,
        kind=kind.name,
        settings=fields,
        sealed=_seal(box, secrets),
        definition=msgspec.to_builtins(definition),
        state=DestinationState.RUNNING.value,
        failures=0,
        trouble=None,
        failing_since=None,
        retry_at=None,
        rows_sent=0,
        sent_at=None,
        created_at=now,
        created_by=by,
        changed_at=now,
    )
    store.write_row(tx, row)
    destination = row.noun(box)
    start: Start = "beginning" if raw.get("start") == "beginning" else "now"
    _place(tx, destination, start, now)
    made = {each: value for each, value in secrets.items() if value and not given.get(each)}
    return Made(destination, made)


def change_destination(
    tx: Transaction, destination_id: str, changes: JsonObject, *, scope: Scope, box: SecretBox,
    now: datetime,
) -> Destination:  # fmt: skip
    """Change what is named; a secret that is left out keeps its value.

    Feeds that are new begin now; the others go on where they are.

    Raises:
        DestinationNotFound: There is none.
        DestinationInvalid: A field does not fit.
        DestinationNameTaken: The name is another's.
    """
    row = store.find_row(tx, destination_id)
    if "name" in changes:
        row = replace(row, name=_free_name(tx, changes["name"], besides=destination_id))
    if changes.get("settings") is not None:
        kept = row.secrets(box)
        given = dict(read_object(changes["settings"], "settings"))
        for each, value in kept.items():
            if given.get(each) is None:
                given[each] = value
        kind = KINDS.get(row.kind)
        fields = dict(kind.parse({**row.settings, **given}, "settings"))
        secrets = {each: str(fields.pop(each, "")) for each in secret_names(kind.asks)}
        row = replace(row, settings=fields, sealed=_seal(box, secrets))
    wanted = {**row.definition, **{k: v for k, v in changes.items() if k in _DEFINED}}
    definition = parse_definition(_checked_segments(tx, wanted), scope)
    row = replace(row, definition=msgspec.to_builtins(definition), changed_at=now)
    store.write_row(tx, row)
    destination = row.noun(box)
    _place(tx, destination, "now", now)
    return destination


_DEFINED = ("events", "segments", "attributes", "computed", "fields")


def get_destination(tx: Transaction, destination_id: str, *, box: SecretBox) -> Destination:
    """One destination.

    Raises:
        DestinationNotFound: There is none.
    """
    return store.find_row(tx, destination_id).noun(box)


def list_destinations(
    tx: Transaction, *, box: SecretBox, cursor: str | None = None, limit: int = 50
) -> Page[Destination]:
    """Destinations, the oldest first.

    Raises:
        InvalidInput: The cursor is of another list.
    """
    (after,) = _PAGES.behind(cursor)
    rows = store.list_rows(tx, after=after, limit=limit + 1)
    found = tuple(row.noun(box) for row in rows[:limit])
    return Page(found, _PAGES.cursor(found[-1].destination_id) if len(rows) > limit else None)


def remove_destination(tx: Transaction, destination_id: str) -> None:
    """Remove a destination with the history of its deliveries.

    Raises:
        DestinationNotFound: There is none.
    """
    store.find_row(tx, destination_id)
    store.remove_row(tx, destination_id)


def pause_destination(tx: Transaction, destination_id: str) -> None:
    """Send nothing more for now; what is recorded waits.

    Raises:
        DestinationNotFound: There is none.
    """
    store.find_row(tx, destination_id)
    store.set_state(tx, destination_id, DestinationState.PAUSED)


def resume_destination(tx: Transaction, destination_id: str) -> None:
    """Go on where it was, at once.

    Raises:
        DestinationNotFound: There is none.
    """
    store.find_row(tx, destination_id)
    store.set_state(tx, destination_id, DestinationState.RUNNING)


def replay_destination(
    tx: Transaction, destination_id: str, wanted: Replay, *, box: SecretBox, now: datetime
) -> Replayed:
    """Send again: what was recorded since an instant or from a batch on, or what was given up.

    Rows keep their ids, so a receiver that goes by them sees nothing twice.

    Raises:
        DestinationNotFound: There is none.
        DestinationInvalid: Nothing, or more than one thing, was asked for.
    """
    destination = get_destination(tx, destination_id, box=box)
    since, batch = wanted.since, wanted.batch
    if [since is not None, batch is not None, wanted.dead].count(True) != 1:
        raise DestinationInvalid("choose one of since, batch and dead", path="since")
    if wanted.dead:
        return Replayed(None, deliveries.revive_dead(tx, destination_id, now=now))
    before = max(0, batch - 1) if batch is not None else store.batch_before(tx, since or now)
    moved: dict[str, Key] = {}
    for feed, position in store.positions(tx, destination_id).items():
        if feed in {EVENTS, ATTRIBUTES}:
            moved[feed] = min(position, (before, MINOR_MAX))
        elif is_computed(feed) and since is not None:
            moved[feed] = min(position, (int(since.timestamp() * 1000) - 1, MINOR_MAX))
        elif feed.startswith(SEGMENT) and since is not None:
            versions = list_versions(tx, feed.removeprefix(SEGMENT))
            older = max((each.version for each in versions if each.at < since), default=0)
            moved[feed] = min(position, (older, MINOR_MAX))
    store.move_positions(tx, destination.destination_id, moved)
    return Replayed(before + 1, 0)


def try_destination(forwarding: Forwarding, project: ProjectId, destination_id: str) -> Outcome:
    """Hand one made-up row over, outside of every count.

    Raises:
        DestinationNotFound: There is none.
    """
    now = forwarding.clock.now()
    with forwarding.relational.project(project) as tx:
        row = store.find_row(tx, destination_id)
    trial = new_id()
    told = instant(int(now.timestamp() * 1000))
    names = row.definition.get("fields")
    body: dict[str, object] = {"type": "test", "event": "stayflow.test", "time": told}
    if isinstance(names, dict):
        body = {name: body.get(str(source)) for name, source in names.items()}
    shipment = Shipment(trial, row.name, "test", now, (Row((0, 0), f"test:{trial}", 0, body),))
    try:
        with closing(open_target(forwarding, project, row)) as target:
            target.send(shipment)
    except StayflowError as error:
        return Outcome(is_delivered=False, detail=str(error))
    return Outcome(is_delivered=True, detail="")


def read_standing(tx: Transaction, destination: Destination, *, now: datetime) -> Standing:
    """How a destination does, and what waits for it."""
    at = store.positions(tx, destination.destination_id)
    batches = [major for feed, (major, _) in at.items() if feed in {EVENTS, ATTRIBUTES}]
    lag = store.lag_behind(tx, min(batches)) if batches else Lag(0, 0, None)
    tally = deliveries.tally(tx, destination.destination_id)
    health = Health.OK
    if destination.state is DestinationState.PAUSED:
        health = Health.PAUSED
    elif destination.failures:
        health = Health.FAILING
    elif lag.oldest_at is not None and (now - lag.oldest_at).total_seconds() > BEHIND_SECONDS:
        health = Health.BEHIND
    return Standing(health, lag, tally)


def release_destinations(tx: Transaction) -> None:
    """Take up what a process that is surely gone was sending."""
    store.release_all(tx)


def _free_name(tx: Transaction, raw: object, *, besides: str = "") -> str:
    name = parse_name(raw)
    if store.is_name_taken(tx, name, besides=besides):
        raise DestinationNameTaken(f'a destination "{name}" exists already', path="name")
    return name


def _checked_segments(tx: Transaction, raw: JsonObject) -> JsonObject:
    """The same, its segments by id."""
    named = raw.get("segments")
    if not isinstance(named, list | tuple):
        return raw
    ids = [
        get_segment(tx, str(each), path=f"segments[{index}]").segment_id
        for index, each in enumerate(named)
    ]
    return {**raw, "segments": ids}


def _place(tx: Transaction, destination: Destination, start: Start, now: datetime) -> None:
    """Give feeds without a position one."""
    segments = {each.segment_id: each for each in list_segments(tx)}
    computed = list_computed(tx, destination.definition.computed)
    feeds = feeds_of(destination.definition, segments, computed)
    kept = [*feeds, *(feed + RUN for feed in computed)]
    known = store.positions(tx, destination.destination_id)
    kept += [feed for feed in known if feed.startswith(MEMBERS)]
    store.forget_feeds(tx, destination.destination_id, kept)
    newest = store.last_recorded(tx)
    moved: dict[str, Key] = {}
    for feed in feeds:
        if feed in known:
            continue
        if feed == ERASED:
            moved[feed] = (last_withdrawal(tx), MINOR_MAX)
            continue
        last = newest
        if feed.startswith(SEGMENT):
            last = segments[feed.removeprefix(SEGMENT)].change
        elif feed in computed:
            last = int(now.timestamp() * 1000)
            moved[feed + RUN] = (computed[feed].run_ms, 0)
        moved[feed] = (0 if start == "beginning" else last, MINOR_MAX)
    store.move_positions(tx, destination.destination_id, moved)


def _seal(box: SecretBox, secrets: dict[str, str]) -> str:
    return box.seal(msgspec.json.encode(secrets).decode())
