"""Whatever comes to a door that needs no sign-in: taken and kept, or refused in words, and never a failure."""

import asyncio
import base64
import gzip
import json
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from stayflow.access.key.model import hash_secret
from stayflow.app import App, Stores, assemble
from stayflow.intake.form import make_token, read_counts
from stayflow.intake.pipeline import consume_log
from stayflow.intake.protocol import PROTOCOLS, protocol_of, read_entry
from stayflow.interfaces.http import build_server
from stayflow.kernel.clock import FixedClock
from tests.conftest import Engines
from tests.intake.protocol.hostile import BATCHES, EVENTS, HOSTILE, QUERIES, VALUES, WRAPPINGS
from tests.interfaces.conftest import LOCAL_TOKEN, Browser, Shop, open_shop
from tests.interfaces.http.stranger import Call, Told, ask
from tests.interfaces.http.test_channel_codes import CODE, PHONE
from tests.interfaces.http.test_forms import FORM

KEY = "k"
"""The write key that the hostile batches name."""
NAMED = f"token={KEY}&writeKey={KEY}&api_secret={KEY}&tid={KEY}&idsite={KEY}&rec=1"
BASIC = (b"authorization", b"Basic " + base64.b64encode(f"{KEY}:".encode()))
PATHS = sorted(path for protocol in PROTOCOLS for path in protocol.paths)
NOT_KEPT = ("/array/", "/flags", "/decide", "/config/", "/sourceConfig", "/v1/projects/")
NOT_KEPT_EXACT = {"/s", "/v1/m", "/health", "/version", "/debug/mp/collect"}


class World:
    """A server in this process, a project whose write key is `KEY`, and what its log has held so far."""

    def __init__(self, engines: Engines) -> None:
        stores = Stores(engines.folder, engines.relational, engines.warehouse, engines.log)
        self.clock = FixedClock(engines.clock.now())
        self.app: App = assemble(engines.settings, stores, self.clock)
        self.server: Any = build_server(self.app, local_token=LOCAL_TOKEN)
        self.shop: Shop = open_shop(self.app)
        self.seen = 0
        self.loop = asyncio.Runner()
        with engines.relational.system() as tx:
            tx.execute(
                "update keys set secret_hash = %s where project = %s and kind = 'write'",
                (hash_secret(KEY), self.shop.project.id),
            )

    def ask(self, call: Call) -> Told:
        return self.loop.run(ask(self.server, call))

    def news(self) -> list[Any]:
        """The packs of entries that came into the log since it was looked at last."""
        entries = self.app.log.read(self.shop.project.id, after=self.seen, limit=10_000)
        self.seen = max([self.seen, *(entry.position for entry in entries)])
        return [read_entry(entry.payload) for entry in entries]

    def settle(self) -> Counter[str]:
        """Take in what is in the log: what became of it."""
        found: Counter[str] = Counter()
        pipeline = self.app.pipeline(self.shop.project.id)
        while (counts := consume_log(pipeline, self.app.log)) is not None:
            found["received"] += counts.received
            found["stored"] += counts.stored
            found["duplicate"] += counts.duplicate
            found["rejected"] += sum(counts.rejected.values())
        return found


@pytest.fixture(scope="module")
def world(engines: Engines) -> Iterator[World]:
    made = World(engines)
    with made.loop:
        yield made


@pytest.fixture(autouse=True)
def nothing_waits(world: World) -> None:
    """What an earlier test left in the log is taken in."""
    world.news()
    world.settle()


def _pool(*known: bytes) -> st.SearchStrategy[bytes]:
    """Known values of a header, and whatever else the bytes of one may be."""
    line = st.binary(max_size=40).map(
        lambda raw: bytes(each for each in raw if each not in b"\r\n\0")
    )
    return st.sampled_from(known) | line


