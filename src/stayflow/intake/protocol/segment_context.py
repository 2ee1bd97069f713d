"""What was around a message of Segment's specification, as the fields that events have columns for.

A context is read typed first, which is quick and right nearly always, and loosely when one of its
fields has a type that no one foresaw.

Source:
    segment.com/docs/connections/spec/common; rudderstack.com/docs/event-spec/standard-events.
"""

from functools import lru_cache
from typing import Any, Final

import msgspec

from stayflow.intake.protocol.fields import Object, as_object, as_text
from stayflow.language.event import Value

CHANNELS: Final = {"browser": "web", "client": "web"}
CLIENT_CHANNELS: Final = frozenset({"web", "mobile", "browser", "client", "h5", "mini_program"})
# How libraries that run on a person's own device call themselves, in lower case.
_WEB_LIBRARIES: Final = ("analytics.js", "rudderlabs javascript", "stayflow-browser")
# How RudderStack's browser SDK says that there was no page before.
NO_REFERRER: Final = "$direct"
_DEVICE_LIBRARIES: Final = (
    *_WEB_LIBRARIES,
    "analytics-ios",
    "analytics-android",
    "analytics-kotlin",
    "analytics-swift",
    "analytics-flutter",
    "@segment/analytics-react-native",
    "rudder-android",
    "rudder-ios",
    "com.rudderstack",
)

Id = str | int | float | None


class Page(msgspec.Struct, gc=False):
    """Where it happened."""

    url: str | None = None
    path: str | None = None
    title: str | None = None
    referrer: str | None = None


class Campaign(msgspec.Struct, gc=False):
    """What brought the person."""

    source: str | None = None
    medium: str | None = None
    name: str | None = None
    term: str | None = None
    content: str | None = None


class Search(msgspec.Struct, gc=False):
    """Which search engine brought the person; our own SDKs say it."""

    engine: str | None = None
    keyword: str | None = None


class Named(msgspec.Struct, gc=False):
    """A device, a system, a browser, an app or a library."""

    name: str | None = None
    type: str | None = None
    version: str | None = None


class Location(msgspec.Struct, gc=False):
    """Where the person was."""

    country: str | None = None
    region: str | None = None
    city: str | None = None


class ExternalId(msgspec.Struct, gc=False):
    """An identity beside the user id, such as a phone number."""

    type: str = ""
    id: Id = None


class Context(msgspec.Struct, rename="camel", gc=False):
    """What was around a message."""

    page: Page | None = None
    campaign: Campaign | None = None
    search: Search | None = None
    location: Location | None = None
    device: Named | None = None
    os: Named | None = None
    browser: Named | None = None
    app: Named | None = None
    library: Named | None = None
    traits: dict[str, Value] | None = None
    external_ids: list[ExternalId] | None = None
    external_id: list[ExternalId] | None = None
    channel: str | None = None
    locale: str | None = None
    timezone: str | None = None
    user_agent: str | None = None
    ip: str | None = None
    session_id: Id = None


NO_CONTEXT: Final = Context()
_GROUPS: Final[dict[str, type[msgspec.Struct]]] = {
    "page": Page,
    "campaign": Campaign,
    "search": Search,
    "location": Location,
    "device": Named,
    "os": Named,
    "browser": Named,
    "app": Named,
    "library": Named,
}
_TEXTS: Final = {
    "channel": "channel",
    "locale": "locale",
    "timezone": "timezone",
    "userAgent": "user_agent",
    "ip": "ip",
    "sessionId": "session_id",
}


def loose_context(stated: Object) -> Context:
    """The context of fields that may have any type; what is no text is not read."""
    context = Context(traits=as_object(stated.get("traits")) or None)
    for theirs, ours in _TEXTS.items():
        setattr(context, ours, as_text(stated.get(theirs)))
    for name, kind in _GROUPS.items():
        group = as_object(stated.get(name))
        if group:
            texts = {field: as_text(value) for field, value in group.items()}
            setattr(context, name, msgspec.convert(texts, kind))
    for theirs, ours in (("externalIds", "external_ids"), ("externalId", "external_id")):
        try:
            setattr(context, ours, msgspec.convert(stated.get(theirs), list[ExternalId] | None))
        except msgspec.ValidationError:
            setattr(context, ours, None)
    return context


