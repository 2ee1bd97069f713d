"""This room's statements, and the verbs over them."""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

import msgspec

from stayflow.intake.channel_code.errors import (
    ChannelCodeInvalid,
    ChannelCodeNameTaken,
    ChannelCodeNotFound,
)
from stayflow.intake.channel_code.model import (
    ChannelCode,
    CodeCounts,
    CodeState,
    Definition,
    Missed,
)
from stayflow.intake.channel_code.visit import EVENT_VISITED, UTM
from stayflow.kernel.paging import Page, begin_behind, encode_cursor
from stayflow.language.raw import JsonObject, join, read_object
from stayflow.language.scope import Scope
from stayflow.language.statement import Binder
from stayflow.stores.relational import Transaction
from stayflow.stores.warehouse import ProjectWarehouse

NAME_MAX: Final = 100
TARGET_MAX: Final = 2_000
TEXT_MAX: Final = 200
PARAMETERS_MAX: Final = 20
_ALPHABET: Final = "23456789abcdefghjkmnpqrstvwxyz"  # without what looks alike on paper
_LENGTH: Final = 7
_PARAMETER: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,59}")
_COLUMNS: Final = "code, name, definition, state, created_at, created_by, changed_at"


@dataclass(frozen=True, slots=True)
class _Row:
    code: str
    name: str
    definition: dict[str, object]
    state: str
    created_at: datetime
    created_by: str
    changed_at: datetime

    def noun(self) -> ChannelCode:
        return ChannelCode(
            self.code,
            self.name,
            msgspec.convert(self.definition, Definition),
            CodeState(self.state),
            self.created_at,
            self.created_by,
            self.changed_at,
        )


def create_code(tx: Transaction, raw: JsonObject, *, now: datetime, by: str) -> ChannelCode:
    """Make a channel code that leads to its target at once.

    Raises:
        ChannelCodeInvalid: A field does not fit.
        ChannelCodeNameTaken: The name is another's.
    """
    fields = dict(raw)
    name = _free_name(tx, fields.pop("name", None))
    code = "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
    made = ChannelCode(code, name, parse_definition(fields), CodeState.OPEN, now, by, now)
    _write(tx, made)
    return made


def change_code(tx: Transaction, code: str, changes: JsonObject, *, now: datetime) -> ChannelCode:
    """Change what is named: `name`, `state`, and the parts of the definition; the code stays.

    Raises:
        ChannelCodeNotFound: There is none.
        ChannelCodeInvalid: A field does not fit.
        ChannelCodeNameTaken: The name is another's.
    """
    known = get_code(tx, code)
    fields = dict(changes)
    name = known.name
    if "name" in fields:
        name = _free_name(tx, fields.pop("name"), besides=code)
    state = str(fields.pop("state", known.state.value))
    if state not in set(CodeState):
        raise ChannelCodeInvalid(f"expected one of {', '.join(CodeState)}", path="state")
    definition = parse_definition({**msgspec.to_builtins(known.definition), **fields})
    changed = ChannelCode(
        code, name, definition, CodeState(state), known.created_at, known.created_by, now
    )
    _write(tx, changed)
    return changed


def get_code(tx: Transaction, code: str) -> ChannelCode:
    """One channel code.

    Raises:
        ChannelCodeNotFound: There is none.
    """
    row = tx.one(_Row, f"select {_COLUMNS} from channel_codes where code = %s", (code,))
    if row is None:
        raise ChannelCodeNotFound(f"no channel code {code}", path="code_id")
    return row.noun()


def list_codes(tx: Transaction, *, cursor: str | None = None, limit: int = 50) -> Page[ChannelCode]:
    """Channel codes, the newest first.

    Raises:
        InvalidInput: The cursor is of another list.
    """
    before = begin_behind(cursor, ("9999-01-01", ""))
    rows = tx.all(
        _Row,
        f"select {_COLUMNS} from channel_codes where (created_at, code) < (%s::timestamptz, %s)"
        " order by created_at desc, code desc limit %s",
        (*before, limit + 1),
    )
    found = tuple(row.noun() for row in rows[:limit])
    if len(rows) <= limit:
        return Page(found, None)
    return Page(found, encode_cursor(found[-1].created_at.isoformat(), found[-1].code))


def remove_code(tx: Transaction, code: str) -> None:
    """Remove a channel code; its visits stay.

    Raises:
        ChannelCodeNotFound: There is none.
    """
    if not tx.execute("delete from channel_codes where code = %s", (code,)):
        raise ChannelCodeNotFound(f"no channel code {code}", path="code_id")


