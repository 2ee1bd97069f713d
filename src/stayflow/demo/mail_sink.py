"""A mail server that takes everything and keeps it in memory: where the demo's campaign goes.

The campaign is sent by SMTP as to any provider, and no message leaves the machine.
"""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

LOCALHOST = "127.0.0.1"


@dataclass(slots=True)
class MailSink:
    """Where the sink listens and what it took.

    Attributes:
        port: On 127.0.0.1.
        contents: The message each address got, as received; a second one would replace it.
        taken: How many messages were taken.
    """

    port: int
    contents: dict[str, bytes] = field(default_factory=dict)
    taken: int = 0

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd calls it by this name
        """Take one message."""
        self.taken += 1
        content = envelope.original_content or b""
        self.contents |= dict.fromkeys(envelope.rcpt_tos, content)
        return "250 taken"


@contextmanager
def open_mail_sink() -> Iterator[MailSink]:
    """Run a sink on a free port until the block ends."""
    with socket.create_server((LOCALHOST, 0)) as probe:
        port = probe.getsockname()[1]
    sink = MailSink(port)
    controller = Controller(sink, hostname=LOCALHOST, port=port)
    controller.start()
    try:
        yield sink
    finally:
        controller.stop()