HEADERS: dict[bytes, st.SearchStrategy[bytes]] = {
    b"content-type": _pool(
        b"application/json; charset=gb18030",
        b"application/json; charset=no-such",
        b"text/plain",
        b"multipart/form-data; boundary=x",
        b"application/x-www-form-urlencoded",
    ),
    b"content-encoding": _pool(b"gzip", b"br", b"deflate, gzip", b"identity"),
    b"content-length": st.sampled_from([b"0", b"-1", b"\xb2", b"1e3", b"9" * 5_000]),
    b"authorization": _pool(
        b"Basic", b"Basic \xff", b"Basic /w==", b"Bearer x", b"Basic " + b"=" * 9
    ),
    b"x-forwarded-for": _pool(
        b"::ffff:1.2.3.4", b"[::1", b"1.2.3.4:5:6", b"," * 200, b"fe80::1%eth0"
    ),
    b"x-forwarded-proto": _pool(b"https", b"https,http"),
    b"origin": _pool(b"null", b"https://shop.example"),
    b"user-agent": _pool(b"curl/8", PHONE.encode(), b"\xff" * 3_000),
    b"accept-language": _pool(b"zh-CN,zh;q=0.9", b"x" * 3_000),
    b"cookie": _pool(
        b"sf_anonymous=\xff", b"sf_anonymous=ok-12345678; a=b", b"=;=;\x7f=", b"a=" * 400
    ),
    b"dry-run": _pool(b"true"),
    b"anonymousid": _pool(b"YQ=="),
    b"sentat": _pool(b"2026-01-01T00:00:00Z", b"never"),
    b"host": _pool(b"shop.example", b"\xff\xfe"),
    b"referer": _pool(b"https://a.b/c?utm_source=x", b"http://[", b"\xff" * 3_000),
}
headers = st.lists(
    st.sampled_from(sorted(HEADERS)).flatmap(lambda name: st.tuples(st.just(name), HEADERS[name])),
    max_size=4,
).map(tuple)
methods = st.sampled_from(
    ["POST"] * 12 + ["GET"] * 6 + ["PUT", "HEAD", "DELETE", "OPTIONS", "ПОСТ"]
)
addresses = st.sampled_from(["198.51.100.9", "127.0.0.1", "::1", "not an address", ""])


