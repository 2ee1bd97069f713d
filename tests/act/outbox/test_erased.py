"""Persons who are erased while a sender has their message in its hands: whatever comes of it says nothing of them."""

from datetime import timedelta

import pytest

from stayflow.access.erasure import Erased, count_telling, let_go
from stayflow.act.channel import ChannelDown
from stayflow.act.channel.smtp import SmtpConnection
from stayflow.act.outbox import OUTBOX_HOLDINGS, outcome, recover_messages, send
from stayflow.act.policy import POLICY_HOLDINGS
from tests.act.shop import Shop

ANN = Erased((1,), known_by={"email": ["p1@example.com"]})
ROW = "select state, reason, address, zone, reply, attempts from messages where person_id = 1"
UNTOLD = "select count(*) from messages where person_id = 1 and emitted_at is null"


def erase(shop: Shop) -> None:
    with shop.post.relational.project(shop.project) as tx:
        holdings = POLICY_HOLDINGS + OUTBOX_HOLDINGS
        let_go(tx, holdings.state, ANN, now=shop.clock.now())


def says(shop: Shop) -> int:
    """Messages that still tell of the person."""
    (table,) = OUTBOX_HOLDINGS.state
    with shop.post.relational.project(shop.project) as tx:
        return count_telling(tx, table, ANN)


def while_sending(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Erase the person between the two commits, when the provider has answered."""
    real = outcome.record_result

    def record(tx, message, *arguments, **named):
        if message.person_id == 1:
            assert shop.rows("select state from messages where person_id = 1") == [("sending",)]
            erase(shop)
        real(tx, message, *arguments, **named)

    monkeypatch.setattr(send, "record_result", record)


@pytest.mark.parametrize(
    ("refused", "state", "reason"),
    [
        (None, "sent", None),
        ("451 4.7.1 p1@example.com not now", "dropped", "erased"),
        ("554 5.7.1 p1@example.com looks like spam", "failed", "permanent"),
        ("550 5.1.1 p1@example.com no such user", "failed", "permanent"),
    ],
)
def test_what_the_provider_says_ends_it_and_is_not_kept(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, refused, state, reason
):
    shop.add_crowd([1, 2])
    if refused:
        shop.server.box.refuse_data["p1@example.com"] = refused
    campaign = shop.launched()
    while_sending(shop, monkeypatch)
    shop.send_all()
    assert shop.rows(ROW) == [(state, reason, "", "", None, 1)]
    assert says(shop) == 0
    assert shop.rows("select address from suppressions") == []
    assert [each.identities for each in shop.emitted] == [{"person_id": "2"}]
    shop.clock.advance(timedelta(days=1))
    assert shop.send_all() == 0
    counts = shop.counts(campaign)
    assert (counts.sent, counts.waiting) == (2 if state == "sent" else 1, 0)
    assert shop.violations() == []


def test_a_provider_that_goes_down_leaves_nothing_to_be_tried_again(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
):
    shop.add_crowd([1])
    shop.launched()

    def down(*_):
        erase(shop)
        raise ChannelDown("gone")

    monkeypatch.setattr(SmtpConnection, "send", down)
    shop.send_all()
    assert shop.rows(ROW) == [("dropped", "erased", "", "", None, 0)]
    assert shop.rows(UNTOLD) == [(0,)]
    assert says(shop) == 0


def test_a_sender_that_dies_leaves_it_in_doubt_and_says_nothing(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
):
    shop.add_crowd([1])
    shop.launched()

    def die(*_, **__):
        erase(shop)
        raise KeyboardInterrupt

    monkeypatch.setattr(send, "record_result", die)
    with pytest.raises(KeyboardInterrupt):
        shop.send_all()
    with shop.post.relational.project(shop.project) as tx:
        recover_messages(tx, now=shop.clock.now(), is_only_process=True)
    assert shop.rows(ROW) == [("in_doubt", None, "", "", None, 1)]
    assert shop.rows(UNTOLD) == [(0,)]
    assert says(shop) == 0
