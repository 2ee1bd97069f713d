"""A real SMTP server that behaves as badly as real ones do."""

import threading
from collections import Counter
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.controller import Controller


@dataclass
class Mailbox:
    """What arrived, and how the server is to behave, by recipient.

    Attributes:
        refuse_at_rcpt: Recipient → the answer to RCPT, such as "550 5.1.1 no such user".
        refuse_once: Recipients that get a 451 at their first attempt after DATA.
        refuse_data: Recipient → the answer after the body.
        drop_after_data: Recipients whose mail is taken, and the connection cut without an answer.
        drop_before_data: Recipients for whom the connection is cut at RCPT.
    """

    refuse_at_rcpt: dict[str, str] = field(default_factory=dict)
    refuse_once: set[str] = field(default_factory=set)
    refuse_data: dict[str, str] = field(default_factory=dict)
    drop_after_data: set[str] = field(default_factory=set)
    drop_before_data: set[str] = field(default_factory=set)
    arrived: list[tuple[str, bytes]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def counts(self) -> Counter[str]:
        with self.lock:
            return Counter(address for address, _ in self.arrived)

    def mail_to(self, address: str) -> EmailMessage:
        with self.lock:
            found = [raw for to, raw in self.arrived if to == address]
        assert len(found) == 1, f"{len(found)} mails to {address}"
        return message_from_bytes(found[0], policy=default)

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if address in self.drop_before_data:
            server.transport.abort()
            return "421 bye"
        if address in self.refuse_at_rcpt:
            return self.refuse_at_rcpt[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        (address,) = envelope.rcpt_tos
        if address in self.refuse_once:
            self.refuse_once.discard(address)
            return "451 4.3.0 try again later"
        if address in self.refuse_data:
            return self.refuse_data[address]
        with self.lock:
            self.arrived.append((address, envelope.content))
        if address in self.drop_after_data:
            server.transport.abort()
        return "250 2.0.0 queued"


class _Controller(Controller):
    """A controller that takes whatever port is free."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


class MailServer:
    """The server on a free port of the loopback."""

    def __init__(self, **options) -> None:
        self.box = Mailbox()
        self._controller = _Controller(self.box, hostname="127.0.0.1", port=0, **options)

    def __enter__(self) -> "MailServer":
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()

    @property
    def port(self) -> int:
        return self._controller.port

    def settings(self, **changes) -> dict[str, object]:
        return {
            "host": "127.0.0.1",
            "port": self.port,
            "security": "plain",
            "from_address": "shop@example.com",
            "from_name": "小店",
            "timeout_seconds": 5,
            **changes,
        }
