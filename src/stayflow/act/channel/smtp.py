"""The SMTP dialogue, step by step, so that it is known if the server can have it."""

import re
import smtplib
import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass

from stayflow.act.channel.errors import ChannelDown, TargetRefused
from stayflow.act.channel.mime import Sender, mail_bytes
from stayflow.act.channel.model import Connection, Delivery, OutgoingMessage, SendResult
from stayflow.kernel.clock import SystemClock
from stayflow.stores.outside import is_allowed

MESSAGES_PER_CONNECTION_MAX = (
    100  # many servers close after about as many; reconnecting is cheap beside
)
FINAL_ANSWER_SECONDS = (
    300.0  # impatience after the body leaves a message in doubt (RFC 5321, 4.5.3.2.6)
)
_DETAIL_MAX = 300
_READY, _GO_ON, _CLOSING = 250, 354, 421
_PERMANENT_FROM = 500
_NOBODY_THERE = frozenset({550, 551, 553})
_LINE_DOT = re.compile(rb"(?m)^\.")
_ENHANCED = re.compile(r"\b5\.(\d{1,3})\.\d{1,3}\b")


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """A server and how to log in.

    Attributes:
        security: starttls, tls or plain.
        greeting: Whom we say we are in EHLO: looking our own name up can take seconds.
    """

    host: str
    port: int
    security: str
    greeting: str
    username: str
    password: str
    timeout_seconds: float
    ca_certificate: str
    allow_private: bool


@dataclass(frozen=True, slots=True)
class SmtpChannel:
    """Email of one project."""

    server: SmtpServer
    from_address: str
    from_name: str
    reply_to: str
    per_minute: int | None

    def connect(self) -> Connection:
        """A connection that opens with the first message."""
        return SmtpConnection(self.server, Sender(self.from_address, self.from_name, self.reply_to))


