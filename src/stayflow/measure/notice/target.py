"""Whom the team wants told: an e-mail address, or a robot of WeCom, DingTalk, Feishu, or any webhook."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlsplit

from email_validator import EmailNotValidError, validate_email

from stayflow.kernel.errors import Conflict, InvalidInput, NotFound
from stayflow.kernel.ids import new_id
from stayflow.stores.files import SecretBox
from stayflow.stores.relational import Transaction

NAME_MAX = 100
TARGETS_MAX = 200
SHOWN = 28
"""Characters of a robot's address that are shown: its end is its password."""


class TargetKind(StrEnum):
    """How somebody is told."""

    EMAIL = "email"
    WECOM = "wecom"
    DINGTALK = "dingtalk"
    FEISHU = "feishu"
    WEBHOOK = "webhook"


SIGNED = (TargetKind.DINGTALK, TargetKind.FEISHU)
"""Robots that may ask for signed posts."""


class TargetInvalid(InvalidInput):
    """A name, an address or a secret that does not fit."""

    code = "notice_target_invalid"


class TargetNameTaken(Conflict):
    """Another target has the name."""

    code = "notice_target_name_taken"


class TargetNotFound(NotFound):
    """The project has no such target."""

    code = "notice_target_not_found"


@dataclass(frozen=True, slots=True)
class Target:
    """Somebody to tell; `address` is an e-mail address or the URL of a robot, which is a secret.

    Attributes:
        secret: By which posts to the robot are signed; '' where it asks for none.
    """

    target_id: str
    name: str
    kind: TargetKind
    address: str
    secret: str = ""

    @property
    def shown(self) -> str:
        """The address as it may be shown."""
        if self.kind is TargetKind.EMAIL or len(self.address) <= SHOWN:
            return self.address
        return f"{self.address[:SHOWN]}…"


@dataclass(frozen=True, slots=True)
class TargetDraft:
    """Somebody to tell, as they are added; see `Target`."""

    name: str
    kind: str
    address: str
    secret: str = ""


@dataclass(frozen=True, slots=True)
class _Row:
    target_id: str
    name: str
    kind: str
    sealed: str
    sealed_secret: str


def add_target(
    tx: Transaction, draft: TargetDraft, *, box: SecretBox, by: str, now: datetime
) -> Target:
    """Add somebody to tell.

    Args:
        tx: A transaction of the project.
        draft: Who.
        box: Seals the address and the secret.
        by: Who adds them.
        now: The present.

    Raises:
        TargetInvalid: A part does not fit, or there are too many.
        TargetNameTaken: Another has the name.
    """
    name, kind = draft.name.strip(), draft.kind
    address, secret = draft.address.strip(), draft.secret.strip()
    if not 0 < len(name) <= NAME_MAX:
        raise TargetInvalid(f"expected 1 to {NAME_MAX} characters", path="name")
    if kind not in list(TargetKind):
        raise TargetInvalid(f"expected one of {', '.join(TargetKind)}", path="kind")
    _check_address(kind, address)
    if secret and kind not in SIGNED:
        raise TargetInvalid("only robots of DingTalk and Feishu are signed", path="secret")
    if tx.value("select count(*) from notice_targets") >= TARGETS_MAX:
        raise TargetInvalid(f"a project has at most {TARGETS_MAX} targets; remove one")
    target = Target(new_id(), name, TargetKind(kind), address, secret)
    added = tx.execute(
        "insert into notice_targets (target_id, name, kind, sealed, sealed_secret, created_at, created_by)"
        " values (%s, %s, %s, %s, %s, %s, %s) on conflict (project_id, name) do nothing",
        (
            target.target_id,
            name,
            kind,
            box.seal(address),
            box.seal(secret) if secret else "",
            now,
            by,
        ),
    )
    if not added:
        raise TargetNameTaken(f'"{name}" is there already', path="name")
    return target


def list_targets(tx: Transaction, *, box: SecretBox) -> list[Target]:
    """Everybody who may be told, by name."""
    rows = tx.all(
        _Row,
        "select target_id, name, kind, sealed, sealed_secret from notice_targets order by name",
    )
    return [_read(row, box) for row in rows]


def remove_target(tx: Transaction, target_id: str) -> None:
    """Forget somebody; what was told them is forgotten as well.

    Raises:
        TargetNotFound: There is none.
    """
    if not tx.execute("delete from notice_targets where target_id = %s", (target_id,)):
        raise TargetNotFound(f'no target "{target_id}"')


def check_targets(tx: Transaction, ids: list[str], path: str) -> None:
    """Whoever is named is there.

    Raises:
        TargetNotFound: One is not.
    """
    known = {each for (each,) in tx.rows("select target_id from notice_targets")}
    for place, each in enumerate(ids):
        if each not in known:
            raise TargetNotFound(f'no target "{each}"', path=f"{path}[{place}]")


def _read(row: _Row, box: SecretBox) -> Target:
    secret = box.open(row.sealed_secret) if row.sealed_secret else ""
    return Target(row.target_id, row.name, TargetKind(row.kind), box.open(row.sealed), secret)


def _check_address(kind: str, address: str) -> None:
    if kind == TargetKind.EMAIL:
        try:
            validate_email(address, check_deliverability=False, globally_deliverable=False)
        except EmailNotValidError as error:
            raise TargetInvalid("expected an e-mail address", path="address") from error
        return
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
        raise TargetInvalid("expected the http(s) URL of the robot", path="address")