def _damaged(body: bytes, how: int) -> bytes:
    """A body as a bad line, a lazy proxy or a wrong charset leaves it."""
    ways: list[Callable[[], bytes]] = [
        lambda: body[: len(body) // 2],
        lambda: b"\xef\xbb\xbf" + body,
        lambda: body.decode("utf-8", "replace").encode("utf-16"),
        lambda: body.decode("utf-8", "replace").encode("gb18030"),
        lambda: gzip.compress(body)[:-5],
        lambda: b"\x1f\x8b" + body,
        lambda: body.replace(b'"', b"'"),
        lambda: body + b"\n" + body,
    ]
    return ways[how]() if how < len(ways) else body


@st.composite
def bodies(draw: st.DrawFn, family: str) -> bytes:
    """JSON of some protocol, mostly of this one, under wrappings, hurt on its way; or bytes."""
    luck = draw(st.integers(0, 9))
    if luck == 0:
        return draw(st.binary(max_size=300))
    if luck == 1:
        family = draw(st.sampled_from(sorted(BATCHES)))
    if luck == 2 or family not in BATCHES:
        body = json.dumps(draw(VALUES)).encode("utf-8", "surrogatepass")
    elif draw(st.booleans()):
        body = BATCHES[family](json.dumps(draw(VALUES)).encode("utf-8", "surrogatepass")).body
    else:
        body = BATCHES[family](
            EVENTS[family] % HOSTILE[draw(st.sampled_from(sorted(HOSTILE)))]
        ).body
    for wrap in draw(st.just([]) | st.lists(st.sampled_from(WRAPPINGS), max_size=2)):
        body = wrap(body)
    return _damaged(body, draw(st.integers(0, 40)))


@st.composite
def calls(draw: st.DrawFn, path: str) -> Call:
    """A request to a place of the collector, mostly with the key."""
    for part in ("{call}", "{key}", "{token}", "{system}"):
        word = st.sampled_from(
            ["track", KEY, "Android.conf", "page", "%00", "é", "%ff", "x" * 3_000]
        )
        path = path.replace(part, draw(word))
    query = draw(st.sampled_from([NAMED, NAMED, NAMED, ""]) | QUERIES)
    more = draw(st.just("") | QUERIES)
    protocol = protocol_of(path)
    body = draw(bodies(protocol.name.partition("-")[0] if protocol else ""))
    if draw(st.integers(0, 4)) == 0:
        more += "&" + urlencode({"data": body[:3_000]})
    with_key = (BASIC,) if draw(st.booleans()) else ()
    return Call(
        draw(methods),
        path + draw(st.sampled_from(["", "", "/"])),
        f"{query}&{more}".encode("utf-8", "replace"),
        with_key + draw(headers),
        (body,) if draw(st.booleans()) else (body[:7], b"", body[7:]),
        draw(addresses),
    )


def drawn(strategy: st.SearchStrategy[Any], count: int) -> list[Any]:
    """Made-up values, the same in every run."""
    found: list[Any] = []

    @given(strategy)
    @settings(
        max_examples=count,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        database=None,
        derandomize=True,
    )
    def collect(value: Any) -> None:
        found.append(value)

    collect()
    return found


def says_kept(call: Call, told: Told) -> bool | None:
    """Whether an answer tells the sender that the request is kept; None where either is right."""
    path = call.path.rstrip("/")
    if "/pixel/" in path or path == "/debug":
        return None  # a picture is shown to everybody; a developer is told what is wrong with what is kept
    if not 200 <= told.status < 300 or call.method == "OPTIONS":
        return False
    if path in NOT_KEPT_EXACT or path.startswith(NOT_KEPT):
        return False
    if told.body == b'{"status":"success","tracked":0,"invalid":0}':
        return False
    if path in {"/sa", "/sa.gif"}:
        return bool(call.body) or b"data" in call.query
    return bool(call.body) or path != "/mp/collect"


def test_whatever_comes_to_a_collector_is_kept_or_refused_in_words(world: World) -> None:
    asked = drawn(st.sampled_from(PATHS).flatmap(calls), 400)
    asked += [
        Call("POST", like.path, like.query.encode() or NAMED.encode(), (BASIC,), (like.body,))
        for like in (
            BATCHES[name](EVENTS[name] % hostile)
            for name in BATCHES
            for hostile in HOSTILE.values()
        )
    ]
    wrong: list[str] = []
    met: Counter[str] = Counter()
    sent = 0
    for call in asked:
        told = world.ask(call)
        packs = world.news()
        sent += sum(len(pack.events) + len(pack.unread) for pack in packs)
        met[f"{told.status // 100}xx"] += 1
        met["kept"] += len(packs)
        problem = told.problem()
        kept = says_kept(call, told)
        if kept is not None and kept != (len(packs) == 1):
            problem = f"says kept={kept}, and {len(packs)} are"
        if problem:
            wrong.append(f"{problem}: {told.status} {told.body[:100]!r} to {call!r:.700}")
    assert not wrong, "\n".join(wrong)
    assert met["kept"] > 100, met
    counts = world.settle()
    assert counts["received"] == sent
    assert counts["stored"] + counts["duplicate"] + counts["rejected"] == sent
    assert counts["stored"] > 30


TYPED = [
    "Li@Example.com",
    "小",
    "1e999",
    "１２",
    "on",
    "\x00",
    "=",
    "x" * 6_000,
    "2026-02-30",
    "😀",
    "",
]
texts = st.sampled_from(TYPED) | st.text(max_size=30)
pages = st.sampled_from(
    ["https://shop.com/?utm_source=ad", "http://[x", "//[::1", "javascript:1", "\x00", "?" * 3_000]
)


@st.composite
def visits(draw: st.DrawFn, places: tuple[str, ...], form: str = "") -> Call:
    """Somebody at a public page of ours: mostly one who fills it in, sometimes one who tries it out.

    Args:
        draw: Of hypothesis.
        places: Paths.
        form: Id of the form whose token is put in as the word TOKEN.
    """
    names = st.sampled_from(["note", "note", "note", "seats", "size", "website"])
    fields = draw(st.dictionaries(names, texts, max_size=1))
    typed = (
        {"consent": "on", "email": "Li@Example.com", **fields, "page": draw(pages)} if form else {}
    )
    if draw(st.integers(0, 5)) == 0:
        typed["email"] = draw(texts)
    said = draw(
        st.dictionaries(st.sampled_from(["lang", "page", "anonymous_id", "utm_source"]), texts)
    )
    query = urlencode({name: text.encode("utf-8", "replace") for name, text in said.items()})
    if draw(st.integers(0, 9)) == 0:
        query = draw(QUERIES | st.just("a&" * 300))
    body = "token=TOKEN&" if draw(st.integers(0, 5)) else ""
    body += urlencode({name: text.encode("utf-8", "replace") for name, text in typed.items()})
    raw = body.encode()
    if draw(st.integers(0, 7)) == 0:
        raw = draw(
            st.sampled_from([b"a&" * 300, b"\xff\x00", gzip.compress(raw)])
            | st.binary(max_size=200)
        )
    agent = () if draw(st.integers(0, 5)) == 0 else ((b"user-agent", PHONE.encode()),)
    path = draw(st.sampled_from([*places[:1] * 8, *places]))
    return Call(
        draw(st.sampled_from(["POST" if form else "GET"] * 4) | methods),
        path,
        query.encode("utf-8", "replace"),
        (*agent, *draw(headers)),
        (raw,),
    )


def test_whatever_comes_to_a_form_is_thanked_for_only_when_it_is_kept(world: World) -> None:
    owner = Browser(world.server, {"Authorization": f"Bearer {LOCAL_TOKEN}"})
    made = owner.post(f"{world.shop.url}/forms", json=FORM).json()
    path, form = urlsplit(made["url"]).path, made["form_id"]
    others = (
        f"{path}/embed.js",
        "/f/",
        "/f/%00-%00",
        "/f/é-é",
        f"{path}%00",
        f"{path}/{'x' * 3_000}",
    )
    tokens = [make_token(form, key=world.app.box.key, now=world.clock.now()) for _ in range(150)]
    world.clock.advance(timedelta(minutes=1))
    wrong: list[str] = []
    taken = kept = 0
    for number, call in enumerate(drawn(visits((path, *others), form), 150)):
        parts = tuple(part.replace(b"TOKEN", tokens[number].encode()) for part in call.parts)
        one = Call(call.method, call.path, call.query, call.headers, parts, f"198.51.100.{number}")
        told = world.ask(one)
        news = len(world.news())
        kept += news
        is_taken = call.method == "POST" and told.status in {200, 303} and "embed" not in call.path
        taken += is_taken
        problem = told.problem()
        if problem or (news and not is_taken):
            wrong.append(f"{problem}: {told.status} {told.body[:100]!r} to {one!r:.700}")
    assert not wrong, "\n".join(wrong)
    with world.app.relational.project(world.shop.project.id) as tx:
        counts = {outcome.value: count for outcome, count in read_counts(tx, form).items()}
    assert counts["submitted"] == kept > 10
    assert counts["submitted"] + counts["spam"] == taken
    settled = world.settle()
    assert settled["received"] == settled["stored"] == kept


def test_whoever_follows_a_channel_code_is_led_on_and_counted(world: World) -> None:
    owner = Browser(world.server, {"Authorization": f"Bearer {LOCAL_TOKEN}"})
    made = owner.post(f"{world.shop.url}/channel-codes", json=CODE).json()
    path = urlsplit(made["url"]).path
    others = (
        "/c/",
        "/c/%00-%00",
        f"{path}%00",
        f"{path}/",
        f"{path}é",
        f"/c/{'x' * 3_000}-y",
        "/c/é-é",
    )
    wrong: list[str] = []
    led = kept = 0
    for call in drawn(visits((path, *others)), 120):
        told = world.ask(call)
        kept += len(world.news())
        led += told.status == 302
        if problem := told.problem():
            wrong.append(f"{problem}: {told.status} {told.body[:100]!r} to {call!r:.700}")
    assert not wrong, "\n".join(wrong)
    settled = world.settle()
    assert settled["received"] == settled["stored"] == kept > 10
    counts = owner.get(f"{world.shop.url}/channel-codes/{made['code_id']}").json()["counts"]
    assert counts["scans"] == kept
    assert counts["scans"] + counts["bots"] + counts["not_recorded"] == led
