"""What becomes of people is an event of theirs: told once, whatever is cut off or done again."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import count

import pytest

from stayflow.access import NewProject, create_project
from stayflow.app import App, Stores, assemble
from stayflow.intake.identify import ByHand, part_people
from stayflow.intake.people import change_people
from stayflow.intake.pipeline import append_events, consume_log, run_reactors
from stayflow.interfaces import held_facts
from stayflow.interfaces.worker.handlers import refresh_project
from stayflow.interfaces.worker.jobs import Progress
from stayflow.kernel.ids import ProjectId, new_id
from stayflow.language.condition import compile_people, parse_condition
from stayflow.language.event import FACT_EVENTS, RawEvent
from stayflow.stores.relational import Transaction
from stayflow.understand.fact import HeldDecided, HeldState, decide_held, list_held
from stayflow.understand.lifecycle import refresh_stages, save_model
from stayflow.understand.live import LiveReactor
from stayflow.understand.rfm import refresh_rfm, save_rfm_model
from stayflow.understand.score import ScoreDraft, create_score, refresh_scores
from stayflow.understand.segment import (
    Plan,
    Refresh,
    SegmentChange,
    change_segment,
    create_segment,
    refresh_segment,
)
from stayflow.understand.tag import Schedule, TagDraft, create_tag, refresh_tags
from tests.conftest import Engines

BUYS = {"did": {"event": "buy"}}
LEVEL = {
    "values": [
        {"value": "often", "when": {"did": {"event": "buy", "count": 2}}},
        {"value": "once", "when": BUYS},
    ]
}
ACTIVITY = {
    "rules": [{"name": "buys", "event": "buy", "points": 10}],
    "bands": [{"name": "low", "from": 0}, {"name": "high", "from": 15}],
}
MODEL = {
    "stages": [
        {"name": "looking", "label": {"zh": "看", "en": "looking"}},
        {"name": "buying", "label": {"zh": "买", "en": "buying"}, "when": BUYS},
        {"name": "loyal", "label": {"zh": "忠", "en": "loyal"}, "when": LEVEL["values"][0]["when"]},
    ]
}
TABLES = {
    "tag_changes": ("tag_id", "value", "is_gained"),
    "score_changes": ("score_id", "band", "before"),
    "stage_changes": ("model", "stage", "previous"),
    "segment_changes": ("segment_id", "entered", "entered"),
    "rfm_changes": ("model", "class", "previous"),
}
BUYERS = {
    "event": "buy",
    "thresholds": {"fixed": {"r": 30, "f": 2, "m": 100}},
}
_names = count()


@dataclass(frozen=True)
class Shop:
    """A project in which everything is kept up in real time."""

    app: App
    project: ProjectId

    def tx(self) -> Transaction:
        return self.app.relational.project(self.project)

    def take_in(self, *did: str, user: str | None = None) -> str:
        """One person did these; return who."""
        user = user or f"u{next(_names)}"
        self.app.clock.advance(timedelta(seconds=1))
        now_ms = int(self.app.clock.now().timestamp() * 1000)
        sent = [
            RawEvent(name=name, time_ms=now_ms, event_id=new_id(), identities={"user_id": user})
            for name in did
        ]
        append_events(self.project, sent, source="t", log=self.app.log, clock=self.app.clock)
        self.drain()
        return user

    def drain(self) -> None:
        while consume_log(self.app.pipeline(self.project), self.app.log) is not None:
            pass

    def react(self) -> None:
        """Until nobody has anything to answer to: what is told is recorded, too."""
        while run_reactors(self.project, self.app.reactors, self.app.relational):
            self.drain()

    def person(self, user: str) -> int:
        with self.tx() as tx:
            return tx.value("select person_id from identities where value = %s", (user,))

    def told(self, user: str) -> Counter[tuple[str, ...]]:
        """The facts of a person as (event, now, before), each with how often."""
        rows = (
            self.app.facts(self.project)
            .query(
                "SELECT event, JSONExtractString(properties, 'now'), JSONExtractString(properties, 'before')\n"
                "FROM events WHERE person_id = {person:UInt64} AND event IN {facts:Array(String)}",
                {"person": self.person(user), "facts": list(FACT_EVENTS)},
            )
            .rows
        )
        return Counter(tuple(row) for row in rows)

    def name(self, identities: dict[str, str]) -> None:
        """An event that names these."""
        self.app.clock.advance(timedelta(seconds=1))
        now_ms = int(self.app.clock.now().timestamp() * 1000)
        event = RawEvent(name="look", time_ms=now_ms, event_id=new_id(), identities=identities)
        append_events(self.project, [event], source="t", log=self.app.log, clock=self.app.clock)
        self.drain()

    def told_of_identity(self) -> list[tuple[str, int, list[int], str, str]]:
        """(event, person, the others, cause, who said so)."""
        rows = (
            self.app.facts(self.project)
            .query(
                "SELECT event, person_id, JSONExtract(properties, 'people', 'Array(UInt64)'),\n"
                "    JSONExtractString(properties, 'cause'), JSONExtractString(properties, 'actor')\n"
                "FROM events WHERE event LIKE 'identity.%' ORDER BY ALL"
            )
            .rows
        )
        return [tuple(row) for row in rows]

    def changes(self) -> dict[str, int]:
        facts = self.app.facts(self.project)
        return {table: facts.value(f"SELECT count() FROM {table}", {}) for table in TABLES}


@pytest.fixture(scope="module")
def shop(engines: Engines) -> Shop:
    stores = Stores(engines.folder, engines.relational, engines.warehouse, engines.log)
    app = assemble(engines.settings, stores, engines.clock)
    made = create_project(
        NewProject(f"facts_{new_id()}"),
        warehouse=app.warehouse,
        relational=app.relational,
        clock=app.clock,
    )
    shop = Shop(app, made.id)
    shop.take_in("look", "buy", user="first")
    scope, warehouse = app.scope(made.id), app.facts(made.id)
    with shop.tx() as tx:
        create_tag(
            tx, TagDraft("level", "rule", LEVEL, schedule=Schedule.LIVE), scope=scope, by="a"
        )
        create_score(tx, ScoreDraft("activity", ACTIVITY), scope=scope, by="a")
        create_segment(tx, "buyers", BUYS, scope=scope, by="a")
        change_segment(tx, "buyers", SegmentChange(refresh=Plan(Refresh.LIVE)), scope=scope, by="a")
        save_model(tx, MODEL, scope=scope)
        save_rfm_model(tx, BUYERS, at=scope.now)
        refresh_tags(tx, scope=scope, warehouse=warehouse, cause="version 1")
        refresh_scores(tx, scope=scope, warehouse=warehouse, cause="version 1")
        refresh_stages(tx, scope=scope, warehouse=warehouse)
        refresh_rfm(tx, scope=scope, warehouse=warehouse)
        refresh_segment(tx, "buyers", scope=scope, warehouse=warehouse)
    shop.react()
    return shop


ONCE = Counter(
    {
        ("segment.entered", "", ""): 1,
        ("tag.changed", "once", ""): 1,
        ("score.changed", "low", ""): 1,
        ("stage.changed", "buying", ""): 1,
        ("rfm.changed", "general_develop", ""): 1,
    }
)
TWICE = Counter(
    {
        ("tag.changed", "often", "once"): 1,
        ("score.changed", "high", "low"): 1,
        ("stage.changed", "loyal", "buying"): 1,
        ("rfm.changed", "general_value", "general_develop"): 1,
    }
)


def test_who_stood_there_when_it_was_defined_is_no_news(shop: Shop) -> None:
    assert shop.told("first") == Counter()


def test_what_an_event_changes_is_told_once_however_often_it_is_reacted_to(shop: Shop) -> None:
    user = shop.take_in("buy")
    shop.react()
    assert shop.told(user) == ONCE
    shop.take_in("buy", user=user)
    shop.react()
    assert shop.told(user) == ONCE + TWICE
    for each in shop.app.reactors:
        each.react(shop.project, 1, 10_000)
    shop.drain()
    shop.react()
    assert shop.told(user) == ONCE + TWICE


def test_told_but_not_noted_is_told_again_and_taken_once(shop: Shop) -> None:
    """The power goes when the log has the events and the mark has not moved."""
    user = shop.take_in("buy")
    live = next(each for each in shop.app.reactors if isinstance(each, LiveReactor))
    live.react(shop.project, 1, 10_000)

    def emit(project: ProjectId, events: Sequence[RawEvent]) -> None:
        shop.app.emit_fact(project, events)
        raise _Killed

    for _lane in range(2):
        with pytest.raises(_Killed):
            replace(shop.app.facts_told, emit=emit).tell(shop.project)
    shop.drain()
    shop.react()
    assert shop.told(user) == ONCE


def test_written_but_not_committed_is_told_by_who_comes_next(shop: Shop) -> None:
    """kill -9 between ClickHouse and PostgreSQL: the changes are there, their number is not."""
    user = shop.take_in("buy")
    scope, warehouse = shop.app.scope(shop.project), shop.app.facts(shop.project)
    with pytest.raises(_Killed), shop.tx() as tx:
        refresh_tags(tx, scope=scope, warehouse=warehouse, cause="daily")
        refresh_scores(tx, scope=scope, warehouse=warehouse, cause="daily")
        refresh_stages(tx, scope=scope, warehouse=warehouse)
        refresh_rfm(tx, scope=scope, warehouse=warehouse)
        refresh_segment(tx, "buyers", scope=scope, warehouse=warehouse)
        raise _Killed
    assert shop.app.facts_told.tell(shop.project) == 0
    shop.react()
    assert shop.told(user) == ONCE


def test_more_than_can_be_news_is_held_back_until_somebody_decides(shop: Shop) -> None:
    users = [shop.take_in("buy") for _ in range(2)]
    live = next(each for each in shop.app.reactors if isinstance(each, LiveReactor))
    live.react(shop.project, 1, 10_000)
    assert replace(shop.app.facts_told, facts_max=1).tell(shop.project) == 0
    shop.react()
    assert [shop.told(user) for user in users] == [Counter(), Counter()]
    with shop.tx() as tx:
        held = dict(tx.rows("select kind, held_back from fact_marks"))
    assert held == {"tag": 2, "score": 2, "stage": 2, "segment": 2, "rfm": 2}
    with shop.tx() as tx:
        shown = list_held(tx)
        part = list_held(tx, limit=3)
        rest = list_held(tx, limit=3, cursor=part.next)
    assert [*part.items, *rest.items] == [*shown.items]
    assert {(each.kind, each.name, each.count) for each in shown.items} == {
        ("tag", "level", 2),
        ("score", "activity", 2),
        ("stage", "default", 2),
        ("segment", "buyers", 2),
        ("rfm", "default", 2),
    }
    ids = {each.kind: each.held_id for each in shown.items}
    now = shop.app.clock.now()
    with shop.tx() as tx:
        decide_held(tx, ids.pop("score"), HeldState.DROPPED, by="a", now=now)
    for held_id in ids.values():
        held_facts.begin(shop.app, shop.project, held_id, by="a")
        for _again in range(2):
            shop.app.facts_told.tell_held(shop.project, held_id, lambda _told, _of: None)
    with shop.tx() as tx, pytest.raises(HeldDecided):
        decide_held(tx, ids["tag"], HeldState.DROPPED, by="a", now=now)
    shop.drain()
    shop.react()
    all_but_the_score = ONCE - Counter({("score.changed", "low", ""): 1})
    assert [shop.told(user) for user in users] == [all_but_the_score, all_but_the_score]
    with shop.tx() as tx:
        assert list_held(tx).items == ()
        told = {each.kind: each.told for each in list_held(tx, is_open=False).items}
    assert told == {"tag": 2, "score": 0, "stage": 2, "segment": 2, "rfm": 2}


def test_facts_are_asked_for_like_any_event_and_are_no_activity(shop: Shop) -> None:
    user = shop.take_in("look", "buy")
    shop.react()
    scope, warehouse = shop.app.scope(shop.project), shop.app.facts(shop.project)

    def meets(condition: dict) -> bool:
        found = compile_people(parse_condition(condition, facets=scope.facets), scope)
        rows = warehouse.query(found.sql, found.parameters).rows
        return shop.person(user) in {person for (person,) in rows}

    became = {"property": "now", "op": "eq", "value": "once"}
    assert meets({"did": {"event": "tag.changed", "where": became}})
    assert not meets({"did": {"event": "tag.changed", "where": {**became, "value": "often"}}})
    assert meets({"did": {"event": "segment.entered"}})
    assert meets({"did": {"event": "*", "count": 2}})
    assert not meets({"did": {"event": "*", "count": 3}})


def test_who_became_one_is_told_once_and_who_parted_to_both(shop: Shop) -> None:
    user, device = shop.take_in("look"), f"d{next(_names)}"
    shop.name({"device": device})
    shop.react()
    assert shop.told_of_identity() == []
    shop.name({"device": device, "user_id": user})
    shop.react()
    one, other = shop.person(user), shop.person(device)
    assert one < other
    merged = ("identity.merged", one, [other], "named_together", "")
    assert shop.told_of_identity() == [merged]
    for each in shop.app.reactors:
        each.react(shop.project, 1, 10_000)
    shop.drain()
    shop.react()
    assert shop.told_of_identity() == [merged]
    with shop.tx() as tx:
        detached = tx.value("select identity_id from identities where value = %s", (device,))
    by = ByHand("anna@example.com", shop.app.clock.now(), "two people")
    pipeline = shop.app.pipeline(shop.project)
    change_people(pipeline, lambda tx, batch: part_people(tx, batch, one, [detached], by))
    shop.react()
    parted = ("unmerged", "anna@example.com")
    assert shop.told_of_identity() == [
        merged,
        ("identity.parted", one, [other], *parted),
        ("identity.parted", other, [one], *parted),
    ]
    condition = parse_condition({"did": {"event": "identity.parted", "within": {"last": "1d"}}})
    found = compile_people(condition, shop.app.scope(shop.project))
    rows = shop.app.facts(shop.project).query(found.sql, found.parameters).rows
    assert {person for (person,) in rows} == {one, other}


def test_the_night_finds_what_real_time_found_and_has_nothing_to_tell(shop: Shop) -> None:
    """Tags and scores, stages and segments together, over people who merge."""
    guest = {"device": f"d{next(_names)}"}
    now_ms = int(shop.app.clock.now().timestamp() * 1000)
    known = {**guest, "user_id": shop.take_in("buy")}
    for identities in (guest, known):
        shop.app.clock.advance(timedelta(seconds=1))
        event = RawEvent(name="buy", time_ms=now_ms, event_id=new_id(), identities=identities)
        append_events(shop.project, [event], source="t", log=shop.app.log, clock=shop.app.clock)
        shop.drain()
        shop.react()
    before = shop.changes()
    told = shop.app.facts(shop.project).value("SELECT count() FROM events", {})
    refresh_project(shop.app, shop.project, _Silent())
    shop.drain()
    shop.react()
    assert shop.changes() == before
    assert shop.app.facts(shop.project).value("SELECT count() FROM events", {}) == told


class _Killed(Exception):
    pass


class _Silent(Progress):
    def __init__(self) -> None:
        pass

    def report(self, **_: object) -> None:
        pass
