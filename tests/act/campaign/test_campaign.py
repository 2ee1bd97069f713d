"""A campaign's life, from draft to finished."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from stayflow.act.campaign import (
    CampaignNotFound,
    CampaignStateWrong,
    cancel_campaign,
    change_campaign,
    definition_json,
    get_campaign,
    launch_due,
    list_campaigns,
    parse_definition,
    pause_campaign,
    preview_campaign,
    remove_campaign,
    resume_campaign,
    send_sample,
)
from stayflow.act.campaign import launch as launch_module
from stayflow.act.campaign.launch import CHUNK_PEOPLE
from stayflow.act.channel import Delivery
from stayflow.act.outbox import send_due
from stayflow.kernel.bucketing import bucket
from stayflow.kernel.errors import InvalidInput
from tests.act.shop import CONTENT, EVERYBODY, NOON, Shop

HALF = 0.5


def held_out(campaign: str, people: range, share: float) -> set[int]:
    return {person for person in people if bucket(campaign, str(person)) < share}


class TestDefinition:
    FULL = {
        "name": "Spring",
        "channel": "email",
        "content": {"subject": "s", "html": "<p>", "text": "t", "defaults": {"a": "b"}},
        "audience": EVERYBODY,
        "segment_id": None,
        "holdout": 0.1,
        "goal": {
            "event": "purchase",
            "where": {"property": "category", "op": "eq", "value": "tea"},
            "window": "14d",
            "amount": None,
        },
        "per_minute": 600,
        "lasts": "2d",
    }

    def test_it_is_stored_in_the_words_it_was_written_in(self):
        assert definition_json(parse_definition(self.FULL)) == self.FULL

    @pytest.mark.parametrize(
        ("changes", "path"),
        [
            ({"name": ""}, "name"),
            ({"name": "x" * 201}, "name"),
            ({"channel": "emial"}, "channel"),
            ({"audience": None}, "audience"),
            ({"segment_id": "s1"}, "audience"),
            ({"holdout": 1}, "holdout"),
            ({"holdout": -0.1}, "holdout"),
            ({"holdout": "10%"}, "holdout"),
            ({"goal": {"window": "7d"}}, "goal.event"),
            ({"goal": {"event": "x", "window": "1mo"}}, "goal.window"),
            ({"goal": {"event": "x", "window": "100d"}}, "goal.window"),
            ({"goal": {"event": "x", "where": {"op": "eq"}}}, "goal.where"),
            ({"per_minute": 0}, "per_minute"),
            ({"per_minute": 1.5}, "per_minute"),
            ({"lasts": "60d"}, "lasts"),
            ({"colour": "red"}, "colour"),
        ],
    )
    def test_a_mistake_is_named_with_its_place(self, changes, path: str):
        with pytest.raises(InvalidInput) as caught:
            parse_definition({**self.FULL, **changes})
        assert (caught.value.path or "").startswith(path)


def change(shop: Shop, campaign: str, **changes):
    with shop.post.relational.project(shop.project) as tx:
        return change_campaign(tx, campaign, changes, scope=shop.scope(), now=NOON)


def do(shop: Shop, action, campaign: str):
    with shop.post.relational.project(shop.project) as tx:
        return action(tx, campaign, now=shop.clock.now())


def get(shop: Shop, campaign: str):
    with shop.post.relational.project(shop.project) as tx:
        return get_campaign(tx, campaign)


class TestDrafts:
    def test_each_change_makes_a_version_and_keeps_the_rest(self, shop: Shop):
        campaign = shop.draft(holdout=0.1)
        changed = change(shop, campaign, name="New name")
        assert (changed.version, changed.definition.name, changed.definition.holdout) == (
            2,
            "New name",
            0.1,
        )
        assert shop.rows("select version from campaign_versions order by 1") == [(1,), (2,)]

    def test_only_a_draft_is_changed_removed_or_launched(self, shop: Shop):
        shop.add_crowd([1])
        campaign = shop.launched()
        for attempt in (
            lambda: change(shop, campaign, name="x"),
            lambda: shop.launch(campaign),
            lambda: self.remove(shop, campaign),
        ):
            with pytest.raises(CampaignStateWrong):
                attempt()

    @staticmethod
    def remove(shop: Shop, campaign: str) -> None:
        with shop.post.relational.project(shop.project) as tx:
            remove_campaign(tx, campaign)

    def test_a_removed_draft_is_gone(self, shop: Shop):
        campaign = shop.draft()
        self.remove(shop, campaign)
        with pytest.raises(CampaignNotFound):
            get(shop, campaign)

    def test_the_list_has_the_newest_first(self, shop: Shop):
        first = shop.draft()
        shop.clock.advance(timedelta(hours=1))
        second = shop.draft()
        with shop.post.relational.project(shop.project) as tx:
            assert [each.campaign_id for each in list_campaigns(tx)] == [second, first]

    def test_unknown_names_are_found_before_the_launch(self, shop: Shop):
        wrong_goal = shop.draft(goal={"event": "purchse"})
        with pytest.raises(InvalidInput, match="purchase"):
            shop.launch(wrong_goal)
        wrong_name = {"attribute": {"name": "emial", "op": "is_set"}}
        with pytest.raises(InvalidInput, match="email"):
            shop.launch(shop.draft(audience=wrong_name))
        assert shop.state(wrong_goal) == "draft"


class TestLaunch:
    def test_everybody_is_queued_once_with_a_reason_where_there_is_no_way(self, shop: Shop):
        shop.add_people(
            {
                1: {"email": "one@example.com"},
                2: {"email": "ONE@example.com"},
                3: {"email": "nonsense"},
                6: {"email": "nonsense"},
                4: {"name": "no mail"},
                5: {"email": "five@example.com"},
            }
        )
        campaign = shop.launched(audience={})
        counts = shop.counts(campaign)
        assert (counts.audience, counts.waiting) == (6, 2)
        assert counts.dropped == {"duplicate_address": 1, "invalid_address": 2, "no_address": 1}
        shop.send_all()
        assert shop.server.box.counts == {"one@example.com": 1, "five@example.com": 1}
        assert shop.violations() == []

    def test_the_holdout_is_drawn_by_the_published_hash_and_never_written_to(self, shop: Shop):
        people = range(1, 101)
        shop.add_crowd(people)
        campaign = shop.launched(holdout=HALF)
        shop.send_all()
        held = held_out(campaign, people, HALF)
        assert 30 < len(held) < 70
        assert set(shop.server.box.counts) == {f"p{n}@example.com" for n in set(people) - held}
        counts = shop.counts(campaign)
        assert (counts.holdout, counts.sent) == (len(held), 100 - len(held))
        withheld = [each for each in shop.emitted if each.name == "message.withheld"]
        assert {int(each.identities["person_id"]) for each in withheld} == held
        assert shop.violations() == []

    def test_it_finishes_when_nobody_waits(self, shop: Shop):
        shop.add_crowd([1, 2])
        campaign = shop.launched()
        assert shop.state(campaign) == "running"
        assert launch_due(shop.post, shop.project) == 0
        shop.send_all()
        assert launch_due(shop.post, shop.project) == 1
        assert shop.state(campaign) == "finished"
        assert get(shop, campaign).ended_at == NOON

    def test_a_scheduled_campaign_waits_for_its_time(self, shop: Shop):
        shop.add_crowd([1])
        campaign = shop.draft()
        shop.launch(campaign, at=NOON + timedelta(hours=2))
        launch_due(shop.post, shop.project)
        assert shop.state(campaign) == "scheduled"
        shop.clock.advance(timedelta(hours=2))
        launch_due(shop.post, shop.project)
        assert shop.state(campaign) == "running"

    def test_a_time_that_has_passed_is_refused(self, shop: Shop):
        with pytest.raises(InvalidInput) as caught:
            shop.launch(shop.draft(), at=NOON - timedelta(seconds=1))
        assert caught.value.path == "scheduled_at"

    def test_an_empty_audience_is_finished_at_once(self, shop: Shop):
        campaign = shop.launched()
        launch_due(shop.post, shop.project)
        assert shop.state(campaign) == "finished"

    def test_a_big_audience_is_queued_in_turns(self, shop: Shop, monkeypatch):
        monkeypatch.setattr(launch_module, "CHUNK_PEOPLE", 3)
        monkeypatch.setattr(launch_module, "CHUNKS_AT_ONCE_MAX", 2)
        shop.add_crowd(range(1, 21))
        campaign = shop.draft()
        shop.launch(campaign)
        audiences = []
        while shop.state(campaign) in {"scheduled", "queueing"}:
            launch_due(shop.post, shop.project)
            audiences.append(shop.counts(campaign).audience)
        assert audiences == [6, 12, 18, 20]

    def test_many_workers_launching_queue_nobody_twice(self, shop: Shop):
        shop.add_crowd(range(1, 2 * CHUNK_PEOPLE + 10))
        campaign = shop.draft()
        shop.launch(campaign)
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda _: launch_due(shop.post, shop.project), range(8)))
        assert shop.counts(campaign).audience == 2 * CHUNK_PEOPLE + 9
        assert shop.violations() == []

    @pytest.mark.parametrize("dies_at", range(1, 8))
    def test_queueing_goes_on_wherever_it_was_killed(self, shop: Shop, monkeypatch, dies_at: int):
        people = range(1, 61)
        shop.add_crowd(people)
        campaign = shop.draft(holdout=HALF)
        shop.launch(campaign)
        monkeypatch.setattr(launch_module, "CHUNK_PEOPLE", 10)
        real = launch_module.note_progress
        calls = []

        def dying(tx, campaign_id, *, queued_to):
            calls.append(queued_to)
            if len(calls) == dies_at:
                raise KeyboardInterrupt
            real(tx, campaign_id, queued_to=queued_to)

        monkeypatch.setattr(launch_module, "note_progress", dying)
        try:
            launch_due(shop.post, shop.project)
        except KeyboardInterrupt:
            assert shop.counts(campaign).audience == 10 * (dies_at - 1)
        monkeypatch.setattr(launch_module, "note_progress", real)
        launch_due(shop.post, shop.project)
        shop.send_all()
        counts = shop.counts(campaign)
        held = held_out(campaign, people, HALF)
        assert (counts.audience, counts.holdout, counts.sent) == (60, len(held), 60 - len(held))
        assert set(shop.server.box.counts.values()) == {1}
        assert shop.violations() == []


class TestPauseAndCancel:
    def test_a_pause_holds_what_is_left_and_resuming_goes_on(self, shop: Shop):
        shop.add_crowd(range(1, 21))
        campaign = shop.launched()
        send_due(shop.post, shop.project, limit=5)
        do(shop, pause_campaign, campaign)
        assert shop.send_all() == 0
        assert shop.counts(campaign).sent == 5
        assert do(shop, resume_campaign, campaign).state == "running"
        shop.send_all()
        assert shop.counts(campaign).sent == 20

    def test_cancelling_explains_every_person_left(self, shop: Shop):
        shop.add_crowd(range(1, 21))
        campaign = shop.launched()
        send_due(shop.post, shop.project, limit=5)
        do(shop, cancel_campaign, campaign)
        assert shop.send_all() == 0
        counts = shop.counts(campaign)
        assert (counts.sent, counts.dropped, counts.waiting) == (5, {"cancelled": 15}, 0)
        assert shop.state(campaign) == "cancelled"
        assert shop.violations() == []

    def test_a_scheduled_campaign_can_be_called_off(self, shop: Shop):
        campaign = shop.draft()
        shop.launch(campaign, at=NOON + timedelta(hours=1))
        do(shop, cancel_campaign, campaign)
        shop.clock.advance(timedelta(hours=2))
        launch_due(shop.post, shop.project)
        assert shop.state(campaign) == "cancelled"

    @pytest.mark.parametrize("action", [pause_campaign, resume_campaign, cancel_campaign])
    def test_a_draft_cannot_be_paused_resumed_or_cancelled(self, shop: Shop, action):
        campaign = shop.draft()
        with pytest.raises(CampaignStateWrong):
            do(shop, action, campaign)


class TestPreview:
    def test_it_counts_and_shows_one_message_and_sends_nothing(self, shop: Shop):
        shop.add_people(
            {
                1: {"name": "no mail"},
                2: {"email": "two@example.com", "name": "Bo"},
                3: {"email": "three@example.com"},
            }
        )
        campaign = shop.draft(audience={}, holdout=HALF)
        preview = preview_campaign(shop.post, shop.project, get(shop, campaign))
        assert (preview.audience, preview.reachable, preview.unreachable) == (
            3,
            2,
            {"no_address": 1},
        )
        assert preview.holdout == len(held_out(campaign, range(2, 4), HALF))
        assert (preview.person_id, preview.address) == (2, "two@example.com")
        assert preview.sample.subject == "Bo, 回来看看"
        assert preview.sentence_zh
        assert preview.sentence_en
        chosen = preview_campaign(shop.post, shop.project, get(shop, campaign), person_id=3)
        assert chosen.sample.subject == "朋友, 回来看看"
        assert not shop.server.box.arrived
        assert shop.rows("select 1 from messages") == []

    def test_it_shows_a_message_even_for_nobody(self, shop: Shop):
        preview = preview_campaign(shop.post, shop.project, get(shop, shop.draft()))
        assert (preview.audience, preview.person_id) == (0, None)
        assert preview.sample.subject == "朋友, 回来看看"

    def test_a_sample_goes_to_the_operator_and_counts_nowhere(self, shop: Shop):
        shop.add_people({2: {"email": "two@example.com", "name": "Bo"}})
        campaign = get(shop, shop.draft())
        result = send_sample(
            shop.post, shop.project, campaign, address="boss@example.com", person_id=2
        )
        assert result.delivery is Delivery.ACCEPTED
        mail = shop.server.box.mail_to("boss@example.com")
        assert mail["Subject"] == "Bo, 回来看看"
        assert "https://shop.test/x" in mail.get_body(("html",)).get_content()
        assert mail["List-Unsubscribe"] is None
        assert shop.emitted == []
        with pytest.raises(InvalidInput):
            send_sample(shop.post, shop.project, campaign, address="boss")


def test_content_of_a_launched_campaign_cannot_change_under_way(shop: Shop):
    shop.add_crowd([1, 2])
    campaign = shop.launched(content={**CONTENT, "subject": "one"})
    send_due(shop.post, shop.project, limit=1)
    with pytest.raises(CampaignStateWrong):
        change(shop, campaign, content={**CONTENT, "subject": "two"})
    shop.send_all()
    subjects = {shop.server.box.mail_to(f"p{n}@example.com")["Subject"] for n in (1, 2)}
    assert subjects == {"one"}


def test_a_campaign_in_trouble_is_paused_and_stops_nobody_else(shop: Shop):
    shop.add_crowd([1])
    broken = shop.draft(name="broken")
    shop.launch(broken)
    with shop.post.relational.project(shop.project) as tx:
        tx.execute(
            """
            update campaign_versions
            set definition = jsonb_set(definition, '{audience}', '{"attribute": {"name": "gone", "op": "is_set"}}')
            where campaign_id = %s
            """,
            (broken,),
        )
    healthy = shop.launched(name="healthy")
    shop.send_all()
    assert shop.counts(healthy).sent == 1
    assert shop.state(broken) == "paused"
    assert "gone" in get(shop, broken).trouble
    do(shop, resume_campaign, broken)
    assert get(shop, broken).trouble is None
    launch_due(shop.post, shop.project)
    assert shop.state(broken) == "paused"


def test_an_address_shared_over_chunks_gets_one_message(shop: Shop, monkeypatch):
    monkeypatch.setattr(launch_module, "CHUNK_PEOPLE", 2)
    shop.add_people(
        {
            person: {"email": f"{'shared' if person % 3 == 0 else f'p{person}'}@example.com"}
            for person in range(1, 10)
        }
    )
    campaign = shop.launched()
    shop.send_all()
    assert set(shop.server.box.counts.values()) == {1}
    counts = shop.counts(campaign)
    assert (counts.audience, counts.sent, counts.dropped) == (9, 7, {"duplicate_address": 2})
    assert shop.violations() == []
