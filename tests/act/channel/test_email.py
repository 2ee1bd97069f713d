"""Email against a real SMTP server."""

import datetime as dt
import ssl
from contextlib import closing

import pytest
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from stayflow.act.channel import (
    CHANNELS,
    ChannelDown,
    ChannelNotSet,
    Delivery,
    OutgoingMessage,
    TargetRefused,
    change_channel,
    find_channel,
    open_channel,
)
from stayflow.kernel.errors import InvalidInput
from stayflow.stores.errors import StoreFailed
from stayflow.stores.files import SecretBox
from tests.act.mail_server import MailServer
from tests.contracts.channel import ChannelContract

ANN = "ann@example.com"


def channel_of(settings: dict[str, object], *, allow_private: bool = True):
    kind = CHANNELS.get("email")
    return kind.open(kind.parse(settings, ""), allow_private=allow_private)


class SmtpProvider:
    """The contract's provider: a real SMTP server on the loopback."""

    def __init__(self, server: MailServer) -> None:
        self._server = server
        self._box = server.box
        self._is_stopped = False

    def arrived(self, address: str) -> int:
        return self._box.counts[address]

    def refuse_for_now(self, address: str) -> None:
        self._box.refuse_once.add(address)

    def refuse_for_good(self, address: str) -> None:
        self._box.refuse_data[address] = "554 5.7.1 looks like spam"

    def unknown_address(self, address: str) -> None:
        self._box.refuse_at_rcpt[address] = "550 5.1.1 no such user"

    def cut_after_taking(self, address: str) -> None:
        self._box.drop_after_data.add(address)

    def cut_before_taking(self, address: str) -> None:
        self._box.drop_before_data.add(address)

    def stop(self) -> None:
        self._server.__exit__()
        self._is_stopped = True

    def end(self) -> None:
        if not self._is_stopped:
            self._server.__exit__()


class TestEmailContract(ChannelContract):
    good_addresses = (
        " Ann@EXAMPLE.com ",
        "a.b+c@sub.example.cn",
        "x@intranet.lan",
        "ann@例子.中国",
    )
    bad_addresses = (
        "",
        "ann",
        "ann@",
        "@example.com",
        "a b@example.com",
        "ann@example.com\nBcc: x@y.zz",
        "李@例子.中国",
    )

    @pytest.fixture
    def kind(self) -> str:
        return "email"

    @pytest.fixture
    def address(self) -> str:
        return ANN

    @pytest.fixture
    def settings(self) -> dict[str, object]:
        return {"host": "smtp.example.com", "from_address": "shop@example.com"}

    @pytest.fixture
    def provider(self):
        server = MailServer()
        server.__enter__()
        provider = SmtpProvider(server)
        yield provider
        provider.end()

    @pytest.fixture
    def channel(self, provider: SmtpProvider):
        return channel_of(provider._server.settings())


@pytest.fixture
def server():
    with MailServer() as running:
        yield running


def send(settings: dict[str, object], **changes):
    fields = {
        "message_id": "01abc",
        "address": ANN,
        "subject": "Hi\r\nBcc: all@example.com",
        "text": "Hello\n.\nbye https://x.test",
        "html": "<p>你好</p>",
        "unsubscribe_url": "https://shop.test/t/u/token",
        **changes,
    }
    with closing(channel_of(settings).connect()) as connection:
        return connection.send(OutgoingMessage(**fields))


def test_the_mail_says_who_from_and_how_to_leave(server: MailServer):
    assert send(server.settings(reply_to="help@example.com")).delivery is Delivery.ACCEPTED
    mail = server.box.mail_to(ANN)
    assert mail["From"] == "小店 <shop@example.com>"
    assert mail["To"] == ANN
    assert mail["Reply-To"] == "help@example.com"
    assert mail["Message-ID"] == "<01abc@example.com>"
    assert mail["List-Unsubscribe"] == "<https://shop.test/t/u/token>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["Date"].datetime.tzinfo is not None


def test_a_line_break_in_the_subject_makes_no_header(server: MailServer):
    send(server.settings())
    mail = server.box.mail_to(ANN)
    assert mail["Subject"] == "Hi Bcc: all@example.com"
    assert mail["Bcc"] is None


def test_both_bodies_arrive_unchanged_dots_and_chinese_included(server: MailServer):
    send(server.settings())
    mail = server.box.mail_to(ANN)
    assert mail.get_body(("plain",)).get_content().split() == [
        "Hello",
        ".",
        "bye",
        "https://x.test",
    ]
    assert mail.get_body(("html",)).get_content().strip() == "<p>你好</p>"


def test_a_test_message_has_no_way_to_leave(server: MailServer):
    send(server.settings(), unsubscribe_url=None, html=None)
    mail = server.box.mail_to(ANN)
    assert mail["List-Unsubscribe"] is None
    assert mail.get_content_type() == "text/plain"


