"""The demo: loaded by the real way in, its numbers equal to what pandas counts in the same files."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest

import stayflow.demo
from stayflow.access.project import get_project
from stayflow.access.user import SignInRefused, authenticate_password
from stayflow.act.campaign import list_campaigns
from stayflow.app import Stores, assemble
from stayflow.demo import load_demo
from stayflow.demo.definitions import JOURNEY, REGULAR_PURCHASES, RETAIL
from stayflow.demo.load import STEPS
from stayflow.kernel.clock import FixedClock
from stayflow.language.condition import compile_people, parse_condition
from stayflow.language.event import FACT_EVENTS
from stayflow.measure.analysis import answer_query
from stayflow.measure.dashboard import list_questions, read_overview
from stayflow.measure.effect import EffectGoal, EffectQuestion, measure_effect
from stayflow.reward.ledger import find_violations, get_totals
from stayflow.understand.lifecycle import list_moves
from stayflow.understand.rfm import count_classes, parse_rfm
from stayflow.understand.segment import list_segments, list_versions

pytestmark = pytest.mark.slow

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
NEW_YORK = ZoneInfo("America/New_York")
DATA = Path(stayflow.demo.__file__).parent / "data"
SHIFT_DAYS = (date(2026, 6, 14) - date(2017, 12, 31)).days


@pytest.fixture(scope="module")
def loaded(engines):
    """The demo in the engines of this process, and what loading it said."""
    stores = Stores(engines.folder, engines.relational, engines.warehouse, engines.log)
    app = assemble(engines.settings, stores, FixedClock(NOW))
    said = []
    first = load_demo(app, progress=said.append)
    return app, first, said


@pytest.fixture(scope="module")
def app(loaded):
    return loaded[0]


@pytest.fixture(scope="module")
def journey():
    """The files as pandas reads them, with their times moved, in the shops' zone."""
    frames = {}
    for event, name in (
        ("purchase", "baskets"),
        ("campaign_received", "campaigns_received"),
        ("coupon_redeemed", "coupons_redeemed"),
    ):
        frame = pd.read_csv(DATA / f"{name}.csv.gz")
        moved = pd.to_datetime(frame["time"]) + pd.Timedelta(days=SHIFT_DAYS)
        frame["at"] = moved.dt.tz_localize(
            NEW_YORK, ambiguous=True, nonexistent=pd.Timedelta(hours=1)
        )
        frames[event] = frame
    return frames


def question(app, project, words):
    """The answer to the demo's question with these words in its name."""
    with app.relational.project(project) as tx:
        (kept,) = [each.query for each in list_questions(tx) if words in each.name]
    return answer_query(kept, scope=app.scope(project), warehouse=app.facts(project)).result


def test_every_event_of_the_files_is_there_once(app, journey):
    rows = app.facts("demo").query(
        "SELECT event, count(), uniqExact(person_id) FROM events "
        "WHERE event NOT LIKE 'message.%' AND event NOT IN {ours:Array(String)} GROUP BY event",
        {"ours": ["points.granted", *FACT_EVENTS]},
    )
    assert {event: (count, people) for event, count, people in rows.rows} == {
        event: (len(frame), frame["household_id"].nunique()) for event, frame in journey.items()
    }
    invoices = pd.read_csv(DATA / "invoices.csv.gz")
    retail = app.facts("demo_retail").query(
        "SELECT event, count(), toFloat64(sum(revenue)) FROM events GROUP BY event"
    )
    for event, count, revenue in retail.rows:
        kept = invoices[invoices["event"] == event]
        assert count == len(kept)
        assert revenue == pytest.approx(kept["amount"].sum())
    assert app.facts("demo_retail").value("SELECT uniqExact(person_id) FROM people") == 4_372


def test_the_last_day_is_yesterday_and_the_page_says_so(app, journey):
    last = app.facts("demo").value("SELECT max(time) FROM events WHERE event = 'purchase'")
    assert last.astimezone(NEW_YORK).date() == (NOW - timedelta(days=1)).date()
    assert last == journey["purchase"]["at"].max()
    for about in (JOURNEY, RETAIL):
        note = get_project(about.id, relational=app.relational).note
        assert "2026-06-14" in note
        assert "后移了" in note
        assert "were moved by" in note
    assert "artificial" in get_project("demo", relational=app.relational).note


