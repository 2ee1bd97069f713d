"""What RudderStack has beside Segment's calls: beacon, pixel, merge, boot call, plain answers."""

import json

import pytest

from stayflow.intake.protocol import (
    BodyUnreadable,
    Opened,
    Protocol,
    Request,
    keep_request,
    protocol_of,
    read_entry,
)
from stayflow.language.event import RawEvent

NOW = 1_767_323_046_000
BASIC = {"authorization": "Basic V0s6"}


def speak(path: str) -> Protocol:
    protocol = protocol_of(path)
    assert protocol is not None
    return protocol


def ask(method: str, path: str, *, query: str = "", body: object = None, **headers: str) -> Opened:
    raw = b"" if body is None else json.dumps(body).encode()
    return speak(path).open(Request(method, path, query, headers, raw, NOW))


def events(path: str, *, query: str = "", body: object = None) -> tuple[RawEvent, ...]:
    raw = b"" if body is None else json.dumps(body).encode()
    request = Request("POST", path, query, {"user-agent": "UA"}, raw, NOW, "9.8.7.6")
    pack = read_entry(keep_request(speak(path), request, key="k"))
    assert pack.source == "rudderstack"
    return pack.events


def test_a_merge_names_identities_by_their_type() -> None:
    body = {
        "type": "merge",
        "messageId": "m1",
        "mergeProperties": [
            {"type": "email", "value": "a@b.cn"},
            {"type": "mobile", "value": 13800138000},
            {"type": "", "value": "x"},
        ],
    }
    assert ask("POST", "/v1/merge", body=body, **BASIC).answer.body == b"OK"
    (event,) = events("/v1/merge", body=body)
    assert event.name == "merge"
    assert event.identities == {"email": "a@b.cn", "phone": "13800138000"}


def test_a_beacon_has_its_key_in_the_query() -> None:
    body = {"batch": [{"type": "track", "event": "left", "anonymousId": "a"}], "sentAt": NOW}
    opened = ask("POST", "/beacon/v1/batch", query="writeKey=WK", body=body)
    assert (opened.write_key, opened.answer.body) == ("WK", b"OK")
    (event,) = events("/beacon/v1/batch", query="writeKey=WK", body=body)
    assert (event.name, event.sent_at_ms) == ("left", NOW)


def test_a_pixel_is_a_page_or_a_track() -> None:
    query = "writeKey=WK&anonymousId=a&event=Opened&mail=spring"
    opened = ask("GET", "/pixel/v1/track", query=query)
    assert (opened.write_key, opened.answer.media) == ("WK", b"image/gif")
    (event,) = events("/pixel/v1/track", query=query)
    assert (event.name, event.properties) == ("Opened", {"mail": "spring"})
    assert (event.ip, event.user_agent) == ("9.8.7.6", "UA")
    (page,) = events("/pixel/v1/page", query="writeKey=WK&anonymousId=a&name=Home")
    assert (page.name, page.title) == ("page_view", "Home")


@pytest.mark.parametrize("headers", [{}, BASIC])
def test_the_source_is_there_and_switched_on(headers: dict[str, str]) -> None:
    opened = ask("GET", "/sourceConfig/", query="p=npm&v=3&writeKey=WK", **headers)
    assert (opened.write_key, opened.is_kept) == ("WK", False)
    source = json.loads(opened.answer.body)["source"]
    assert (source["writeKey"], source["enabled"], source["destinations"]) == ("WK", True, [])


@pytest.mark.parametrize("path", ["/health", "/version"])
def test_it_is_found_alive_without_a_key(path: str) -> None:
    opened = ask("GET", path)
    assert (opened.needs_key, opened.answer.status) == (False, 200)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v1/merge"),
        ("GET", "/beacon/v1/batch"),
        ("POST", "/pixel/v1/track"),
        ("POST", "/sourceConfig"),
        ("POST", "/health"),
    ],
)
def test_other_methods_are_told_which_one_to_use(method: str, path: str) -> None:
    assert ask(method, path).answer.status == 405


def test_what_is_refused_is_a_plain_sentence() -> None:
    told = speak("/v1/merge").refuse(BodyUnreadable("the body is no JSON"))
    assert (told.status, told.body) == (400, b"the body is no JSON")
