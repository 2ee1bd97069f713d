"""Session: cases counted by hand, and a slow walk that cuts every person's events one by one."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from statistics import median

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stayflow.kernel.errors import InvalidInput
from stayflow.language.window import midnight
from tests.measure.world import Happened, World

START = datetime(2026, 3, 10, tzinfo=UTC)
RANGE = {"from": "2026-03-01", "to": "2026-03-31"}
ASKED = {"kind": "session", "range": RANGE}
MINUTE = 60


def at(name: str, person: int, seconds: float, **properties) -> Happened:
    return Happened(name, person, START + timedelta(seconds=seconds), properties)


def numbers(world: World, **question):
    return world.ask(**ASKED, **question)["numbers"]


def test_a_pause_of_exactly_the_silence_does_not_end_a_session(shanghai):
    shanghai.fill(
        [at("a", 1, 0), at("b", 1, 30 * MINUTE), at("a", 2, 0), at("b", 2, 30 * MINUTE + 0.001)]
    )
    found = numbers(shanghai)
    assert (found["sessions"], found["people"], found["bounces"]) == (3, 2, 2)
    assert (found["median_seconds"], found["mean_seconds"]) == (0, 600)
    assert found["bounce_rate"] == pytest.approx(2 / 3)
    assert numbers(shanghai, silence="10min")["sessions"] == 4


def test_midnight_ends_a_session_only_if_it_is_asked_for(shanghai):
    late = 16 * 3600 - 60  # a minute before midnight in Shanghai
    shanghai.fill([at("a", 1, late), at("a", 1, late + 120)])
    assert numbers(shanghai)["sessions"] == 1
    assert numbers(shanghai, midnight=True)["sessions"] == 2


def test_another_campaign_ends_a_session(shanghai):
    shanghai.fill([at("a", 1, 60 * n) for n in range(5)])
    put_campaigns(shanghai, ["", "spring", "", "spring", "summer"])
    assert numbers(shanghai)["sessions"] == 3
    assert numbers(shanghai, campaign=False)["sessions"] == 1


def test_a_session_across_an_end_of_the_range_is_whole_and_counts_where_it_begins(shanghai):
    zero = 16 * 3600  # midnight in Shanghai, the beginning of 11 March
    shanghai.fill([at("a", 1, zero - 60), at("b", 1, zero + 60), at("c", 1, zero + 120)])
    question = {"kind": "session", "range": {"from": "2026-03-11", "to": "2026-03-11"}}
    assert shanghai.ask(**question)["numbers"]["sessions"] == 0
    question["range"] = {"from": "2026-03-10", "to": "2026-03-10"}
    found = shanghai.ask(**question)["numbers"]
    assert (found["sessions"], found["events"], found["mean_seconds"]) == (1, 3, 180)


def test_a_session_that_may_go_on_is_no_bounce(shanghai):
    minute = timedelta(minutes=1)
    shanghai.fill(
        [Happened("a", 1, shanghai.now - 29 * minute), Happened("a", 2, shanghai.now - 31 * minute)]
    )
    answer = shanghai.ask(kind="session", range={"last": "7d"})
    found = answer["numbers"]
    assert (found["sessions"], found["open"], found["bounces"]) == (2, 1, 1)
    assert found["bounce_rate"] == 1
    assert [point["is_incomplete"] for point in answer["series"]] == [False] * 6 + [True]
    question = {"kind": "session", "range": {"last": "7d"}}
    assert shanghai.who({"of": "open"}, **question) == {1}
    assert shanghai.who({"of": "bounced"}, **question) == {2}


def test_sessions_by_the_value_of_their_first_event(shanghai):
    shanghai.fill(
        [
            *(at("a", 1, 0, category="x"), at("a", 1, 60, category="y")),
            *(at("a", 1, 7200, category="y"), at("a", 2, 0, category="x"), at("a", 3, 0)),
        ]
    )
    question = {**ASKED, "by": {"property": "category"}, "top": 1}
    groups = shanghai.ask(**question)["groups"]
    assert [(g["by"], g["is_other"], g["numbers"]["sessions"]) for g in groups] == [
        ({"category": "x"}, False, 2),
        ({"category": "other"}, True, 2),
    ]
    assert shanghai.who({"by": {"category": "x"}}, **question) == {1, 2}
    rest = {"by": {"category": "other"}, "is_other": True}
    assert shanghai.who({**rest, "t": "2026-03-10"}, **question) == {1, 3}


def test_sessions_beside_those_of_another_range(shanghai):
    day = 86_400
    shanghai.fill([at("a", 1, 0), at("a", 1, 10), at("a", 2, -day), at("a", 3, -day)])
    question = {"kind": "session", "range": {"from": "2026-03-10", "to": "2026-03-10"}}
    answer = shanghai.ask(**question, compare="previous", by={"property": "category"})
    assert (answer["numbers"]["sessions"], answer["previous"]["sessions"]) == (1, 2)
    assert [(p["t"], p["numbers"]["people"]) for p in answer["previous_series"]] == [
        ("2026-03-09", 2)
    ]
    assert shanghai.who({"compared": True}, **question, compare="previous") == {2, 3}
    year = {"from": "2026-03-09", "to": "2026-03-09"}
    assert shanghai.ask(**question, compare=year)["previous"]["bounces"] == 2


def test_a_session_runs_through_a_merge(shanghai):
    shanghai.fill([at("a", 7, 0), at("b", 2, 10), at("c", 7, 20)], merges={7: 2})
    found = numbers(shanghai)
    assert (found["sessions"], found["people"], found["events"]) == (1, 1, 3)
    assert shanghai.who({"events": 3}, **ASKED) == {2}


def test_bins_of_duration_and_depth_hold_every_session_once(shanghai):
    shanghai.fill(
        [at("a", 1, 0), *(at("a", 2, n) for n in range(12)), at("a", 3, 0), at("b", 3, 10)]
    )
    answer = shanghai.ask(**ASKED)
    shown = {each["from"]: each["sessions"] for each in answer["durations"]}
    assert shown == {0: 1, 10: 2, 30: 0, 60: 0, 180: 0, 600: 0, 1800: 0, 3600: 0}
    assert [each["sessions"] for each in answer["depths"]] == [1, 1, 0, 0, 0, 1, 0, 0]
    assert shanghai.who({"seconds": 10}, **ASKED) == {2, 3}


# The slow reference: one event after another.


def cut(events, silence, zone, *, at_midnight, at_campaign):
    """Sessions of (event, campaign) in order, as lists."""
    sessions, campaign = [], ""
    for event, named in events:
        last = sessions[-1][-1][0] if sessions else None
        begins = (
            last is None
            or event.at - last.at > silence
            or (at_midnight and event.at.astimezone(zone).date() != last.at.astimezone(zone).date())
            or (at_campaign and named not in {"", campaign})
        )
        if begins:
            sessions.append([])
            campaign = ""
        sessions[-1].append((event, named))
        campaign = named or campaign
    return sessions


def put_campaigns(world: World, campaigns) -> None:
    """Write the events anew, each with its campaign."""
    world.warehouse.execute("TRUNCATE TABLE events")
    table = world._table().append_column("campaign", pa.array(campaigns, pa.string()))
    world.warehouse.insert("events", table)


events = st.lists(
    st.tuples(
        st.integers(1, 6),
        st.sampled_from(
            (-90_000, -3601, -1801, -60, -1, 0, 0, 1, 59, 60, 61, 600, 1800, 3601, 86_400)
        ),
        st.integers(0, 3),
        st.sampled_from(("", "", "", "p", "q")),
        st.sampled_from((None, "x", "y", "z")),
    ),
    min_size=1,
    max_size=50,
)


@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    events=events,
    merges=st.sampled_from(({}, {5: 1}, {5: 1, 6: 2})),
    zone=st.sampled_from(("America/New_York", "Europe/Berlin")),
    silence=st.sampled_from((60, 1800)),
    knows_arrivals=st.booleans(),
    data=st.data(),
)
def test_any_world_is_cut_as_the_slow_reference_cuts(
    world_in, events, merges, zone, silence, knows_arrivals, data
):
    world = world_in(zone)
    day = {"America/New_York": date(2026, 3, 8), "Europe/Berlin": date(2026, 3, 29)}[zone]
    zero = midnight(day, world.zone)  # of the day the clocks change
    world.now = zero + timedelta(seconds=data.draw(st.sampled_from((70, 4000, 200_000))))
    happened = [
        Happened(
            "a",
            person,
            zero + timedelta(seconds=seconds + more),
            {"category": value} if value else {},
        )
        for person, seconds, more, _, value in events
    ]
    named = [campaign for *_, campaign, _ in events]
    world.fill(happened, merges=merges)
    put_campaigns(world, named)
    world.knows_arrivals = knows_arrivals
    by_person = defaultdict(list)
    for event, campaign in sorted(zip(happened, named, strict=True), key=lambda each: each[0].at):
        by_person[world.person(event.person)].append((event, campaign))
    end = midnight(day + timedelta(days=1), world.zone)
    for at_midnight, at_campaign in ((False, True), (True, True), (True, False)):
        question = {
            "kind": "session",
            "range": {"from": str(day), "to": str(day)},
            "silence": f"{silence}s",
            "midnight": at_midnight,
            "campaign": at_campaign,
            "by": {"property": "category"},
            "per": "hour",
        }
        found = [
            each
            for person, theirs in by_person.items()
            for each in sessions_of(world, person, theirs, question, (zero, end))
        ]
        answer = world.ask(**question)
        check(answer["numbers"], found)
        for group in answer["groups"]:
            mine = [
                each
                for each in found
                if each[1][0][0].properties.get("category") == group["by"]["category"]
            ]
            check(group["numbers"], mine)
            assert world.who({"by": group["by"]}, **question) == {person for person, *_ in mine}
        assert sum(group["numbers"]["sessions"] for group in answer["groups"]) == len(found)
        points = {point["t"]: point["numbers"]["sessions"] for point in answer["series"]}
        hours = defaultdict(int)
        for _, session, _ in found:
            hours[hour_of(session[0][0].at, world.zone)] += 1
        assert {t: count for t, count in points.items() if count} == {
            t: count for t, count in hours.items() if t in points
        }
        bounced = {
            person for person, session, is_open in found if len(session) == 1 and not is_open
        }
        assert world.who({"of": "bounced"} | by_any(answer), **question) <= bounced


def sessions_of(world, person, theirs, question, span):
    """(person, session, whether it may go on) of a person's sessions that begin in the span."""
    around, silence = timedelta(days=1), timedelta(seconds=int(question["silence"][:-1]))
    sessions = cut(
        [each for each in theirs if span[0] - around <= each[0].at < span[1] + around],
        silence,
        world.zone,
        at_midnight=question["midnight"],
        at_campaign=question["campaign"],
    )
    today = world.now.astimezone(world.zone).date()
    for number, session in enumerate(sessions):
        first, last = session[0][0], session[-1][0]
        is_open = (
            number + 1 == len(sessions)
            and last.at + silence >= world.now
            and (not question["midnight"] or last.at.astimezone(world.zone).date() == today)
        )
        if span[0] <= first.at < span[1]:
            yield person, session, is_open