class SmtpConnection:
    """One connection; opened when first needed, renewed when the server closed it in between."""

    def __init__(self, server: SmtpServer, sender: Sender) -> None:
        self._server = server
        self._sender = sender
        self._client: smtplib.SMTP | None = None
        self._sent = 0
        self._clock = SystemClock()

    def send(self, message: OutgoingMessage) -> SendResult:
        """Hand one mail over; see `Connection.send`."""
        body = mail_bytes(message, self._sender, at=self._clock.now())
        client = self._greeted()
        try:
            refused = self._address_mail(client, message.address)
        except (OSError, smtplib.SMTPException) as error:
            # The body was not offered yet: surely not taken.
            self._drop()
            return SendResult(Delivery.TRANSIENT, _words(error))
        if refused is not None:
            self._reset(client)
            return refused
        return self._hand_over(client, body)

    def close(self) -> None:
        """Say QUIT; whatever the server answers."""
        client, self._client = self._client, None
        if client is not None:
            with suppress(OSError, smtplib.SMTPException):
                client.quit()

    def _greeted(self) -> smtplib.SMTP:
        """A client whose server has just answered."""
        if self._sent >= MESSAGES_PER_CONNECTION_MAX:
            self.close()
        if self._client is not None:
            with suppress(OSError, smtplib.SMTPException):
                if self._client.rset()[0] == _READY:
                    return self._client
            self._drop()
        try:
            self._client = open_client(self._server)
        except (OSError, smtplib.SMTPException) as error:
            raise ChannelDown(
                f"{self._server.host}:{self._server.port}: {_words(error)}"
            ) from error
        self._sent = 0
        return self._client

    def _address_mail(self, client: smtplib.SMTP, address: str) -> SendResult | None:
        """MAIL, RCPT, DATA up to the server's `354`; the refusal when there is one.

        Raises:
            ChannelDown: The server does not take mail from our sender at all.
        """
        code, words = client.mail(self._sender.address)
        if code != _READY:
            detail = _detail(code, words)
            self._drop()
            raise ChannelDown(f"the server refuses mail from {self._sender.address}: {detail}")
        code, words = client.rcpt(address)
        if code not in {250, 251}:
            return _refusal(code, words, at_recipient=True)
        client.putcmd("data")
        code, words = client.getreply()
        return None if code == _GO_ON else _refusal(code, words)

    def _hand_over(self, client: smtplib.SMTP, body: bytes) -> SendResult:
        """The body and the closing dot: from the first byte on, silence means doubt."""
        try:
            client.send(_LINE_DOT.sub(b"..", body) + b".\r\n")
            _be_patient(client, max(self._server.timeout_seconds, FINAL_ANSWER_SECONDS))
            code, words = client.getreply()
            _be_patient(client, self._server.timeout_seconds)
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            return SendResult(
                Delivery.IN_DOUBT, f"the connection broke after the body was sent: {_words(error)}"
            )
        self._sent += 1
        if code == _READY:
            return SendResult(Delivery.ACCEPTED, _detail(code, words))
        if code == _CLOSING:
            self._drop()
        return _refusal(code, words)

    def _reset(self, client: smtplib.SMTP) -> None:
        try:
            client.rset()
        except (OSError, smtplib.SMTPException):
            self._drop()

    def _drop(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            client.close()


def _be_patient(client: smtplib.SMTP, seconds: float) -> None:
    if client.sock is not None:
        client.sock.settimeout(seconds)


def open_client(server: SmtpServer) -> smtplib.SMTP:
    """Connect, protect the connection and log in.

    Raises:
        TargetRefused: The host is at a private address and `allow_private` is off.
    """
    client_class = _TlsClient if server.security == "tls" else _PlainClient
    client = client_class(server)
    try:
        client.connect(server.host, server.port)
        client.ehlo_or_helo_if_needed()
        if server.security == "starttls":
            client.starttls(context=_tls(server))
            client.ehlo_or_helo_if_needed()
        if server.username:
            client.login(server.username, server.password)
    except BaseException:
        client.close()
        raise
    return client


def _tls(server: SmtpServer) -> ssl.SSLContext:
    return ssl.create_default_context(cadata=server.ca_certificate or None)


class _PlainClient(smtplib.SMTP):
    """SMTP that looks where it arrived before it says a word."""

    def __init__(self, server: SmtpServer) -> None:
        super().__init__(local_hostname=server.greeting, timeout=server.timeout_seconds)
        self._host = server.host  # starttls checks the certificate against it
        self._allow_private = server.allow_private

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        arrived: socket.socket = super()._get_socket(host, port, timeout)  # type: ignore[misc]  # typeshed leaves it out
        return _checked(arrived, allow_private=self._allow_private)


class _TlsClient(smtplib.SMTP_SSL):
    """The same over TLS from the first byte."""

    def __init__(self, server: SmtpServer) -> None:
        super().__init__(
            local_hostname=server.greeting, timeout=server.timeout_seconds, context=_tls(server)
        )
        self._host = server.host
        self._allow_private = server.allow_private

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        arrived: socket.socket = super()._get_socket(host, port, timeout)  # type: ignore[misc]  # typeshed leaves it out
        return _checked(arrived, allow_private=self._allow_private)


def _checked(arrived: socket.socket, *, allow_private: bool) -> socket.socket:
    """The socket, if its far end may be spoken to.

    The address is judged after connecting, not after looking the name up: a name that answers
    differently the second time (DNS rebinding) gains nothing.

    Raises:
        TargetRefused: It may not.
    """
    if is_allowed(arrived.getpeername()[0], allow_private=allow_private):
        return arrived
    arrived.close()
    message = "the host is at a private address; the setting allow_private_targets permits that"
    raise TargetRefused(message, path="host")


def _refusal(code: int, words: bytes, *, at_recipient: bool = False) -> SendResult:
    """What a negative answer means for this message."""
    detail = _detail(code, words)
    if code < _PERMANENT_FROM:
        return SendResult(Delivery.TRANSIENT, detail)
    enhanced = _ENHANCED.search(detail)
    # 5.1.x is about the address; without such a code, these three at RCPT are (RFC 5321 4.2.2, RFC
    # 3463 3.2).
    is_bad = enhanced[1] == "1" if enhanced else code in _NOBODY_THERE
    return SendResult(Delivery.PERMANENT, detail, is_bad_address=at_recipient and is_bad)


def _detail(code: int, words: bytes) -> str:
    return f"{code} {words.decode('utf-8', 'replace')}"[:_DETAIL_MAX]


def _words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        text = error.smtp_error
        return _detail(error.smtp_code, text if isinstance(text, bytes) else str(text).encode())
    return f"{type(error).__name__}: {error}"[:_DETAIL_MAX]
