"""Matching over HTTP: a run by its job, review, undo, and who may see what."""

from dataclasses import dataclass
from typing import Any

import pytest

from stayflow.access import Role
from stayflow.app import App
from stayflow.interfaces import matching
from stayflow.interfaces.telemetry import Telemetry
from stayflow.interfaces.worker import JobRunner, handlers_of
from stayflow.language.event import RawEvent
from stayflow.stores.jobs import JobCancelled
from tests.interfaces.conftest import Browser, Shop, as_role, take_in

PEOPLE = {
    "a1": {"name": "张伟", "phone": "138-0013-8000", "birthday": "1990-01-03", "city": "杭州"},
    "b1": {"name": "章伟", "phone": "+86 13800138001", "birthday": "1990年1月3日"},
    "a2": {"name": "Ann Brown", "phone": "13911112222", "birthday": "1985-06-30"},
    "b2": {"name": "Anne Brown", "phone": "13911112222", "birthday": "1985-06-30"},
    "a3": {"name": "王芳", "phone": "13733334444", "birthday": "1971-11-20"},
    "b3": {"name": "王芳", "phone": "18655556666", "birthday": "1999-02-02"},
}


@dataclass(frozen=True)
class World:
    """Three people of the shop, and three of an imported list: two of them the same."""

    app: App
    shop: Shop
    server: Any
    operator: Browser
    runner: JobRunner

    def run(self, **body: Any) -> dict[str, Any]:
        begun = self.operator.post(f"{self.shop.url}/matches/runs", json=body)
        assert begun.status_code == 201, begun.text
        assert self.runner.step()
        done = self.operator.get(f"{self.shop.url}/matches/runs/{begun.json()['run_id']}").json()
        assert done["state"] == "done", done
        return done

    def matches(self, state: str = "open", role: Role = Role.OPERATOR) -> list[dict[str, Any]]:
        answer = as_role(self.server, self.shop, role).get(f"{self.shop.url}/matches?state={state}")
        assert answer.status_code == 200, answer.text
        return answer.json()["matches"]

    def names(self, match: dict[str, Any]) -> set[str]:
        return {
            identity["value"]
            for side in ("left", "right")
            for identity in match[side]["identities"]
        }

    def decide(self, match: dict[str, Any], what: str) -> Any:
        return self.operator.post(f"{self.shop.url}/matches/{match['proposal_id']}/{what}")


@pytest.fixture
def world(app: App, shop: Shop, server: Any) -> World:
    with app.relational.system() as tx:
        tx.execute("delete from jobs")
    take_in(
        app,
        shop,
        *(
            RawEvent(
                name="identify",
                identities={("card" if user[0] == "a" else "list"): user},
                attributes=attributes,
            )
            for user, attributes in PEOPLE.items()
        ),
    )
    runner = JobRunner(app.jobs, Telemetry(), handlers_of(app))
    return World(app, shop, server, as_role(server, shop, Role.OPERATOR), runner)


def test_people_are_proposed_with_what_each_field_says(world: World) -> None:
    done = world.run()
    assert done["counts"]["people"] == 6
    assert done["counts"]["proposed"] == 2
    assert not done["trained"], "six people teach nothing: the shipped weights are used"
    found = world.matches()
    assert [world.names(each) for each in found] == [{"a2", "b2"}, {"a1", "b1"}]
    zhang = found[1]
    assert {each["field"]: each["level"] for each in zhang["fields"]} == {
        "name": "same_sound",
        "birthday": "exact",
        "phone": "one_typo",
        "city": "missing",
    }
    added = zhang["prior"] + sum(each["weight"] for each in zhang["fields"])
    assert added == pytest.approx(zhang["weight"])
    assert zhang["probability"] == pytest.approx(1 / (1 + 2 ** -zhang["weight"]))


def test_doing_it_again_changes_nothing(world: World) -> None:
    world.run()
    before = world.matches()
    world.run()
    again = world.matches()
    assert [each["proposal_id"] for each in again] == [each["proposal_id"] for each in before]


def test_an_accepted_pair_is_one_person_and_may_be_parted_again(world: World) -> None:
    world.run()
    zhang = world.matches()[1]
    accepted = world.decide(zhang, "accept")
    assert accepted.status_code == 200, accepted.text
    assert accepted.json()["merged"]
    person = world.operator.get(f"{world.shop.url}/people/{zhang['right']['person_id']}").json()
    assert {each["value"] for each in person["identities"]} == {"a1", "b1"}
    assert world.decide(zhang, "accept").json()["code"] == "match_decided"

    undone = world.decide(zhang, "undo")
    assert undone.status_code == 200, undone.text
    assert (undone.json()["state"], undone.json()["merged"]) == ("undone", False)
    person = world.operator.get(f"{world.shop.url}/people/{zhang['right']['person_id']}").json()
    assert {each["value"] for each in person["identities"]} == {"b1"}
    assert world.run()["counts"]["known"] == 1, "what somebody decided on is not proposed again"


def test_a_rejected_pair_is_never_proposed_again_until_that_is_undone(world: World) -> None:
    world.run()
    ann = world.matches()[0]
    assert world.decide(ann, "reject").json()["state"] == "rejected"
    done = world.run()
    assert (done["counts"]["known"], done["counts"]["proposed"]) == (1, 1)
    assert [world.names(each) for each in world.matches()] == [{"a1", "b1"}]
    assert world.decide(ann, "undo").json()["state"] == "open"
    assert len(world.matches()) == 2