def count_missed(tx: Transaction, code: str, missed: Missed) -> None:
    """Count a visit that became no event."""
    tx.execute(
        """
        insert into channel_code_counts (code, outcome, count) values (%s, %s, 1)
        on conflict (project_id, code, outcome)
        do update set count = channel_code_counts.count + 1
        """,
        (code, missed.value),
    )


def count_visits(
    tx: Transaction, codes: list[str], *, scope: Scope, warehouse: ProjectWarehouse
) -> dict[str, CodeCounts]:
    """Visits of these codes, as they are stored now."""
    missed: dict[tuple[str, str], int] = {
        (str(code), str(outcome)): int(count)
        for code, outcome, count in tx.rows(
            "select code, outcome, count from channel_code_counts where code = any(%s)", (codes,)
        )
    }
    binder = Binder()
    visited = binder.bind(EVENT_VISITED, "String")
    asked = binder.bind(codes, "Array(String)")
    rows = warehouse.query(
        "SELECT JSONExtractString(properties, 'code') AS followed, count(),\n"
        f"    uniqExact({scope.person}), max(time)\n"
        f"FROM events WHERE event = {visited} AND followed IN {asked} GROUP BY followed",
        binder.parameters,
    ).rows
    found = {str(code): (int(scans), int(people), last) for code, scans, people, last in rows}
    counts: dict[str, CodeCounts] = {}
    for code in codes:
        scans, people, last = found.get(code, (0, 0, None))
        counts[code] = CodeCounts(
            scans,
            people,
            last,
            missed.get((code, Missed.BOT.value), 0),
            missed.get((code, Missed.NOT_RECORDED.value), 0),
        )
    return counts


def parse_definition(raw: object) -> Definition:
    """Where a code leads.

    Raises:
        ChannelCodeInvalid: A field does not fit.
    """
    fields = read_object(raw, "", known=Definition.__struct_fields__)
    target = _text(fields, "target", most=TARGET_MAX)
    try:
        parts = urlsplit(target)
        fits = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        fits = False
    if not fits or not target.isascii() or any(letter <= " " for letter in target):
        raise ChannelCodeInvalid(
            "expected http(s)://host/path in ASCII, as a browser's address bar copies it",
            path="target",
        )
    parameters = read_object(fields.get("parameters") or {}, "parameters")
    if len(parameters) > PARAMETERS_MAX:
        raise ChannelCodeInvalid(f"at most {PARAMETERS_MAX} parameters", path="parameters")
    told: dict[str, str] = {}
    for name, value in parameters.items():
        path = join("parameters", name)
        if not _PARAMETER.fullmatch(name) or name in {"code", "code_name"}:
            raise ChannelCodeInvalid("expected a name of letters, digits, _ . and -", path=path)
        if not isinstance(value, str) or len(value) > TEXT_MAX:
            raise ChannelCodeInvalid(f"expected a text of at most {TEXT_MAX} characters", path=path)
        told[name] = value
    words = {name: _text(fields, name, most=TEXT_MAX) for name in UTM}
    return Definition(target=target, parameters=told, **words)


def _text(fields: JsonObject, name: str, *, most: int) -> str:
    raw = fields.get(name) or ""
    if not isinstance(raw, str) or len(raw) > most:
        raise ChannelCodeInvalid(f"expected a text of at most {most} characters", path=name)
    return raw.strip()


def _free_name(tx: Transaction, raw: object, *, besides: str = "") -> str:
    name = raw.strip() if isinstance(raw, str) else ""
    if not 0 < len(name) <= NAME_MAX:
        raise ChannelCodeInvalid(f"expected a name of 1 to {NAME_MAX} characters", path="name")
    taken = "select exists (select from channel_codes where name = %s and code <> %s)"
    if tx.value(taken, (name, besides)):
        raise ChannelCodeNameTaken(f'a channel code "{name}" exists already', path="name")
    return name


def _write(tx: Transaction, code: ChannelCode) -> None:
    tx.execute(
        """
        insert into channel_codes
          (code, name, definition, state, created_at, created_by, changed_at)
        values (%(code)s, %(name)s, %(definition)s::jsonb, %(state)s, %(at)s, %(by)s, %(changed)s)
        on conflict (project_id, code) do update
        set name = excluded.name, definition = excluded.definition, state = excluded.state,
          changed_at = excluded.changed_at
        """,
        {
            "code": code.code,
            "name": code.name,
            "definition": msgspec.json.encode(code.definition).decode(),
            "state": code.state.value,
            "at": code.created_at,
            "by": code.created_by,
            "changed": code.changed_at,
        },
    )
