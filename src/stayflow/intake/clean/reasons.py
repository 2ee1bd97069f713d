"""Why an event was rejected, repaired or passed over; and what an operator reads about it."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Outcome(StrEnum):
    """Where an event ends; every event received ends in exactly one of them."""

    ACCEPTED = "accepted"
    REPAIRED = "repaired"
    DUPLICATE = "duplicate"
    REJECTED = "rejected"


class Reason(StrEnum):
    """Why an event was rejected, repaired, warned of, or taken for a duplicate."""

    UNREADABLE = "unreadable"
    NAME_MISSING = "name_missing"
    NAME_TOO_LONG = "name_too_long"
    NAME_RESERVED = "name_reserved"
    OVERSIZE = "oversize"
    TIME_UNREADABLE = "time_unreadable"
    TIME_MISSING = "time_missing"
    TIME_IN_FUTURE = "time_in_future"
    TIME_TOO_OLD = "time_too_old"
    NO_IDENTITY = "no_identity"
    PLACEHOLDER_IDENTITY = "placeholder_identity"
    IDENTITY_TOO_LONG = "identity_too_long"
    IDENTITY_MALFORMED = "identity_malformed"
    UNKNOWN_PERSON = "unknown_person"
    TEXT_TOO_LONG = "text_too_long"
    TEXT_MALFORMED = "text_malformed"
    REVENUE_UNREADABLE = "revenue_unreadable"
    BOT = "bot"
    DATA_CENTRE = "data_centre"
    INHUMAN_RATE = "inhuman_rate"
    INTERNAL_TRAFFIC = "internal_traffic"
    NEAR_DUPLICATE = "near_duplicate"
    EVENT_UNPLANNED = "event_unplanned"
    PROPERTY_MISSING = "property_missing"
    PROPERTY_UNPLANNED = "property_unplanned"
    PROPERTY_TYPE = "property_type"
    PROPERTY_RANGE = "property_range"
    PROPERTY_VALUE = "property_value"


REASONS: Final = tuple(Reason)
"""A verdict holds the place of its reason in this tuple plus one; 0 is no verdict."""

FIELDS: Final[Mapping[Reason, str]] = {
    Reason.NAME_MISSING: "name",
    Reason.NAME_TOO_LONG: "name",
    Reason.NAME_RESERVED: "name",
    Reason.OVERSIZE: "properties",
    Reason.TIME_UNREADABLE: "time",
    Reason.TIME_TOO_OLD: "time",
    Reason.NO_IDENTITY: "identities",
    Reason.PLACEHOLDER_IDENTITY: "identities",
    Reason.IDENTITY_TOO_LONG: "identities",
    Reason.IDENTITY_MALFORMED: "identities",
    Reason.UNKNOWN_PERSON: "identities.person_id",
    Reason.BOT: "user_agent",
    Reason.DATA_CENTRE: "ip",
    Reason.EVENT_UNPLANNED: "name",
}
"""Which field of the event a rejection is about, where it is always the same."""

MESSAGES: Final[Mapping[Reason, str]] = {
    Reason.UNREADABLE: "The row could not be read as an event.",
    Reason.NAME_MISSING: "The event has no name; say what happened.",
    Reason.NAME_TOO_LONG: "The name is longer than 200 bytes.",
    Reason.NAME_RESERVED: "Names with message., points. or identity. are Stayflow's own; choose another.",
    Reason.OVERSIZE: "The properties are larger than 64 KiB; send less.",
    Reason.TIME_UNREADABLE: "The time could not be read; check its format.",
    Reason.TIME_MISSING: "It says no time: it happened when we received it.",
    Reason.TIME_IN_FUTURE: "It says a time ahead of ours: it happened when we received it.",
    Reason.TIME_TOO_OLD: "The time is older than the accepted horizon.",
    Reason.NO_IDENTITY: "No identity says whose event it is.",
    Reason.PLACEHOLDER_IDENTITY: "Every identity is a placeholder such as null, 0 or anonymous.",
    Reason.IDENTITY_TOO_LONG: "Every identity is longer than 255 bytes.",
    Reason.IDENTITY_MALFORMED: "Every identity holds characters that were lost on the way.",
    Reason.UNKNOWN_PERSON: "No person has this number.",
    Reason.TEXT_TOO_LONG: "A text was too long and is cut.",
    Reason.TEXT_MALFORMED: "A text had control characters or a broken encoding, and is mended.",
    Reason.REVENUE_UNREADABLE: "The revenue is no amount of money; the event counts without it.",
    Reason.BOT: "The user agent is that of a crawler or an automated browser.",
    Reason.DATA_CENTRE: "The address is one of a data centre.",
    Reason.INHUMAN_RATE: "More events in a minute than a human can cause.",
    Reason.INTERNAL_TRAFFIC: "The address, the identity or the host is one of your own.",
    Reason.NEAR_DUPLICATE: "It looks the same as another one less than a second before.",
    Reason.EVENT_UNPLANNED: "The tracking plan has no event of this name.",
    Reason.PROPERTY_MISSING: "A property that the tracking plan requires is missing.",
    Reason.PROPERTY_UNPLANNED: "The tracking plan has no such property for this event.",
    Reason.PROPERTY_TYPE: "A property is not of the type that the tracking plan says.",
    Reason.PROPERTY_RANGE: "A property is outside the range of the tracking plan.",
    Reason.PROPERTY_VALUE: "A property has a value that the tracking plan does not list.",
}
"""What the operator reads beside an event of which it was decided."""

WORDS_ZH: Final[Mapping[Reason, str]] = {
    Reason.UNREADABLE: "这一条读不成事件。",
    Reason.NAME_MISSING: "没有事件名。",
    Reason.NAME_TOO_LONG: "事件名超过 200 字节。",
    Reason.NAME_RESERVED: "message.、points. 和 identity. 开头的事件名由系统保留，请换一个。",
    Reason.OVERSIZE: "属性超过 64 KiB，请少发一些。",
    Reason.TIME_UNREADABLE: "时间读不懂，请检查格式。",
    Reason.TIME_MISSING: "没有时间，按收到的时间算。",
    Reason.TIME_IN_FUTURE: "时间在未来，按收到的时间算。",
    Reason.TIME_TOO_OLD: "时间早于允许的范围。",
    Reason.NO_IDENTITY: "没有任何标识，不知道是谁的事件。",
    Reason.PLACEHOLDER_IDENTITY: "标识是 null、0、anonymous 之类的占位值。",
    Reason.IDENTITY_TOO_LONG: "标识超过 255 字节。",
    Reason.IDENTITY_MALFORMED: "标识里有传输中损坏的字符。",
    Reason.UNKNOWN_PERSON: "没有这个编号的人。",
    Reason.TEXT_TOO_LONG: "文本过长，已截断。",
    Reason.TEXT_MALFORMED: "文本里有控制字符或编码损坏，已修整。",
    Reason.REVENUE_UNREADABLE: "金额读不懂，事件保留，金额略去。",
    Reason.BOT: "User-Agent 是爬虫或自动化浏览器。",
    Reason.DATA_CENTRE: "地址属于数据中心。",
    Reason.INHUMAN_RATE: "一分钟内的事件多得不像人。",
    Reason.INTERNAL_TRAFFIC: "地址、标识或域名是自己人的。",
    Reason.NEAR_DUPLICATE: "一秒内同一个人的同样事件。",
    Reason.EVENT_UNPLANNED: "埋点方案里没有这个事件。",
    Reason.PROPERTY_MISSING: "缺少埋点方案要求的属性。",
    Reason.PROPERTY_UNPLANNED: "埋点方案里这个事件没有此属性。",
    Reason.PROPERTY_TYPE: "属性的类型与埋点方案不符。",
    Reason.PROPERTY_RANGE: "属性超出埋点方案的范围。",
    Reason.PROPERTY_VALUE: "属性的值不在埋点方案的列表里。",
}
"""The same in Chinese, and what each repair did."""
