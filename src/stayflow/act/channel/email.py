"""Email by SMTP: settings, addresses, and what becomes of them."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import ClassVar

import msgspec
from email_validator import EmailNotValidError, validate_email

from stayflow.act.channel.errors import ChannelInvalid
from stayflow.act.channel.model import Channel
from stayflow.act.channel.smtp import SmtpChannel, SmtpServer
from stayflow.act.setting import Setting, SettingKind, setting_names
from stayflow.language.facet import Choice
from stayflow.language.raw import JsonObject, join, read_choice, read_number, read_object, read_text
from stayflow.language.sentence import Sentence

TIMEOUT_SECONDS_MAX = 120
PORT_MAX = 65535
PER_MINUTE_MAX = 1_000_000


class Security(StrEnum):
    """How the connection is protected."""

    STARTTLS = "starttls"
    TLS = "tls"
    PLAIN = "plain"


_PORTS = {Security.STARTTLS: 587, Security.TLS: 465, Security.PLAIN: 25}


@dataclass(frozen=True, slots=True)
class EmailSettings:
    """SMTP settings of a project.

    Attributes:
        username: Empty: no login.
        reply_to: Empty: replies go to `from_address`.
        timeout_seconds: Longest wait for one answer of the server.
        per_minute: Most messages a minute the server takes; None: no limit.
        ca_certificate: PEM of the authority that signed the server's certificate; empty: the
            system's authorities.
    """

    host: str
    port: int
    security: Security
    from_address: str
    from_name: str = ""
    reply_to: str = ""
    username: str = ""
    password: str = ""
    timeout_seconds: float = 30
    per_minute: int | None = None
    ca_certificate: str = ""


_SECURITIES = (
    Choice("starttls", Sentence("STARTTLS", "STARTTLS")),
    Choice("tls", Sentence("TLS", "TLS")),
    Choice("plain", Sentence("不加密", "none")),
)
_ASKS = (
    Setting("host", Sentence("服务器", "Host"), is_required=True),
    Setting("port", Sentence("端口", "Port"), SettingKind.NUMBER, default=587),
    Setting(
        "security",
        Sentence("加密方式", "Encryption"),
        SettingKind.CHOICE,
        _SECURITIES,
        default="starttls",
    ),
    Setting("username", Sentence("用户名", "User name")),
    Setting("password", Sentence("密码", "Password"), SettingKind.SECRET),
    Setting("from_address", Sentence("发件地址", "From address"), is_required=True),
    Setting("from_name", Sentence("发件人名称", "From name")),
    Setting("reply_to", Sentence("回复地址", "Reply to")),
    Setting("per_minute", Sentence("每分钟最多", "At most per minute"), SettingKind.NUMBER),
    Setting(
        "timeout_seconds",
        Sentence("超时（秒）", "Timeout (seconds)"),
        SettingKind.NUMBER,
        default=30,
    ),
    Setting(
        "ca_certificate",
        Sentence("自有证书机构（PEM）", "Own certificate authority (PEM)"),
        SettingKind.LINES,
    ),
)
_FIELDS = setting_names(_ASKS)


class EmailKind:
    """The plug `email`."""

    name: ClassVar[str] = "email"
    label: ClassVar[Sentence] = Sentence("邮件", "E-mail")
    asks: ClassVar[tuple[Setting, ...]] = _ASKS
    address_names: ClassVar[tuple[str, ...]] = ("email",)

    def parse(self, raw: object, path: str) -> JsonObject:
        """Check SMTP settings; see `EmailSettings`.

        Raises:
            ChannelInvalid: A field does not fit.
        """
        fields = read_object(raw, path, known=_FIELDS)
        security = Security(
            read_choice(
                fields.get("security", "starttls"),
                join(path, "security"),
                [each.value for each in Security],
            )
        )
        settings = EmailSettings(
            host=_host(fields.get("host"), join(path, "host")),
            port=_whole(fields.get("port") or _PORTS[security], join(path, "port"), PORT_MAX),
            security=security,
            from_address=self._address(fields.get("from_address"), join(path, "from_address")),
            from_name=_line(fields.get("from_name"), join(path, "from_name")),
            reply_to=self._address(fields["reply_to"], join(path, "reply_to"))
            if fields.get("reply_to")
            else "",
            username=_line(fields.get("username"), join(path, "username")),
            password=_line(fields.get("password"), join(path, "password")),
            timeout_seconds=_bounded(
                fields.get("timeout_seconds") or 30,
                join(path, "timeout_seconds"),
                TIMEOUT_SECONDS_MAX,
            ),
            per_minute=_per_minute(fields.get("per_minute"), join(path, "per_minute")),
            ca_certificate=str(fields.get("ca_certificate") or ""),
        )
        if settings.username and security is Security.PLAIN and settings.password:
            # A password in clear over the network is the one combination nobody means.
            message = "a login needs starttls or tls: plain would send the password readable"
            raise ChannelInvalid(message, path=join(path, "security"))
        return asdict(settings)

    def open(self, settings: JsonObject, *, allow_private: bool) -> Channel:
        """An SMTP channel with settings that `parse` returned."""
        known = msgspec.convert(settings, EmailSettings)
        server = SmtpServer(
            host=known.host,
            port=known.port,
            security=known.security.value,
            greeting=known.from_address.rpartition("@")[2],
            username=known.username,
            password=known.password,
            timeout_seconds=known.timeout_seconds,
            ca_certificate=known.ca_certificate,
            allow_private=allow_private,
        )
        return SmtpChannel(
            server, known.from_address, known.from_name, known.reply_to, known.per_minute
        )

    def clean_address(self, raw: str) -> str | None:
        """The address with its domain in lower case; None when it is none.

        Whether somebody lives there is for the server to say: no name is looked up here.

        >>> EmailKind().clean_address(" Ann@Example.COM "), EmailKind().clean_address("ann@")
        ('Ann@example.com', None)
        """
        try:
            checked = validate_email(
                raw.strip(),
                check_deliverability=False,
                allow_smtputf8=False,
                globally_deliverable=False,
            )
        except EmailNotValidError:
            return None
        return checked.ascii_email or checked.normalized

    def _address(self, raw: object, path: str) -> str:
        address = self.clean_address(read_text(raw, path))
        if address is None:
            raise ChannelInvalid(f"{raw!r} is not an email address", path=path)
        return address


def _host(raw: object, path: str) -> str:
    host = read_text(raw, path).strip()
    if any(sign in host for sign in "/@:\\ \r\n\t"):
        raise ChannelInvalid(
            "expected a host name such as smtp.example.com, without port or path", path=path
        )
    return host


def _line(raw: object, path: str) -> str:
    text = "" if raw is None else str(raw)
    if "\r" in text or "\n" in text:
        raise ChannelInvalid("expected one line", path=path)
    return text


def _bounded(raw: object, path: str, most: float) -> float:
    number = read_number(raw, path)
    if not 0 < number <= most:
        raise ChannelInvalid(f"expected a number between 1 and {most}, got {number}", path=path)
    return number


def _whole(raw: object, path: str, most: int) -> int:
    number = _bounded(raw, path, most)
    if number != int(number):
        raise ChannelInvalid(f"expected a whole number, got {number}", path=path)
    return int(number)


def _per_minute(raw: object, path: str) -> int | None:
    return None if raw is None else _whole(raw, path, PER_MINUTE_MAX)
