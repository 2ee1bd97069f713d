"""A shop with a mail server for the tests of acting."""

from collections.abc import Iterator

import pytest

from stayflow.act.channel import change_channel
from stayflow.kernel.clock import FixedClock
from tests.act.mail_server import MailServer
from tests.act.shop import NOON, Shop, post_office


@pytest.fixture
def shop(engines, project) -> Iterator[Shop]:
    """A fresh project whose mails go to a real SMTP server on the loopback; it is noon there."""
    clock = FixedClock(NOON)
    emitted: list = []
    post = post_office(engines, clock, emitted)
    with MailServer() as server:
        with engines.relational.project(project) as tx:
            change_channel(tx, "email", server.settings(), box=post.box, now=NOON)
        yield Shop(project, post, server, clock, emitted)