def lay_under(outer: Context, inner: Context) -> Context:
    """The context of a batch under that of a message: what the message states replaces it whole."""
    if inner is NO_CONTEXT:
        return outer
    return Context(
        *[
            own if own is not None and own != "" else getattr(outer, name)
            for name, own in ((name, getattr(inner, name)) for name in Context.__struct_fields__)
        ]
    )


def external_identities(context: Context) -> dict[str, str]:
    """Identities that the context names, by kind."""
    named = (*(context.external_ids or ()), *(context.external_id or ()))
    return {each.type: str(each.id) for each in named if each.type and each.id not in {None, ""}}


def context_fields(context: Context, channel: str | None) -> tuple[dict[str, Any], bool]:
    """Fields of an event that the context has, most are not there.

    Args:
        context: Of the message.
        channel: That the message itself states.

    Returns:
        The fields, and whether the message comes from a person's own device.
    """
    fields: dict[str, Any] = {}
    if context is not NO_CONTEXT:
        _put_texts(fields, context)
        _put_groups(fields, context)
        _put_machine(fields, context)
    channel = channel or context.channel or ""
    is_web, is_device = runs_on(context.library.name) if context.library else (False, False)
    if is_web and not channel:
        channel = "web"
    if channel:
        fields["channel"] = CHANNELS.get(channel, channel)
    return fields, is_device or channel in CLIENT_CHANNELS


@lru_cache(maxsize=1024)
def runs_on(library: str | None) -> tuple[bool, bool]:
    """Whether a library is one of the web, and whether it is one of people's own devices."""
    name = (library or "").lower()
    return name.startswith(_WEB_LIBRARIES), name.startswith(_DEVICE_LIBRARIES)


def _put_texts(fields: dict[str, Any], context: Context) -> None:
    if context.locale:
        fields["language"] = context.locale
    if context.timezone:
        fields["zone"] = context.timezone
    if context.user_agent:
        fields["user_agent"] = context.user_agent
    if context.ip:
        fields["ip"] = context.ip
    if context.session_id:
        fields["session_id"] = str(context.session_id)


def _put_groups(fields: dict[str, Any], context: Context) -> None:
    """Written out, for it runs for every event: most groups are not there."""
    if context.page is not None:
        _put_page(fields, context.page)
    if context.campaign is not None:
        _put(fields, context.campaign, CAMPAIGN_FIELDS)
    if context.search is not None:
        _put(fields, context.search, SEARCH_FIELDS)
    if context.location is not None:
        _put(fields, context.location, LOCATION_FIELDS)


def _put_page(fields: dict[str, Any], page: Page) -> None:
    """The one group that most events of browsers have."""
    if page.url:
        fields["url"] = page.url
    if page.path:
        fields["path"] = page.path
    if page.title:
        fields["title"] = page.title
    if page.referrer and page.referrer != NO_REFERRER:
        fields["referrer"] = page.referrer


def _put_machine(fields: dict[str, Any], context: Context) -> None:
    if context.device is not None and context.device.type:
        fields["device"] = context.device.type
    if context.os is not None and context.os.name:
        fields["os"] = context.os.name
    if context.browser is not None and context.browser.name:
        fields["browser"] = context.browser.name
    if context.app is not None and context.app.version and not _is_library(context):
        fields["app_version"] = context.app.version


def _is_library(context: Context) -> bool:
    """RudderStack's browser SDK names itself as the app."""
    return bool(context.library and context.app and context.library.name == context.app.name)


def _put(fields: dict[str, Any], group: msgspec.Struct, names: tuple[str, ...]) -> None:
    fields.update(
        {
            name: text
            for text, name in zip(msgspec.structs.astuple(group), names, strict=True)
            if text
        }
    )


# Fields of ours, in the order of the fields of the group.
PAGE_FIELDS: Final = ("url", "path", "title", "referrer")
CAMPAIGN_FIELDS: Final = ("source", "medium", "campaign", "term", "content")
SEARCH_FIELDS: Final = ("search_engine", "keyword")
LOCATION_FIELDS: Final = ("country", "province", "city")
