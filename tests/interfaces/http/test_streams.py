"""Streams of news: what an open page is told, when, and by which mark it comes again."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from stayflow.access import Role
from stayflow.app import App
from stayflow.interfaces.http import news
from stayflow.kernel.clock import FixedClock
from stayflow.kernel.errors import StayflowError
from tests.interfaces.conftest import Browser, Shop, as_role, take_in, visitor


def said(caller: Browser, shop: Shop, mark: str = "") -> tuple[str, str]:
    """The word a project's stream begins with, and its mark."""
    answer = caller.with_headers(**{"Last-Event-ID": mark}).get(f"{shop.url}/stream")
    assert answer.headers["content-type"].startswith("text/event-stream"), answer.text
    fields = dict(line.split(": ", 1) for line in answer.text.strip().splitlines())
    return fields["event"], fields["id"]


def test_a_page_is_told_of_every_write_and_of_a_new_day(app: App, server: Any, shop: Shop) -> None:
    viewer = as_role(server, shop, Role.VIEWER)
    word, mark = said(viewer, shop)
    assert word == "here"
    assert said(viewer, shop, mark) == ("here", mark)
    take_in(app, shop, visitor("ana", name="view"))
    word, later = said(viewer, shop, mark)
    assert (word, later != mark) == ("changed", True)
    assert said(viewer, shop, later)[0] == "here"
    assert isinstance(app.clock, FixedClock)
    app.clock.advance(timedelta(days=1))
    assert said(viewer, shop, later)[0] == "changed"


def test_who_is_of_another_project_is_told_nothing(server: Any, shop: Shop) -> None:
    stranger = Browser(server)
    assert stranger.get(f"{shop.url}/stream").status_code == 401


@dataclass(frozen=True)
class Seen:
    mark: str
    has_news: bool = False


def heard(looks: list[Seen | StayflowError], words: int) -> list[str]:
    """The first words of a stream whose looks find these, the last one again and again."""

    def look(_: Seen) -> Seen:
        found = looks.pop(0) if len(looks) > 1 else looks[0]
        if isinstance(found, StayflowError):
            raise found
        return found

    async def listen() -> list[str]:
        told = news.tell(Seen("0"), look, seconds=60, every=0.001)
        return [await anext(told) for _ in range(words)]

    return asyncio.run(listen())


def test_a_stream_outlives_a_store_that_does_not_answer() -> None:
    looks: list[Seen | StayflowError] = [
        StayflowError("the engine is away"),
        Seen("1", has_news=True),
        Seen("1"),
    ]
    first, second = heard(looks, 2)
    assert "id: 0\nevent: here" in first
    assert second == "id: 1\nevent: changed\ndata: {}\n\n"


def test_a_quiet_stream_says_that_it_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(news, "BEAT_SECONDS", 0.01)
    assert heard([Seen("0")], 3)[1:] == ["id: 0\nevent: here\ndata: {}\n\n"] * 2


def test_one_stream_too_many_is_sent_away_with_what_is_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(news, "STREAMS_MAX", 0)
    (only,) = heard([Seen("0")], 1)
    assert only.startswith("retry: 15000\n")
    assert "event: changed" in only
