"""Plan, cleaning rules, quality, rejected events and the debugger, as the console sees them."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from stayflow.access import Role
from stayflow.intake.pipeline import consume_log
from stayflow.intake.record import RejectedFilter, find_rejected
from stayflow.interfaces.telemetry import Telemetry
from stayflow.interfaces.worker import JobRunner, handlers_of
from stayflow.interfaces.worker.schedule import Schedule
from stayflow.language.event import RawEvent
from stayflow.measure.notice import list_notices, list_targets
from tests.interfaces.conftest import as_role, take_in, visitor

NOON = 1_781_524_800_000
PLAN = {
    "unplanned": "none",
    "events": [
        {
            "name": "purchase",
            "check": "reject",
            "owner": "growth",
            "properties": [
                {"name": "price", "type": "number", "required": True, "minimum": 0},
                {"name": "size", "type": "text", "values": ["S", "M"]},
            ],
        }
    ],
}


def work(app):
    runner = JobRunner(app.jobs, Telemetry(), handlers_of(app))
    while runner.step():
        pass


def take_all(app, shop):
    pipeline = app.pipeline(shop.project.id)
    while consume_log(pipeline, app.log) is not None:
        pass


def bought(user="u1", **properties) -> RawEvent:
    return visitor(user, name="purchase", time_ms=NOON - 5_000, properties=properties)


def outcomes(app, shop):
    with app.relational.project(shop.project.id) as tx:
        rows = tx.rows(
            "select outcome, reason, sum(count) from intake_counts group by 1, 2 having sum(count) <> 0"
        )
    return {(outcome, reason): int(count) for outcome, reason, count in rows}


def test_a_rejected_event_is_found_read_and_taken_again_after_the_fix(app, server, shop, owner):
    assert owner.request("PUT", f"{shop.url}/plan", json={"plan": PLAN}).status_code == 200
    take_in(app, shop, bought(price=3), bought(size="S"), bought(price="x"), visitor("u2"))
    assert outcomes(app, shop) == {
        ("accepted", ""): 1,
        ("rejected", "name_missing"): 1,
        ("rejected", "property_missing"): 1,
        ("rejected", "property_type"): 1,
    }
    found = owner.get(f"{shop.url}/rejected?event=purchase&text=SIZE").json()
    assert found["total"] == 1
    (row,) = found["rows"]
    assert (row["reason"], row["field"]) == ("property_missing", "properties.price")
    whole = owner.get(f"{shop.url}/rejected/{row['rejected_id']}").json()
    assert json.loads(whole["raw"])["properties"] == {"size": "S"}

    fixed = json.loads(json.dumps(PLAN))
    fixed["events"][0]["properties"][0]["required"] = False
    answer = owner.request("PUT", f"{shop.url}/plan", json={"plan": fixed, "version": 1})
    assert answer.json()["version"] == 2
    began = owner.post(f"{shop.url}/rejected/replay", json={"event": "purchase"}).json()
    assert began["total"] == 2
    owner.post(f"{shop.url}/rejected/replay", json={"ids": [row["rejected_id"]]})
    work(app)
    take_all(app, shop)
    assert outcomes(app, shop) == {
        ("accepted", ""): 2,
        ("rejected", "name_missing"): 1,
        ("rejected", "property_type"): 1,
    }
    left = owner.get(f"{shop.url}/rejected").json()
    assert sorted(each["reason"] for each in left["rows"]) == ["name_missing", "property_type"]
    assert owner.get(f"{shop.url}/rejected/{row['rejected_id']}").status_code == 404
    quality = owner.get(f"{shop.url}/quality?by=event&last=365d").json()
    of = {each["group"]: each for each in quality["totals"]}
    assert (of["purchase"]["received"], of["purchase"]["rejected"]) == (3, 1)
    job = owner.get(f"{shop.url}/jobs/{began['job_id']}").json()
    assert (job["state"], job["done"]) == ("done", 2)


def test_a_replayed_event_is_judged_by_its_address_which_nobody_is_shown(app, shop, owner):
    take_in(app, shop, visitor("u1", name="", time_ms=NOON, ip="203.0.113.9"))
    (row,) = owner.get(f"{shop.url}/rejected").json()["rows"]
    whole = owner.get(f"{shop.url}/rejected/{row['rejected_id']}").text
    assert "203.0.113.9" not in whole
    rule = {"internal_addresses": ["203.0.113.0/24"]}
    assert owner.request("PUT", f"{shop.url}/cleaning", json=rule).status_code == 200
    assert json.loads(rejected_of(app, shop).raw)["ip"] == "203.0.113.9"
    app.facts(shop.project.id).execute(
        "ALTER TABLE rejected_events UPDATE raw = replaceOne(raw, '{', '{\"name\":\"mended\",')"
        " WHERE 1 SETTINGS mutations_sync = 1"
    )
    owner.post(f"{shop.url}/rejected/replay", json={})
    work(app)
    take_all(app, shop)
    assert ("rejected", "internal_traffic") in outcomes(app, shop)


def rejected_of(app, shop):
    (found,) = find_rejected(
        app.facts(shop.project.id), RejectedFilter(), cursor=None, limit=5
    ).items
    return found


def test_rejected_events_are_paged(app, shop, owner):
    take_in(app, shop, *(visitor("u1", name="", properties={"n": n}) for n in range(5)))
    seen, cursor = [], ""
    for _ in range(3):
        page = owner.get(f"{shop.url}/rejected?limit=2{cursor}").json()
        seen += [json.loads(row["payload"])["properties"]["n"] for row in page["rows"]]
        cursor = f"&cursor={page['next']}"
    assert (seen, page["next"]) == ([4, 3, 2, 1, 0], None)


@pytest.mark.parametrize("name", ["x", "1", "1-", "1-2-3", "9" * 40 + "-1"])
def test_what_names_no_rejected_event_is_told(shop, owner, name):
    answer = owner.get(f"{shop.url}/rejected/{name}")
    assert (answer.status_code, answer.json()["code"]) == (400, "rejected_id_invalid")


def test_quality_says_what_became_of_events_and_what_is_alarming(app, shop, owner):
    owner.request("PUT", f"{shop.url}/cleaning", json={"alert_events_min": 4})
    take_in(
        app, shop, *(visitor("u1", name="view", time_ms=NOON - n) for n in range(3)), visitor("u1")
    )
    by_source = owner.get(f"{shop.url}/quality?last=365d").json()
    (line,) = by_source["totals"]
    assert (line["group"], line["received"], line["accepted"], line["rejected"]) == (
        "test",
        4,
        3,
        1,
    )
    assert line["rejected_percent"] == 25
    assert sum(each["events"] for each in by_source["hours"]) == 4
    assert [each["rejected_percent"] for each in by_source["alerts"]] == [25]
    reasons = owner.get(f"{shop.url}/quality?by=reason&last=365d").json()["totals"]
    assert {each["group"]: each["received"] for each in reasons} == {"": 3, "name_missing": 1}

    def notices():
        Schedule(app).step()
        found = owner.get(f"{shop.url}/quality?last=365d").json()["notices"]
        return [(each["source"], each["rejected"], each["ended_at"] is None) for each in found]

    assert by_source["notices"] == []
    assert notices() == [("test", 1, True)]
    assert notices() == [("test", 1, True)], "told once"
    owner.request("PUT", f"{shop.url}/cleaning", json={"alert_events_min": 5})
    assert notices() == [("test", 1, False)]
    owner.request("PUT", f"{shop.url}/cleaning", json={"alert_events_min": 4})
    assert notices() == [("test", 1, True), ("test", 1, False)]
    with app.relational.project(shop.project.id) as tx:
        (mail,) = [each for each in list_notices(tx) if each.about == "quality"]
        (target,) = list_targets(tx, box=app.box)
    assert (mail.source_id, mail.waiting, target.address) == ("test", 1, shop.email), "once a day"
    assert "拒绝了 1 个（25.0%" in mail.body
    assert "4 events came and 1 were rejected" in mail.body


def test_the_debugger_shows_what_was_done_to_each_event(app, shop, owner):
    first = owner.get(f"{shop.url}/debugger").json()
    assert first["events"] == []
    take_in(
        app,
        shop,
        visitor("u1", name="view", time_ms=NOON - 1, event_id="a"),
        visitor("u1", name="view", time_ms=NOON - 1, event_id="a"),
        visitor("u1", name="late", time_ms=NOON + 86_400_000),
        visitor("u1"),
    )
    part = owner.get(f"{shop.url}/debugger?after={first['next']}&wait=5").json()
    told = {(each["event"], each["outcome"], each["done"]) for each in part["events"]}
    assert told == {
        ("view", "accepted", ""),
        ("view", "duplicate", ""),
        ("late", "repaired", "time_in_future"),
        ("", "rejected", "name_missing"),
    }
    assert all(each["source"] == "test" for each in part["events"])
    assert owner.get(f"{shop.url}/debugger?after={part['next']}").json()["events"] == []
    person = part["events"][[e["outcome"] for e in part["events"]].index("accepted")]["person_id"]
    of_person = owner.get(f"{shop.url}/debugger?person={person}").json()["events"]
    assert {each["event"] for each in of_person} == {"view", "late"}
    rejected = owner.get(f"{shop.url}/debugger?outcome=rejected").json()["events"]
    assert owner.get(f"{shop.url}/rejected/{rejected[0]['rejected_id']}").status_code == 200
    cut = owner.get(f"{shop.url}/debugger?limit=1").json()
    assert (len(cut["events"]), cut["is_cut"]) == (1, True)


def test_rules_of_cleaning_are_the_projects_own(app, shop, owner):
    before = owner.get(f"{shop.url}/cleaning").json()
    assert before["rules"]["bots"] is True
    assert "fix_clock_skew" in [each["name"] for each in before["steps"]]
    changed = owner.request(
        "PUT",
        f"{shop.url}/cleaning",
        json={"internal_hosts": ["*.Staging.example.com"], "bots": False},
    ).json()["rules"]
    assert changed["internal_hosts"] == ["*.staging.example.com"]
    take_in(app, shop, visitor("u1", name="view", url="https://a.staging.example.com/x"))
    assert outcomes(app, shop) == {("rejected", "internal_traffic"): 1}
    bad = owner.request("PUT", f"{shop.url}/cleaning", json={"internal_addresses": ["10.0.0.300"]})
    assert (bad.status_code, bad.json()["path"]) == (400, "internal_addresses[0]")
    bad = owner.request("PUT", f"{shop.url}/cleaning", json={"age_days_max": 0})
    assert (bad.status_code, bad.json()["path"]) == (400, "age_days_max")
    assert "put_cleaning" in [
        each["action"] for each in owner.get(f"{shop.url}/audit").json()["entries"]
    ]


def test_a_plan_is_drafted_compared_and_exchanged(app, shop, owner):
    take_in(
        app,
        shop,
        *(
            visitor(
                f"u{n}",
                name="purchase",
                time_ms=NOON - n,
                properties={"price": n, "size": "SML"[n % 3]},
            )
            for n in range(40)
        ),
    )
    draft = owner.get(f"{shop.url}/plan/draft?last=365d").json()
    assert (draft["added_events"], draft["added_properties"]) == (["purchase"], 2)
    (event,) = draft["plan"]["events"]
    price, size = event["properties"]
    assert (price["name"], price["type"], price["required"]) == ("price", "number", True)
    assert size["values"] == ["L", "M", "S"]
    owner.request("PUT", f"{shop.url}/plan", json={"plan": PLAN})
    stale = owner.request("PUT", f"{shop.url}/plan", json={"plan": PLAN, "version": 0})
    assert (stale.status_code, stale.json()["code"]) == (409, "plan_changed")
    differences = owner.get(f"{shop.url}/plan/diff?last=365d").json()["differences"]
    assert [(each["kind"], each["property"], each["seen"]) for each in differences] == [
        ("property_value", "size", "L")
    ]
    plan = owner.get(f"{shop.url}/plan").json()
    assert plan["seen"][0]["source"] == "test"
    for kind in ("yaml", "xlsx"):
        file = owner.get(f"{shop.url}/plan/export?as={kind}").content
        same = owner.post(
            f"{shop.url}/plan/import", files={"file": file}, data={"dry_run": "true"}
        ).json()
        assert (same["added"], same["removed"], same["changed"]) == ([], [], [])
        assert (same["plan"], same["saved"]) == (plan["plan"], False)
    more = b"events: [{name: view}]"
    done = owner.post(f"{shop.url}/plan/import", files={"file": more}).json()
    assert (done["added"], done["removed"], done["version"]) == (["view"], ["purchase"], 2)
    bad = owner.post(f"{shop.url}/plan/import", files={"file": b"events: [{name: x, type: y}]"})
    assert (bad.status_code, bad.json()["path"]) == (400, "events[0].type")
    bad = owner.request(
        "PUT", f"{shop.url}/plan", json={"plan": {"events": [{"name": "a"}, {"name": "a"}]}}
    )
    assert (bad.status_code, bad.json()["code"]) == (400, "plan_invalid")


@pytest.mark.parametrize(
    ("role", "path", "status"),
    [
        (Role.VIEWER, "/plan", 200),
        (Role.VIEWER, "/quality", 200),
        (Role.VIEWER, "/rejected", 403),
        (Role.ANALYST, "/debugger", 403),
        (Role.OPERATOR, "/rejected", 200),
        (Role.OPERATOR, "/debugger", 200),
    ],
)
def test_who_may_look(server, shop, role, path, status):
    assert as_role(server, shop, role).get(shop.url + path).status_code == status


def test_a_call_that_waits_is_answered_when_something_comes(app, server, shop):
    caller = as_role(server, shop, Role.OPERATOR)
    began = caller.get(f"{shop.url}/debugger").json()["next"]
    with ThreadPoolExecutor(1) as other:
        waiting = other.submit(caller.get, f"{shop.url}/debugger?after={began}&wait=25&event=news")
        take_in(app, shop, visitor("u1", name="noise", time_ms=NOON))
        assert not waiting.done()
        take_in(app, shop, visitor("u1", name="news", time_ms=NOON))
        (event,) = waiting.result().json()["events"]
    assert (event["event"], event["outcome"]) == ("news", "accepted")


def test_a_property_of_text_and_numbers_is_given_the_type_that_is_wanted(app, shop, owner):
    sent = [
        visitor("u1", name="view", time_ms=NOON - n, properties={"p": p})
        for n, p in enumerate((1, 2, "x"))
    ]
    take_in(app, shop, *sent)
    types = {
        each["name"]: each["type"]
        for each in owner.get(f"{shop.url}/catalogue").json()["properties"]
    }
    assert types == {"p": "number"}
    changed = owner.request(
        "PUT", f"{shop.url}/catalogue/property-type", json={"property": "p", "type": "text"}
    )
    assert changed.status_code == 204
    values = owner.get(f"{shop.url}/catalogue/values?property=p").json()["values"]
    assert {each["value"] for each in values} == {"1", "2", "x"}
    unknown = owner.request(
        "PUT", f"{shop.url}/catalogue/property-type", json={"property": "q", "type": "text"}
    )
    assert unknown.status_code == 400


def test_a_warning_is_shown_and_counted_beside_the_event(app, shop, owner):
    plan = {"events": [{"name": "view", "properties": [{"name": "sku", "required": True}]}]}
    owner.request("PUT", f"{shop.url}/plan", json={"plan": plan})
    take_in(app, shop, visitor("u1", name="view", time_ms=NOON))
    (event,) = owner.get(f"{shop.url}/debugger").json()["events"]
    assert (event["outcome"], event["warnings"]) == ("accepted", "property_missing:properties.sku")
    (line,) = owner.get(f"{shop.url}/quality?last=365d").json()["totals"]
    assert (line["received"], line["accepted"], line["warned"]) == (1, 1, 1)
