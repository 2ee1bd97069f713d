"""One hit of Matomo's tracking API as an event of ours."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import msgspec

from stayflow.intake.protocol.address import with_path
from stayflow.intake.protocol.fields import Object, as_number, as_object
from stayflow.intake.protocol.matomo_request import Fields, stated_time
from stayflow.intake.protocol.model import Request
from stayflow.intake.protocol.occurrences import Occurrences
from stayflow.language.event import RawEvent, Value

_CONTEXT: Final[Mapping[str, str]] = {
    "url": "url",
    "urlref": "referrer",
    "action_name": "title",
    "_rcn": "campaign",
    "_rck": "term",
    "lang": "language",
    "ua": "user_agent",
    "search": "keyword",
}
_TRUSTED: Final[Mapping[str, str]] = {
    "country": "country",
    "region": "province",
    "city": "city",
    "cip": "ip",
}
_NUMBERS: Final = frozenset(
    {"e_v", "revenue", "search_count", "ec_st", "ec_tx", "ec_sh", "ec_dt", "_pkp"}
)
_OF_THE_TRACKER: Final = frozenset(
    {
        "_id", "_idn", "_idts", "_idvc", "_ref", "_refts", "_viewts", "ag", "apiv", "bots", "ca",
        "cdo", "cdt", "cid", "cookie", "dir", "ec_items", "fla", "h", "idsite", "idgoal", "java",
        "lat", "long", "m", "new_visit", "pdf", "ping", "qt", "queuedtracking", "rand", "realp",
        "rec", "s", "send_image", "token_auth", "uadata", "uid", "wma", "cvar", "_cvar",
    }
)  # fmt: skip
_ITEM: Final = ("sku", "name", "category", "price", "quantity")


def read_hit(
    fields: Fields, request: Request, occurrences: Occurrences, *, believed: bool
) -> RawEvent:
    """The event of a hit.

    Args:
        fields: Of the hit.
        request: It came with.
        occurrences: Of the request.
        believed: Whether it may state an address and a place of others.
    """
    name = name_of(fields)
    time_ms = stated_time(fields, request.received_at_ms)
    told = fields.get("cdt", "")
    return RawEvent(
        name=name,
        time_ms=time_ms,
        time_text="" if time_ms is not None else told,
        event_id=_event_id(name, fields, request.received_at_ms, occurrences),
        identities=_identities(fields),
        properties=_properties(fields),
        revenue=as_number(fields.get("revenue")) if name in {"order", "goal"} else None,
        **_context(fields, request, believed=believed),
    )


_NAMES: Final[tuple[tuple[Callable[[Fields], bool], str], ...]] = (
    (lambda it: it.get("ping") == "1", "ping"),
    (lambda it: it.get("idgoal") == "0" and bool(it.get("ec_id")), "order"),
    (lambda it: it.get("idgoal") == "0", "cart_update"),
    (lambda it: bool(it.get("idgoal")), "goal"),
    (lambda it: "search" in it, "search"),
    (lambda it: bool(it.get("link")), "outlink"),
    (lambda it: bool(it.get("download")), "download"),
    (lambda it: bool(it.get("c_n")) and bool(it.get("c_i")), "content_interaction"),
    (lambda it: bool(it.get("c_n")), "content_impression"),
    (lambda it: it.get("ca") == "1", "custom_action"),
)


def name_of(fields: Fields) -> str:
    """What happened: the action of an event of the page's own, else what kind of hit it is."""
    if fields.get("e_a") or fields.get("e_c"):
        return fields.get("e_a") or fields.get("e_c", "")
    return next((name for fits, name in _NAMES if fits(fields)), "page_view")


def _event_id(name: str, fields: Fields, received_at_ms: int, occurrences: Occurrences) -> str:
    """All that a hit says; without a time or a chance number two alike are two hits."""
    if name == "order":
        return occurrences.id_of(fields.get("idsite"), name, fields.get("ec_id"))
    changing = {"cdo", "send_image", "token_auth", "queuedtracking"}
    content = {key: text for key, text in fields.items() if key not in changing}
    if fields.get("rand") or fields.get("cdt"):
        return occurrences.id_of(content)
    return occurrences.id_at(received_at_ms, content)


def _identities(fields: Fields) -> dict[str, str]:
    visitor = fields.get("cid") or fields.get("_id") or ""
    named = {"user_id": fields.get("uid", ""), "anonymous_id": visitor.lower()}
    return {kind: value for kind, value in named.items() if value}


def _properties(fields: Fields) -> Object:
    properties: Object = {}
    for name, text in fields.items():
        if name in _CONTEXT or name in _TRUSTED or name in _OF_THE_TRACKER or not text:
            continue
        number = as_number(text) if name in _NUMBERS or name.startswith("pf_") else None
        properties[name] = text if number is None else number
    for variables in ("_cvar", "cvar"):
        properties |= _variables(fields.get(variables, ""))
    if fields.get("idgoal") not in {None, "", "0"}:
        properties["idgoal"] = fields["idgoal"]
    if fields.get("ec_items"):
        properties["items"] = _items(fields["ec_items"])
    return properties


def _variables(text: str) -> Object:
    """Custom variables, each `"1": [name, value]`."""
    pairs = [pair for pair in as_object(_read(text)).values() if isinstance(pair, list)]
    return {str(pair[0]): pair[1] for pair in pairs if len(pair) == 2}  # noqa: PLR2004 - name, value


def _items(text: str) -> Value:
    """Items of an order, each `[sku, name, category, price, quantity]`; as sent if they are none."""
    items = _read(text)
    if not isinstance(items, list):
        return text
    return [
        dict(zip(_ITEM, item, strict=False)) if isinstance(item, list) else item for item in items
    ]


def _read(text: str) -> Value:
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return None


def _context(fields: Fields, request: Request, *, believed: bool) -> dict[str, Any]:
    found = {"channel": "web" if fields.get("rand") else ""}
    if fields.get("rand"):  # from the page itself, not passed on by a server
        found["ip"] = request.ip
        found["user_agent"] = request.headers.get("user-agent", "")
        found["language"] = request.headers.get("accept-language", "").partition(",")[0].strip()
    places = {**_CONTEXT, **_TRUSTED} if believed else _CONTEXT
    for name, field in places.items():
        if fields.get(name):
            found[field] = fields[name]
    return with_path({field: text for field, text in found.items() if text})