def test_the_funnel_equals_a_slow_reference(app, journey):
    window = pd.Timedelta(days=60)
    times = {
        event: {
            household: np.sort(group.to_numpy())
            for household, group in frame["at"].dt.tz_convert("UTC").groupby(frame["household_id"])
        }
        for event, frame in journey.items()
    }
    first_day = pd.Timestamp(NOW).tz_convert(NEW_YORK).normalize() - pd.Timedelta(days=419)
    reached = [0, 0, 0]
    for household, received in times["campaign_received"].items():
        far = 0
        for start in received[received >= first_day.tz_convert("UTC")]:
            far = max(far, 1)
            redeemed = times["coupon_redeemed"].get(household, np.array([], dtype=object))
            redeemed = redeemed[(redeemed >= start) & (redeemed <= start + window)]
            if not len(redeemed):
                continue
            far = max(far, 2)
            bought = times["purchase"].get(household, np.array([], dtype=object))
            if ((bought >= redeemed[0]) & (bought <= start + window)).any():
                far = 3
                break
        for step in range(far):
            reached[step] += 1
    steps = question(app, "demo", "Campaign → coupon").steps
    assert [step.people for step in steps] == reached
    assert reached[0] == 1_559
    assert reached[2] > 300


def test_weekly_retention_equals_pandas(app, journey):
    result = question(app, "demo", "Weekly retention")
    purchases = journey["purchase"]
    today = pd.Timestamp(NOW).tz_convert(NEW_YORK).normalize().tz_localize(None)
    day = purchases["at"].dt.tz_localize(None).dt.normalize()
    inside = purchases.assign(week=day - pd.to_timedelta(day.dt.day_of_week, "D"))[
        day > today - pd.Timedelta(days=84)
    ]
    first = inside.groupby("household_id")["week"].min()
    for cohort in result.cohorts:
        households = first[first == pd.Timestamp(cohort.t)].index
        assert cohort.size == len(households)
        mine = inside[inside["household_id"].isin(households)]
        for period, value in enumerate(cohort.values):
            if value is not None and period > 0:
                week = pd.Timestamp(cohort.t) + pd.Timedelta(weeks=period)
                assert value == mine[mine["week"] == week]["household_id"].nunique()
    assert sum(cohort.size for cohort in result.cohorts) == len(first)


def test_revenue_by_week_and_by_month_equals_pandas(app, journey):
    purchases = journey["purchase"]
    day = purchases["at"].dt.tz_localize(None).dt.normalize()
    monthly = question(app, "demo", "Revenue by month")
    assert monthly.revenue == pytest.approx(purchases["amount"].sum())
    by_month = purchases.groupby(day.dt.strftime("%Y-%m-01"))["amount"].sum()
    assert {point.t: point.revenue for point in monthly.series if point.revenue} == pytest.approx(
        by_month.to_dict()
    )
    weekly = question(app, "demo", "Revenue by week").series[0].points
    by_week = purchases.groupby(day - pd.to_timedelta(day.dt.day_of_week, "D"))["amount"].sum()
    for point in weekly[1:]:
        assert point.value == pytest.approx(by_week.get(pd.Timestamp(point.t), 0))


def test_segments_have_people_and_a_history(app, journey):
    with app.relational.project("demo") as tx:
        segments = {segment.name: segment for segment in list_segments(tx)}
        assert set(segments) == {segment.name for segment in JOURNEY.segments}
        for segment in segments.values():
            versions = list_versions(tx, segment.segment_id)
            assert len(versions) == 13
            assert versions[-1].people_count == segment.people_count > 0
    redeemed = journey["coupon_redeemed"].groupby("household_id").size()
    lovers = next(each for name, each in segments.items() if "Coupon lovers" in name)
    assert lovers.people_count == (redeemed >= 3).sum()
    families = next(each for name, each in segments.items() if "Families" in name)
    known = journey["purchase"].dropna(subset=["household_comp"])
    assert families.people_count == known["household_comp"].str.endswith(" Kids").sum() - (
        known["household_comp"].str.endswith("No Kids").sum()
    )


