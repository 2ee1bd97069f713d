"""Nouns of the room."""

from dataclasses import dataclass
from enum import StrEnum

from stayflow.kernel.errors import InvalidInput
from stayflow.language.sentence import Lang, Sentence

DAYS_MAX = 3650


class StatusInvalid(InvalidInput):
    """Rules of statuses that contradict themselves."""

    code = "status_invalid"


class Status(StrEnum):
    """How a person stands today."""

    NEW = "new"
    ACTIVE = "active"
    RETURNED = "returned"
    AT_RISK = "at_risk"
    SILENT = "silent"
    CHURNED = "churned"

    def describe(self, lang: Lang) -> str:
        """Its name in words."""
        return _SAID[self].say(lang)


_SAID = {
    Status.NEW: Sentence("新增", "new"),
    Status.ACTIVE: Sentence("活跃", "active"),
    Status.RETURNED: Sentence("回流", "returned"),
    Status.AT_RISK: Sentence("有流失风险", "at risk"),
    Status.SILENT: Sentence("沉默", "silent"),
    Status.CHURNED: Sentence("流失", "churned"),
}


@dataclass(frozen=True, slots=True)
class StatusRules:
    """How statuses are told apart, in calendar days of the project, today included.

    With `active_days` = 30: new, the first event ever is in the last 30 days; returned, active in them and not in the
    30 before; at risk, active in both but on so many fewer days that they fell by `drop` or more; active, the others
    of the last 30. Silent: not active in them, but in the last `churn_days`. Churned: nor there.

    Attributes:
        active_days: Length of the present.
        churn_days: After so many days without an event a person is lost.
        drop: Share of active days lost against the time before, 0 to 1.
    """

    active_days: int = 30
    churn_days: int = 90
    drop: float = 0.3

    def __post_init__(self) -> None:
        """Refuse rules by which nobody could be silent.

        Raises:
            StatusInvalid: A length or the drop is out of range.
        """
        if not 1 <= self.active_days < self.churn_days <= DAYS_MAX:
            raise StatusInvalid(
                "days must be at least 1, and those until churn more than those of activity",
                path="churn_days",
            )
        if not 0 < self.drop <= 1:
            raise StatusInvalid("a drop is above 0 and at most 1", path="drop")


@dataclass(frozen=True, slots=True)
class StatusSize:
    """How many people are in a status."""

    status: Status
    people: int