@pytest.mark.parametrize(
    ("answer", "is_bad"),
    [
        ("550 no such user", True),
        ("550 5.7.1 you are not welcome", False),
        ("552 5.2.2 mailbox full", False),
        ("551 user not local", True),
        ("554 no", False),
    ],
)
def test_only_answers_about_the_address_make_it_bad(server: MailServer, answer: str, is_bad: bool):
    server.box.refuse_at_rcpt[ANN] = answer
    result = send(server.settings())
    assert (result.delivery, result.is_bad_address) == (Delivery.PERMANENT, is_bad)
    assert answer[4:] in result.detail


def test_a_greylisted_recipient_is_transient(server: MailServer):
    server.box.refuse_at_rcpt[ANN] = "450 4.2.0 greylisted"
    assert send(server.settings()).delivery is Delivery.TRANSIENT


def test_nothing_is_sent_to_a_private_address_unless_it_is_allowed(server: MailServer):
    connection = channel_of(server.settings(), allow_private=False).connect()
    with pytest.raises(TargetRefused):
        connection.send(OutgoingMessage("1", ANN, "s", "t"))
    assert not server.box.arrived


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """(path of certificate and key, PEM of the certificate) for 127.0.0.1."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    import ipaddress

    start = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(start)
        .not_valid_after(start.replace(year=2120))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    pem = signed.public_bytes(serialization.Encoding.PEM)
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    path.write_bytes(secret + pem)
    return path, pem.decode()


def server_context(path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


def authenticator(server, session, envelope, mechanism, data):
    return AuthResult(success=(data.login, data.password) == (b"shop", b"secret"), handled=False)


LOGIN = {"username": "shop", "password": "secret"}


def test_starttls_and_login(certificate):
    path, pem = certificate
    options = {
        "tls_context": server_context(path),
        "require_starttls": True,
        "authenticator": authenticator,
        "auth_required": True,
    }
    with MailServer(**options) as server:
        settings = server.settings(security="starttls", ca_certificate=pem, **LOGIN)
        assert send(settings).delivery is Delivery.ACCEPTED
        with pytest.raises(ChannelDown, match="535"):
            send({**settings, "password": "wrong"})
        with pytest.raises(ChannelDown, match=r"(?i)certificate"):
            send({**settings, "ca_certificate": ""})
    assert server.box.counts == {ANN: 1}


def test_tls_from_the_first_byte(certificate):
    path, pem = certificate
    with MailServer(ssl_context=server_context(path)) as server:
        settings = server.settings(security="tls", ca_certificate=pem)
        assert send(settings).delivery is Delivery.ACCEPTED
        with pytest.raises(ChannelDown, match=r"(?i)certificate"):
            send({**settings, "ca_certificate": ""})


def test_a_server_that_refuses_our_sender_is_down_and_loses_no_message(server: MailServer):
    async def refuse(self, session, envelope, address, options):
        return "550 5.7.1 sender not allowed"

    server.box.handle_MAIL = refuse
    with pytest.raises(ChannelDown, match="refuses mail from"):
        send(server.settings())


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"host": ""}, "host"),
        ({"host": "http://smtp.example.com"}, "host"),
        ({"port": 0.5}, "port"),
        ({"port": 70000}, "port"),
        ({"security": "ssl"}, "security"),
        ({"from_address": "shop"}, "from_address"),
        ({"from_name": "a\nb"}, "from_name"),
        ({"timeout_seconds": 1000}, "timeout_seconds"),
        ({"per_minute": -1}, "per_minute"),
        ({"username": "shop", "password": "secret"}, "security"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_wrong_setting_is_named(server: MailServer, changes, path):
    with pytest.raises(InvalidInput) as caught:
        CHANNELS.get("email").parse(server.settings(**changes), "")
    assert caught.value.path == path


class TestStoredSettings:
    NOW = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)

    def test_the_password_is_sealed_kept_and_removed(self, engines, project, server):
        box = engines.folder.secret_box()
        raw = server.settings(security="starttls", **LOGIN)
        with engines.relational.project(project) as tx:
            assert find_channel(tx, "email", box=box) is None
            shown = change_channel(tx, "email", raw, box=box, now=self.NOW)
            assert "password" not in shown.settings
            assert shown.secrets_set == ("password",)
            stored = str(tx.rows("select settings, sealed from channels"))
            assert "secret" not in stored
            kept = {**raw, "password": None, "host": "smtp.example.com"}
            change_channel(tx, "email", kept, box=box, now=self.NOW)
            assert (
                open_channel(tx, "email", box=box, allow_private=True).server.password == "secret"
            )
            gone = {**raw, "password": "", "username": ""}
            assert change_channel(tx, "email", gone, box=box, now=self.NOW).secrets_set == ()

    def test_another_key_file_cannot_open_it(self, engines, project, server, tmp_path):
        with engines.relational.project(project) as tx:
            change_channel(
                tx, "email", server.settings(), box=engines.folder.secret_box(), now=self.NOW
            )
            with pytest.raises(StoreFailed, match="key file"):
                open_channel(
                    tx, "email", box=SecretBox.at(tmp_path / "other.key"), allow_private=True
                )

    def test_a_channel_that_is_not_set_up_says_so(self, engines, project):
        with engines.relational.project(project) as tx, pytest.raises(ChannelNotSet):
            open_channel(tx, "email", box=engines.folder.secret_box(), allow_private=True)