def by_any(answer):
    """A group, for a split question has no people of its own."""
    groups = answer["groups"]
    return {"by": groups[0]["by"]} if groups else {"by": {"category": "x"}}


def hour_of(instant: datetime, zone) -> str:
    local = instant.astimezone(zone).replace(minute=0, second=0, microsecond=0)
    return local.isoformat(timespec="seconds")


def check(numbers, found) -> None:
    seconds = [(s[-1][0].at - s[0][0].at).total_seconds() for _, s, _ in found]
    assert numbers["sessions"] == len(found)
    assert numbers["people"] == len({person for person, *_ in found})
    assert numbers["open"] == sum(is_open for *_, is_open in found)
    assert numbers["bounces"] == sum(len(s) == 1 and not is_open for _, s, is_open in found)
    assert numbers["events"] == sum(len(s) for _, s, _ in found)
    assert numbers["median_seconds"] == (median(seconds) if seconds else None)


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"silence": "2d"}, "silence"),
        ({"silence": "1mo"}, "silence"),
        ({"midnight": "yes"}, "midnight"),
        ({"campaign": 1}, "campaign"),
        ({"per": "year"}, "per"),
        ({"events": {"event": "nowhere"}}, "events.event"),
        ({"pause": "1h"}, "pause"),
        ({"who": {"seconds": 11}}, "who.seconds"),
        ({"who": {"of": "long"}}, "who.of"),
        ({"who": {"t": "2026-04-01"}}, "who.t"),
        ({"who": {"compared": True}}, "who.compared"),
        ({"compare": "before"}, "compare"),
    ],
)
def test_errors_name_the_place(shanghai, changes, path):
    question = {**ASKED, **changes}
    with pytest.raises(InvalidInput) as caught:
        who = question.pop("who", None)
        shanghai.who(who, **question) if who else shanghai.ask(**question)
    assert caught.value.path == path