def test_a_run_may_be_about_the_people_of_a_list(world: World) -> None:
    take_in(
        world.app,
        world.shop,
        RawEvent(name="identify", identities={"card": "c2"}, attributes=PEOPLE["a2"]),
    )
    done = world.run(only_kind="list")
    assert (done["counts"]["people"], done["counts"]["asked"]) == (7, 3)
    pairs = [world.names(each) for each in world.matches()]
    assert {"a2", "c2"} not in pairs
    assert {"b2", "c2"} in pairs


def test_a_rule_of_identity_keeps_a_pair_from_being_proposed(world: World) -> None:
    for user, place in (("u1", {"card": "a2"}), ("u2", {"list": "b2"})):
        take_in(
            world.app,
            world.shop,
            RawEvent(name="log_in", identities={"user_id": user, **place}),
        )
    done = world.run()
    assert done["counts"]["forbidden"] == 1
    assert [world.names(each) for each in world.matches()] == [{"a1", "b1"}]


def test_people_parted_by_hand_are_not_proposed(world: World) -> None:
    """Two cards on one account, one of them lent to somebody much alike."""
    for card in ("a2", "c2"):
        take_in(
            world.app,
            world.shop,
            RawEvent(
                name="bind", identities={"card": card, "member": "m2"}, attributes=PEOPLE["a2"]
            ),
        )
    found = world.operator.post(f"{world.shop.url}/people", json={"search": "c2"}).json()
    person = found["people"][0]["person_id"]
    graph = world.operator.get(f"{world.shop.url}/people/{person}/graph").json()
    lent = [node["id"] for node in graph["nodes"] if node["value"] == "c2"]
    parted = world.operator.post(
        f"{world.shop.url}/unmerges", json={"person_id": person, "identities": lent}
    )
    assert parted.status_code == 200, parted.text
    take_in(
        world.app,
        world.shop,
        RawEvent(name="identify", identities={"card": "c2"}, attributes=PEOPLE["a2"]),
    )
    assert world.run()["counts"]["forbidden"] == 1
    assert {"a2", "c2"} not in [world.names(each) for each in world.matches()]


def test_a_threshold_accepts_without_review_when_the_rules_say_so(world: World) -> None:
    rules = world.operator.get(f"{world.shop.url}/matches/rules").json()
    assert (rules.pop("saved"), rules["accept_at"]) == (False, None)
    rules["accept_at"] = 0.9
    assert world.operator.request("PUT", f"{world.shop.url}/matches/rules", json=rules).json()[
        "saved"
    ]
    assert world.run()["counts"]["accepted"] == 2
    assert {each["decided_by"] for each in world.matches("accepted")} == {"match"}
    assert world.matches() == []


def test_below_operator_personal_data_is_masked_and_nothing_can_be_decided(world: World) -> None:
    world.run()
    shown = world.matches(role=Role.ANALYST)[0]
    fields = {each["field"]: each for each in shown["fields"]}
    assert (fields["phone"]["left"], fields["phone"]["masked"]) == ("139****2222", True)
    analyst = as_role(world.server, world.shop, Role.ANALYST)
    for what in ("accept", "reject", "undo"):
        answer = analyst.post(f"{world.shop.url}/matches/{shown['proposal_id']}/{what}")
        assert answer.status_code == 403
    assert analyst.post(f"{world.shop.url}/matches/runs", json={}).status_code == 403
    viewer = as_role(world.server, world.shop, Role.VIEWER)
    assert viewer.get(f"{world.shop.url}/matches").status_code == 403


def test_a_waiting_run_is_stopped_and_a_second_one_is_the_first(world: World) -> None:
    url = f"{world.shop.url}/matches/runs"
    first = world.operator.post(url, json={}).json()
    assert world.operator.post(url, json={}).json()["run_id"] == first["run_id"]
    assert world.operator.post(f"{url}/{first['run_id']}/stop").json()["state"] == "stopped"
    assert not world.runner.step()


def test_a_run_at_work_is_stopped_in_its_step_and_leaves_nothing_behind(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id = world.operator.post(f"{world.shop.url}/matches/runs", json={}).json()["run_id"]
    job = world.app.jobs.take()
    assert job is not None
    told: list[str] = []

    def report(done: int, total: int, note: str) -> None:
        told.append(note)
        if told.count("learning") == 2:  # said by the watcher, while the step is at work
            raise JobCancelled("stop")

    monkeypatch.setattr("stayflow.intake.match.run.WATCH_SECONDS", 0.01)
    with pytest.raises(JobCancelled):
        matching.carry_out(world.app, job, report)
    run = world.operator.get(f"{world.shop.url}/matches/runs/{run_id}").json()
    assert (run["state"], run["counts"]["people"], run["counts"]["proposed"]) == ("stopped", 6, 0)
    assert list((world.app.folder.path / "scratch").iterdir()) == []


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"fields": []}, "fields"),
        ({"propose_at": 1.5}, "propose_at"),
        ({"propose_at": 0.9, "accept_at": 0.5}, "accept_at"),
    ],
)
def test_rules_that_do_not_hold_together_are_refused(
    world: World, change: dict[str, Any], path: str
) -> None:
    rules = world.operator.get(f"{world.shop.url}/matches/rules").json()
    del rules["saved"]
    answer = world.operator.request("PUT", f"{world.shop.url}/matches/rules", json=rules | change)
    assert (answer.status_code, answer.json()["path"]) == (400, path)


def test_pages_follow_each_other(world: World) -> None:
    world.run()
    first = world.operator.get(f"{world.shop.url}/matches?limit=1").json()
    second = world.operator.get(f"{world.shop.url}/matches?limit=1&cursor={first['next']}").json()
    assert (first["counts"]["open"], second["next"]) == (2, None)
    assert first["matches"][0]["proposal_id"] != second["matches"][0]["proposal_id"]
