"""Opening, clicking and leaving, by the links that really arrived."""

import re
from datetime import timedelta

import pytest

from stayflow.act.content import TokenFacts, TokenInvalid, TokenKind
from stayflow.act.outbox import (
    Visit,
    read_unsubscribe,
    record_click,
    record_open,
    record_unsubscribe,
)
from tests.act.shop import Shop

MAIL_PROGRAM = Visit("GET", "Mozilla/5.0")


class Mail:
    """The links of the one mail that arrived."""

    def __init__(self, shop: Shop) -> None:
        mail = shop.server.box.mail_to("p1@example.com")
        html = mail.get_body(("html",)).get_content()
        self.open, self.click, self.leave = (
            re.search(rf"https://stay\.test/t/{kind}/([\w.-]+)", html)[1] for kind in "ocu"
        )
        self.header = mail["List-Unsubscribe"]


@pytest.fixture
def mail(shop: Shop) -> Mail:
    shop.add_crowd([1])
    shop.campaign = shop.launched()
    shop.send_all()
    shop.clock.advance(timedelta(minutes=5))
    shop.emitted.clear()
    return Mail(shop)


def test_an_open_is_an_event_of_the_person(shop: Shop, mail: Mail):
    record_open(shop.post, mail.open, MAIL_PROGRAM)
    (event,) = shop.emitted
    assert (event.name, event.identities) == ("message.opened", {"person_id": "1"})
    assert event.campaign == shop.campaign
    assert event.properties["automatic"] is False
    assert event.properties["seconds_after_send"] == 300
    assert event.properties["user_agent"] == "Mozilla/5.0"


def test_a_click_goes_to_the_address_of_the_content_and_nowhere_else(shop: Shop, mail: Mail):
    assert record_click(shop.post, mail.click, MAIL_PROGRAM) == "https://shop.test/x?a=1&b=2"
    (event,) = shop.emitted
    assert (event.name, event.properties["link"]) == (
        "message.clicked",
        "https://shop.test/x?a=1&b=2",
    )


def test_a_link_nobody_stored_leads_nowhere(shop: Shop, mail: Mail):
    facts = shop.post.signer.read(TokenKind.CLICK, mail.click)
    forged = TokenFacts(facts.project_id, facts.message_id, facts.link_id + 99)
    with pytest.raises(TokenInvalid):
        record_click(shop.post, shop.post.signer.sign(TokenKind.CLICK, forged), MAIL_PROGRAM)


@pytest.mark.parametrize("token", ["", "x", "../../etc", "aHR0cHM6Ly9ldmlsLnRlc3Q"])
def test_a_token_that_is_not_ours_is_refused(shop: Shop, token: str):
    for record in (record_open, record_click):
        with pytest.raises(TokenInvalid):
            record(shop.post, token, MAIL_PROGRAM)
    with pytest.raises(TokenInvalid):
        record_unsubscribe(shop.post, token)


def test_a_token_of_another_project_does_not_reach_this_one(shop: Shop, mail: Mail):
    facts = shop.post.signer.read(TokenKind.OPEN, mail.open)
    other = TokenFacts("elsewhere", facts.message_id, 0)
    with pytest.raises(TokenInvalid):
        record_open(shop.post, shop.post.signer.sign(TokenKind.OPEN, other), MAIL_PROGRAM)


def test_repeated_visits_tell_one_event(shop: Shop, mail: Mail):
    for _ in range(3):
        record_open(shop.post, mail.open, MAIL_PROGRAM)
        record_click(shop.post, mail.click, MAIL_PROGRAM)
        shop.clock.advance(timedelta(seconds=5))
    assert len({event.event_id for event in shop.emitted}) == 2


@pytest.mark.parametrize(
    ("method", "seconds", "automatic"),
    [("GET", 0.5, True), ("GET", 1.999, True), ("GET", 2.0, False), ("HEAD", 3600, True)],
)
def test_what_comes_too_soon_or_by_head_is_automatic(shop: Shop, method, seconds, automatic):
    shop.add_crowd([1])
    shop.launched()
    shop.send_all()
    mail = Mail(shop)
    shop.emitted.clear()
    shop.clock.advance(timedelta(seconds=seconds))
    record_click(shop.post, mail.click, Visit(method))
    assert [event.properties["automatic"] for event in shop.emitted] == [automatic]


def test_a_scanner_does_not_hide_the_person_who_comes_later(shop: Shop, mail: Mail):
    record_click(shop.post, mail.click, Visit("HEAD"))
    record_click(shop.post, mail.click, Visit("GET"))
    assert len({event.event_id for event in shop.emitted}) == 2


def test_looking_at_the_unsubscribe_page_changes_nothing(shop: Shop, mail: Mail):
    assert read_unsubscribe(shop.post, mail.leave).address == "p1@example.com"
    assert shop.rows("select 1 from suppressions") == []
    assert shop.emitted == []


def test_leaving_is_for_good_and_told_once(shop: Shop, mail: Mail):
    assert mail.header == f"<https://stay.test/t/u/{mail.leave}>"
    for _ in range(2):
        record_unsubscribe(shop.post, mail.leave)
    assert {event.event_id for event in shop.emitted if event.name == "message.unsubscribed"} == {
        f"{read_unsubscribe(shop.post, mail.leave).message_id}:unsubscribed"
    }
    second = shop.launched(name="Again")
    shop.send_all()
    assert shop.counts(second).dropped == {"unsubscribed": 1}
    assert shop.violations() == []
