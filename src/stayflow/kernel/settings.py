"""Settings as a table: name with unit, default, help.

A flag wins over the environment, which wins over `stayflow.toml`, which wins over the default.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from stayflow.kernel.errors import InvalidInput

Value = str | int | bool


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the table; the environment variable is `STAYFLOW_` and the name in capitals."""

    name: str
    default: Value
    help: str

    @property
    def variable(self) -> str:
        """Name of the environment variable."""
        return f"STAYFLOW_{self.name.upper()}"


SETTINGS: tuple[Setting, ...] = (
    Setting("data", "data", "Folder of the embedded engines, the key file and uploads."),
    Setting(
        "clickhouse_url",
        "",
        "ClickHouse server (http[s]://user:password@host:port); empty: chDB in the data folder.",
    ),
    Setting(
        "postgres_url",
        "",
        "PostgreSQL 15 or newer (postgresql://…); empty: the wheel's server in the data folder.",
    ),
    Setting(
        "kafka_url",
        "",
        "Kafka brokers of the durable log (kafka://host:port,host:port?property=value with the"
        " properties of librdkafka); empty: the log is on PostgreSQL.",
    ),
    Setting("host", "127.0.0.1", "Address the server listens on."),
    Setting("port", 8420, "Port the server listens on."),
    Setting(
        "public_url",
        "",
        "Address people reach the server at, for links in messages; empty: http://host:port.",
    ),
    Setting(
        "log_bytes_max",
        2_000_000_000,
        "Bytes of unconsumed log entries per project before the collector says 503.",
    ),
    Setting("log_retention_hours", 72, "Hours a consumed log entry is kept for replay."),
    Setting(
        "request_bytes_max",
        20_000_000,
        "Largest request body the collector and the API read, decompressed.",
    ),
    Setting(
        "key_requests_per_minute_max",
        0,
        "Requests one write key may send in a minute before the collector says 429; 0: any number."
        " Each process counts for itself.",
    ),
    Setting(
        "trusted_proxies",
        "127.0.0.0/8,::1/128",
        "Networks of the proxies in front, with commas: only what they say of a caller's address"
        " and scheme is believed; empty: nobody's word.",
    ),
    Setting(
        "proxy_header",
        "x-forwarded-for",
        "What those proxies say it in: x-forwarded-for (with x-forwarded-proto) or forwarded"
        " (RFC 7239). The other one is not read: a proxy may pass on what a caller put there.",
    ),
    Setting("upload_bytes_max", 5_000_000_000, "Largest file that can be uploaded for import."),
    Setting(
        "export_people_min",
        5,
        "Fewest people an exported segment has, and fewest who share what a row without a name says.",
    ),
    Setting("query_seconds_max", 60, "Longest a query may run in ClickHouse."),
    Setting(
        "query_memory_bytes_max",
        0,
        "Most memory one query may take in ClickHouse; 0: a quarter of what this process may use, but at"
        " least 1.5 GB where that is no more than half; 3 GB of a server by URL.",
    ),
    Setting(
        "embedded_memory_bytes_max",
        0,
        "Most memory all queries of the embedded ClickHouse take together; 0: three fifths of what this"
        " process may use.",
    ),
    Setting("query_rows_max", 0, "Most rows one query of a project may read; 0: any number."),
    Setting(
        "query_at_once_max",
        8,
        "Queries of one project that run at once in a process; twice as many, and 8 in any case, wait;"
        " the next gets 429.",
    ),
    Setting(
        "query_sampled_rows_min",
        20_000_000,
        "Events a question reads from which on `precision: auto` tells it from a share of the people.",
    ),
    Setting("query_threads", 0, "Threads of one ClickHouse query; 0: one per core."),
    Setting("session_hours", 168, "Hours a console session lasts without use."),
    Setting("event_age_days_max", 3650, "Live events older than this are rejected as too old."),
    Setting(
        "geoip_file",
        "",
        "MMDB file by which addresses become country, province and city; empty: none do.",
    ),
    Setting(
        "data_centre_file",
        "",
        "Text file with a range of addresses of data centres a line, for the rule of that name.",
    ),
    Setting(
        "property_columns_max",
        200,
        "Typed property columns per project; further properties are read from the text.",
    ),
    Setting(
        "allow_private_targets",
        False,  # noqa: FBT003 - a default in a table
        "Let outbound calls reach private addresses (SMTP of the office, webhooks inside).",
    ),
)


class SettingInvalid(InvalidInput):
    """A setting has a value of the wrong type, or a name nobody knows."""

    code = "setting_invalid"


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings in force."""

    values: Mapping[str, Value]

    def text(self, name: str) -> str:
        """A text setting."""
        return str(self.values[name])

    def number(self, name: str) -> int:
        """A whole-number setting, in the unit its name says."""
        return int(self.values[name])

    def flag(self, name: str) -> bool:
        """A yes/no setting."""
        return bool(self.values[name])

    @property
    def data(self) -> Path:
        """Folder of the embedded engines."""
        return Path(self.text("data")).expanduser().resolve()

    @property
    def public_url(self) -> str:
        """Base of links in messages, without a closing slash."""
        return (
            self.text("public_url") or f"http://{self.text('host')}:{self.number('port')}"
        ).rstrip("/")


def load_settings(
    flags: Mapping[str, Value | None], environment: Mapping[str, str], file: Path | None = None
) -> Settings:
    """Read the table: flag before environment before file before default.

    Args:
        flags: By setting name; None means not given.
        environment: Process environment; only `STAYFLOW_…` is read.
        file: A TOML file with one key per setting; missing is fine.

    Raises:
        SettingInvalid: An unknown key in the file or a value of the wrong type.
    """
    written = tomllib.loads(file.read_text(encoding="utf-8")) if file and file.is_file() else {}
    known = {setting.name for setting in SETTINGS}
    for name in written:
        if name not in known:
            raise SettingInvalid(
                f"unknown setting; known are {', '.join(sorted(known))}", path=name
            )
    values: dict[str, Value] = {}
    for setting in SETTINGS:
        given = flags.get(setting.name)
        if given is None:
            given = environment.get(setting.variable)
        if given is None:
            given = written.get(setting.name)
        values[setting.name] = setting.default if given is None else _typed(setting, given)
    return Settings(values)


def _typed(setting: Setting, given: object) -> Value:
    if isinstance(setting.default, bool):
        word = str(given).lower()
        if word in {"1", "true", "yes", "on"}:
            return True
        if word in {"0", "false", "no", "off", ""}:
            return False
        raise SettingInvalid(f"expected true or false, got {given!r}", path=setting.variable)
    if isinstance(setting.default, int):
        try:
            return int(str(given))
        except ValueError:
            raise SettingInvalid(
                f"expected a whole number, got {given!r}", path=setting.variable
            ) from None
    return str(given)
