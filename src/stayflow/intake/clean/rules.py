"""What a project wants cleaned, and its bounds: values, and reading them from JSON."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Final

from stayflow.intake.enrich import AddressRanges
from stayflow.kernel.errors import InvalidInput
from stayflow.language.raw import read_boolean, read_list, read_number, read_object, read_text

LISTED_MAX: Final = 10_000


class CleanRuleInvalid(InvalidInput):
    """A rule of cleaning has a value that it cannot have."""

    code = "clean_rule_invalid"


@dataclass(frozen=True, slots=True)
class CleanRules:
    """A project's rules of cleaning.

    Attributes:
        age_days_max: Older events are rejected.
        future_seconds_max: Events further ahead of our clock happened now.
        name_bytes_max: Longest name of an event.
        identity_bytes_max: Longest value of an identity.
        text_bytes_max: Longest context text; longer ones are cut.
        properties_bytes_max: Largest text of properties.
        bots: Reject what crawlers and automated browsers send.
        data_centres: Reject what comes from the ranges of `STAYFLOW_DATA_CENTRE_FILE`.
        events_per_minute_max: Most events of one identity in a minute of time; 0 for no bound.
        near_duplicates: Take events that look the same within a second for one.
        internal_addresses: Ranges of the own offices, such as `10.0.0.0/8`.
        internal_identities: Own people, as `kind:value`.
        internal_hosts: Own test hosts, such as `localhost` or `*.staging.example.com`.
        placeholders: Further values that are nobody's, in any case.
        keeps_ip: Store the client's address with each event.
        rejected_percent_max: A source that has more rejected in a day is an alert.
        alert_events_min: But not below so many events received.
    """

    age_days_max: int = 3650
    future_seconds_max: int = 3600
    name_bytes_max: int = 200
    identity_bytes_max: int = 255
    text_bytes_max: int = 8192
    properties_bytes_max: int = 65_536
    bots: bool = True
    data_centres: bool = False
    events_per_minute_max: int = 0
    near_duplicates: bool = False
    internal_addresses: tuple[str, ...] = ()
    internal_identities: tuple[str, ...] = ()
    internal_hosts: tuple[str, ...] = ()
    placeholders: tuple[str, ...] = ()
    keeps_ip: bool = False
    rejected_percent_max: float = 5.0
    alert_events_min: int = 100


_BOUNDS: Final[Mapping[str, tuple[int, int]]] = {
    "age_days_max": (1, 36_500),
    "future_seconds_max": (0, 86_400),
    "name_bytes_max": (1, 1_000),
    "identity_bytes_max": (1, 1_000),
    "text_bytes_max": (16, 1_000_000),
    "properties_bytes_max": (2, 10_000_000),
    "events_per_minute_max": (0, 1_000_000),
    "rejected_percent_max": (0, 100),
    "alert_events_min": (1, 1_000_000_000),
}


def parse_rules(raw: object, *, default: CleanRules) -> CleanRules:
    """Read rules as a caller sent them; what is left out is as in `default`.

    Raises:
        CleanRuleInvalid: A value is outside its bounds, or no range of addresses.
        Malformed: A field is unknown, or of the wrong type.
    """
    known = [each.name for each in fields(CleanRules)]
    given = read_object(raw, "", known=known)
    changes: dict[str, Any] = {
        name: _read(name, value, getattr(default, name)) for name, value in given.items()
    }
    rules = replace(default, **changes)
    AddressRanges(rules.internal_addresses, path="internal_addresses")
    for place, text in enumerate(rules.internal_identities):
        if not all(text.partition(":")[::2]):
            raise CleanRuleInvalid(
                f'"{text}" is not kind:value, such as user_id:u1',
                path=f"internal_identities[{place}]",
            )
    return rules


def rules_as_json(rules: CleanRules) -> dict[str, object]:
    """The rules as `parse_rules` reads them."""
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in asdict(rules).items()
    }


def _read(name: str, value: object, example: object) -> object:
    reader: Callable[[str, object], object] = _READERS[type(example)]
    return reader(name, value)


def _flag(name: str, value: object) -> bool:
    return read_boolean(value, name)


def _number(name: str, value: object) -> float:
    number = read_number(value, name)
    least, most = _BOUNDS[name]
    if not least <= number <= most:
        raise CleanRuleInvalid(f"expected {least:,} to {most:,}, got {number:,}", path=name)
    return number


def _whole(name: str, value: object) -> int:
    number = _number(name, value)
    if number != int(number):
        raise CleanRuleInvalid(f"expected a whole number, got {number}", path=name)
    return int(number)


def _texts(name: str, value: object) -> tuple[str, ...]:
    listed = read_list(value, name)
    if len(listed) > LISTED_MAX:
        raise CleanRuleInvalid(f"expected at most {LISTED_MAX:,}, got {len(listed):,}", path=name)
    return tuple(
        read_text(each, f"{name}[{place}]").strip().lower()
        if name != "internal_identities"
        else read_text(each, f"{name}[{place}]")
        for place, each in enumerate(listed)
    )


_READERS: Final[Mapping[type, Callable[[str, object], object]]] = {
    bool: _flag,
    int: _whole,
    float: _number,
    tuple: _texts,
}
