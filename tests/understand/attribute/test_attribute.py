"""The catalogue of attributes and their history by day, against a slow, obvious computation."""

import random
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from stayflow.intake.identify import has_merges
from stayflow.intake.pipeline import Pipeline, append_events, consume_log
from stayflow.intake.record import read_catalogue
from stayflow.kernel.ids import ProjectId
from stayflow.language.event import RawEvent
from stayflow.language.scope import Scope, UnknownAttribute
from stayflow.stores.relational import Transaction
from stayflow.understand.attribute import (
    AttributeChange,
    AttributeInvalid,
    Wanted,
    arrange_attributes,
    band_text,
    change_attribute,
    get_attribute,
    holders,
    is_folder_used,
    label_of,
    list_attributes,
    list_person_statements,
    read_coverage,
    read_hidden,
    read_history,
    read_spread,
)
from stayflow.understand.tag import list_folders
from tests.conftest import Engines

ZONE = ZoneInfo("Asia/Kathmandu")
NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)
CITIES = ("杭州", "上海", "北京")


@dataclass(frozen=True)
class Said:
    """One statement of a generated project; `None` unsets."""

    user: str
    name: str
    value: object
    at: datetime


@dataclass(frozen=True)
class Known:
    """A project that took statements in, whatever order they came in."""

    engines: Engines
    project: ProjectId
    said: tuple[Said, ...]

    def tx(self) -> Transaction:
        return self.engines.relational.project(self.project)

    @property
    def warehouse(self):
        return self.engines.warehouse.project(self.project)

    @property
    def scope(self) -> Scope:
        with self.tx() as tx:
            return Scope(
                zone=ZONE, now=NOON, catalogue=read_catalogue(tx), has_merges=has_merges(tx)
            )

    def attribute(self, name: str):
        with self.tx() as tx:
            return get_attribute(tx, name)

    def users(self, statement) -> set[str]:
        ids = self.warehouse.query(statement.sql, statement.parameters).rows
        with self.tx() as tx:
            rows = tx.rows(
                "select coalesce(p.merged_into, p.person_id), min(i.value) from identities i"
                " join persons p on p.person_id = i.person_id where i.kind = 'user_id' group by 1"
            )
        names = dict(rows)
        return {names[person] for (person,) in ids}


def stated() -> list[Said]:
    """Six people say where they live and how old they are, some of it again, some of it not any more."""
    chance = random.Random(4)
    said = []
    for number in range(90):
        at = NOON - timedelta(minutes=chance.randrange(60 * 24 * 12))
        user = f"u{chance.randrange(6)}"
        if number % 3:
            said.append(Said(user, "city", chance.choice(CITIES), at))
        else:
            said.append(Said(user, "age", chance.randrange(20, 24), at))
    return said


def take_in(engines: Engines, project: ProjectId, batches: list[list[RawEvent]]) -> None:
    pipeline = Pipeline(
        project,
        zone=ZONE.key,
        relational=engines.relational,
        warehouse=engines.warehouse.project(project),
        clock=engines.clock,
    )
    for batch in batches:
        append_events(project, batch, source="sensors", log=engines.log, clock=engines.clock)
        assert consume_log(pipeline, engines.log) is not None
    pipeline.show_merges()


@pytest.fixture(scope="module")
def known(engines: Engines) -> Known:
    project = ProjectId("attributes")
    engines.warehouse.create_project(project, ZONE.key)
    said = stated()
    events = [
        RawEvent(
            name="profile",
            time_ms=int(each.at.timestamp() * 1000),
            event_id=f"e{n}",
            identities={"device": each.user} if n % 4 == 0 else {"user_id": each.user},
            attributes={each.name: each.value},
        )
        for n, each in enumerate(said)
    ]
    joined = [
        RawEvent(
            name="login",
            time_ms=int(NOON.timestamp() * 1000),
            event_id=f"l{user}",
            identities={"user_id": f"u{user}", "device": f"u{user}"},
            attributes={"hobbies": ["茶", "tea"][: 1 + user % 2], "email": f"u{user}@example.com"},
        )
        for user in range(6)
    ]
    take_in(engines, project, [events[60:], events[:30], events[30:60], joined])
    return Known(engines, project, tuple(said))


