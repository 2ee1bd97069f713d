"""From a rendered message to the bytes of a mail."""

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from stayflow.act.channel.model import OutgoingMessage

_ASCII_SHARE_MIN = 0.8  # below, quoted-printable would triple the text and base64 only adds a third


@dataclass(frozen=True, slots=True)
class Sender:
    """Who a mail comes from; `name` and `reply_to` may be empty."""

    address: str
    name: str
    reply_to: str


def mail_bytes(message: OutgoingMessage, sender: Sender, *, at: datetime) -> bytes:
    """The mail as it goes over the wire, lines ended by CRLF, without dot-stuffing.

    Its Message-ID is made of ours, so the same message always carries the same id and can be traced
    in the logs of every server on its way. An unsubscribe address becomes the two one-click
    headers.

    Source:
        RFC 5322 (message), RFC 8058 (one-click unsubscribe).
    """
    mail = EmailMessage(policy=SMTP)
    mail["From"] = _address(sender.address, sender.name)
    mail["To"] = _address(message.address, "")
    if sender.reply_to:
        mail["Reply-To"] = _address(sender.reply_to, "")
    mail["Subject"] = " ".join(message.subject.split())
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = f"<{message.message_id}@{sender.address.rpartition('@')[2]}>"
    if message.unsubscribe_url:
        mail["List-Unsubscribe"] = f"<{message.unsubscribe_url}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(message.text, cte=_encoding(message.text))
    if message.html is not None:
        mail.add_alternative(message.html, subtype="html", cte=_encoding(message.html))
        _add_pictures(mail, message)
    return mail.as_bytes()


def _add_pictures(mail: EmailMessage, message: OutgoingMessage) -> None:
    """Pictures travel beside the HTML that shows them (RFC 2387)."""
    body = mail.get_body(("html",))
    if not isinstance(body, EmailMessage):
        return
    for each in message.pictures:
        body.add_related(
            each.png,
            "image",
            "png",
            cid=f"<{each.name}>",
            filename=f"{each.name}.png",
            disposition="inline",
        )


def _address(address: str, name: str) -> Address:
    user, _, domain = address.rpartition("@")
    return Address(display_name=name, username=user, domain=domain)


def _encoding(text: str) -> str:
    ascii_count = sum(letter.isascii() for letter in text)
    return "quoted-printable" if ascii_count >= len(text) * _ASCII_SHARE_MIN else "base64"