def test_rfm_and_lifecycle_put_everybody_somewhere_and_people_move(app, journey):
    scope, facts = app.scope("demo"), app.facts("demo")
    classes = count_classes(parse_rfm(dict(JOURNEY.rfm)), scope=scope, warehouse=facts).classes
    assert len(classes) == 8
    assert sum(each.people for each in classes) == journey["purchase"]["household_id"].nunique()
    stages = read_overview(None, scope=scope, warehouse=facts).stages
    assert sum(stage.people for stage in stages) == 2_379
    assert sum(stage.people > 0 for stage in stages) >= 4
    moves = list_moves("default", NOW - timedelta(days=90), NOW, scope=scope, warehouse=facts)
    assert len({(move.origin, move.target) for move in moves}) > 4


def test_points_are_ten_a_dollar_rounded_down_and_told_as_events(app, journey):
    cents = (journey["purchase"]["amount"] * 100).round().astype(int)
    points = cents * 10 // 100
    with app.relational.project("demo") as tx:
        totals = get_totals(tx)
        assert find_violations(tx) == []
    assert totals.issued == totals.outstanding == points.sum()
    told = app.facts("demo").one(
        "SELECT count(), sum(JSONExtractInt(properties, 'points')) FROM events "
        "WHERE event = 'points.granted'"
    )
    assert told == ((points > 0).sum(), points.sum())


def test_the_campaign_reached_the_regulars_of_that_day_and_lifted_nothing(app, journey):
    with app.relational.project("demo") as tx:
        (campaign,) = list_campaigns(tx)
    assert campaign.state == "finished"
    assert "simulated" in campaign.definition.name
    goal = campaign.definition.goal
    asked = EffectQuestion(
        campaign.campaign_id,
        campaign.definition.holdout,
        EffectGoal(goal.event, None, goal.window, goal.amount),
    )
    effect = measure_effect(asked, scope=app.scope("demo"), warehouse=app.facts("demo"))
    purchases = journey["purchase"]
    launched = pd.Timestamp(campaign.launched_at)
    first_day = launched.tz_convert(NEW_YORK).normalize() - pd.Timedelta(days=89)
    before = purchases[(purchases["at"] >= first_day) & (purchases["at"] < launched)]
    regulars = (before.groupby("household_id").size() >= REGULAR_PURCHASES).sum()
    assert effect.treated.people + effect.holdout.people == regulars
    assert 0.1 < effect.holdout.people / regulars < 0.3
    counts = effect.counts
    assert 0.3 < counts.opened / counts.sent < 0.55
    assert 0 < counts.clicked < counts.opened
    # Chance splits the people anew in each run: once in twenty the interval leaves zero out.
    assert abs(effect.lift.difference) < effect.lift.high - effect.lift.low


def test_the_overview_is_full(app):
    for project in ("demo", "demo_retail"):
        overview = read_overview(None, scope=app.scope(project), warehouse=app.facts(project))
        for number in (overview.people, overview.active, overview.kept, overview.returned,
                       overview.revenue, overview.orders):  # fmt: skip
            assert number > 0
        assert len(overview.series) == 30


def test_every_segment_can_be_asked_as_a_condition(app):
    scope = app.scope("demo")
    for segment in JOURNEY.segments:
        condition = parse_condition(segment.condition, facets=scope.facets)
        statement = compile_people(condition, scope)
        assert app.facts("demo").query(statement.sql, statement.parameters).rows


def test_loading_it_again_changes_nothing(loaded):
    app, first, said = loaded
    before = app.facts("demo").value("SELECT count() FROM events")
    later = assemble_later(app)
    again_said = []
    again = load_demo(later, progress=again_said.append)
    assert again_said == []
    assert len(said) == 2 * len(STEPS) + 2
    assert again.shifts == first.shifts
    assert app.facts("demo").value("SELECT count() FROM events") == before


def assemble_later(app):
    """The same stores three days later."""
    stores = Stores(app.folder, app.relational, app.warehouse, app.log)
    return assemble(app.settings, stores, FixedClock(NOW + timedelta(days=3)))


def test_the_owner_signs_in_with_the_password_that_is_kept_for_them_alone(loaded):
    app, first, _ = loaded
    sign_in = first.sign_in
    assert sign_in.is_new
    assert sign_in.file.stat().st_mode & 0o777 == 0o600
    assert sign_in.password in sign_in.file.read_text()
    who = {"address": "127.0.0.1", "relational": app.relational, "clock": app.clock}
    assert authenticate_password(sign_in.email, sign_in.password, **who).administrator
    with pytest.raises(SignInRefused):
        authenticate_password(sign_in.email, "not the password", **who)
    assert load_demo(app).sign_in == replace(sign_in, is_new=False)