def newest(said: tuple[Said, ...], name: str, day: date) -> dict[str, str]:
    """Who had what at the end of a day: the last statement up to then."""
    upto = [each for each in said if each.name == name and each.at.astimezone(ZONE).date() <= day]
    return {each.user: str(each.value) for each in sorted(upto, key=lambda each: each.at)}


def test_who_had_what_on_every_day_is_what_was_last_stated_by_then(known: Known) -> None:
    today = NOON.astimezone(ZONE).date()
    for name in ("city", "age"):
        attribute = known.attribute(name)
        spread = read_spread(attribute, scope=known.scope, warehouse=known.warehouse)
        days = read_history(attribute, scope=known.scope, warehouse=known.warehouse)
        assert len(days) > 8
        former: dict[str, str] = {}
        for point in days:
            expected = newest(known.said, name, point.day)
            assert point.people == Counter(expected.values()), point.day
            assert point.covered == len(expected)
            assert point.changed == sum(former[u] != expected[u] for u in former)
            former = expected
        for day in (today, today - timedelta(days=5), today - timedelta(days=9)):
            expected = newest(known.said, name, day)
            for value in set(expected.values()):
                had = known.users(holders(attribute, Wanted(value=value, on=day), known.scope))
                assert had == {user for user, held in expected.items() if held == value}
        now = newest(known.said, name, today)
        assert {each.value: each.people for each in spread.shares} == Counter(now.values())
        assert (spread.covered, spread.total, spread.other) == (len(now), 6, 0)


def test_a_number_is_asked_for_by_a_range_and_a_list_by_an_item(known: Known) -> None:
    today = NOON.astimezone(ZONE).date()
    ages = newest(known.said, "age", today)
    asked = Wanted(start=21, end=23)
    young = known.users(holders(known.attribute("age"), asked, known.scope))
    assert young == {user for user, age in ages.items() if 21 <= float(age) < 23}
    hobbies = known.attribute("hobbies")
    assert known.users(holders(hobbies, Wanted(value="tea"), known.scope)) == {"u1", "u3", "u5"}
    spread = read_spread(hobbies, scope=known.scope, warehouse=known.warehouse)
    assert {each.value: each.people for each in spread.shares} == {"茶": 6, "tea": 3}
    assert [(each.origin, each.people) for each in spread.origins] == [("sensors", 6)]
    for way, there in (("sensors", 6), ("form", 0)):
        assert len(known.users(holders(hobbies, Wanted(origin=way), known.scope))) == there


def test_what_one_person_was_said_to_be_by_day(known: Known) -> None:
    with known.tx() as tx:
        ids = [
            person
            for (person,) in tx.rows(
                "select i.person_id from identities i where i.value = %s", ("u2",)
            )
        ]
    found = list_person_statements(known.attribute("city"), ids=ids, warehouse=known.warehouse)
    by_day: list[tuple[date, str]] = []
    for each in sorted((s for s in known.said if s.user == "u2" and s.name == "city"), key=lambda s: s.at):  # fmt: skip
        day = each.at.astimezone(ZONE).date()
        by_day = [*(kept for kept in by_day if kept[0] != day), (day, str(each.value))]
    changes = [each for n, each in enumerate(by_day) if n == 0 or by_day[n - 1][1] != each[1]]
    assert [(each.day, each.value) for each in found] == changes[::-1]


