"""What a person's page says of their status, and what a segment's profile compares."""

from collections.abc import Callable, Mapping

from stayflow.kernel.ids import ProjectId
from stayflow.language.scope import Scope
from stayflow.language.sentence import Sentence
from stayflow.language.statement import Binder
from stayflow.stores.relational import Relational, Transaction
from stayflow.understand.profile import Reading
from stayflow.understand.status.model import Status
from stayflow.understand.status.queries import statuses_sql
from stayflow.understand.status.store import read_status_rules


class StatusPanel:
    """The person's status today."""

    name = "status"

    def read(self, reading: Reading) -> Status | None:
        """The status; None for somebody without an event."""
        binder = Binder()
        standing = statuses_sql(read_status_rules(reading.tx), reading.scope, binder)
        row = reading.warehouse.one(f"SELECT status FROM ({standing})", binder.parameters)
        return Status(row[0]) if row else None


def status_traits(relational: Relational, project: ProjectId) -> Callable[[Scope, Binder], str]:
    """The statuses of everybody of a scope as traits: a SELECT of `person`, `name` and `value`."""

    def sql(scope: Scope, binder: Binder) -> str:
        with relational.project(project) as tx:
            rules = read_status_rules(tx)
        standing = statuses_sql(rules, scope, binder)
        return f"SELECT person, '' AS name, toString(status) AS value FROM ({standing})"

    return sql


def status_words(tx: Transaction) -> Mapping[tuple[str, str], Sentence]:
    """What statuses are called, by (name, value) of the trait; without a value the trait itself."""
    del tx
    named = {
        ("", each.value): Sentence(each.describe("zh"), each.describe("en")) for each in Status
    }
    return {("", ""): Sentence("用户状态", "Status"), **named}