def test_many_numbers_are_shown_in_bands(engines: Engines, project: ProjectId) -> None:
    events = [
        RawEvent(
            name="profile",
            time_ms=int(NOON.timestamp() * 1000) - n,
            event_id=f"e{n}",
            identities={"user_id": f"u{n}"},
            attributes={"income": n, "birthday": f"{1980 + n % 2}-05-0{1 + n % 9}T00:00:00Z"},
        )
        for n in range(100)
    ]
    take_in(engines, project, [events])
    known = Known(engines, project, ())
    income = known.attribute("income")
    spread = read_spread(income, scope=known.scope, warehouse=known.warehouse)
    assert [each.people for each in spread.shares] == [20, 20, 20, 20, 20]
    assert (spread.shares[0].start, spread.shares[-1].end) == (None, None)
    days = read_history(income, scope=known.scope, warehouse=known.warehouse)
    assert days[-1].people == {band_text(each): each.people for each in spread.shares}
    for share in spread.shares:
        wanted = Wanted(start=share.start, end=share.end)
        assert len(known.users(holders(income, wanted, known.scope))) == share.people
    born = known.attribute("birthday")
    years = read_spread(born, scope=known.scope, warehouse=known.warehouse).shares
    assert {each.value: each.people for each in years} == {"1980": 50, "1981": 50}
    assert len(known.users(holders(born, Wanted(value="1981"), known.scope))) == 50


def test_an_attribute_that_is_computed_has_a_history_too(
    engines: Engines, project: ProjectId
) -> None:
    def bought(day: int, points: float) -> RawEvent:
        at = NOON - timedelta(days=day)
        return RawEvent(
            name="buy",
            time_ms=int(at.timestamp() * 1000),
            event_id=f"e{day}-{points}",
            identities={"user_id": "u1"},
            increments={"points": points},
        )

    take_in(engines, project, [[bought(3, 5)], [bought(1, 2)]])
    known = Known(engines, project, ())
    points = known.attribute("points")
    today = NOON.astimezone(ZONE).date()
    for days, value in ((3, "5"), (2, "5"), (1, "7"), (0, "7")):
        wanted = Wanted(value=value, on=today - timedelta(days=days))
        assert known.users(holders(points, wanted, known.scope)) == {"u1"}
    spread = read_spread(points, scope=known.scope, warehouse=known.warehouse)
    assert [each.origin for each in spread.origins] == ["computed"]


def test_what_an_operator_says_of_it_stands_in_the_catalogue(
    engines: Engines, project: ProjectId
) -> None:
    event = RawEvent(
        name="profile",
        time_ms=int(NOON.timestamp() * 1000),
        event_id="e1",
        identities={"user_id": "u1"},
        attributes={"city": "杭州", "income": 5, "plan": "pro"},
    )
    take_in(engines, project, [[event]])
    known = Known(engines, project, ())
    coverage = read_coverage(known.scope, known.warehouse)
    assert {name: each.people for name, each in coverage.items()} == {
        "city": 1, "income": 1, "plan": 1}  # fmt: skip
    with known.tx() as tx:
        assert label_of(get_attribute(tx, "city")).zh == "城市"
        assert arrange_attributes(tx, lang="zh", by="ann", now=NOON) == 2
        assert arrange_attributes(tx, lang="en", by="ann", now=NOON) == 0
        folders = {each.name: each.folder_id for each in list_folders(tx)}
        assert folders.keys() == {"基本信息", "资产与消费能力"}
        assert is_folder_used(tx, folders["基本信息"])
        change = AttributeChange(
            note="as of the contract", owner="crm", family="implicit", is_sensitive=True
        )
        change_attribute(tx, "plan", change, by="ann", now=NOON)
        change_attribute(tx, "plan", AttributeChange(position=2), by="bob", now=NOON)
        plan = get_attribute(tx, "plan")
        assert (plan.note, plan.owner, plan.family) == ("as of the contract", "crm", "implicit")
        assert (plan.position, plan.is_sensitive, plan.changed_by) == (2, True, "bob")
        hides = read_hidden(tx)
        assert [hides(name, "x") for name in ("city", "income", "plan")] == [False, False, True]
        assert [each.name for each in list_attributes(tx)] == ["city", "income", "plan"]
        with pytest.raises(UnknownAttribute, match="did you mean"):
            get_attribute(tx, "cty")
        for change in (AttributeChange(family="both"), AttributeChange(folder_id="none")):
            with pytest.raises(AttributeInvalid):
                change_attribute(tx, "plan", change, by="ann", now=NOON)
