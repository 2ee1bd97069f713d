"""The type of an attribute changed as a job: every value is read again."""

from collections.abc import Callable
from typing import Final

from stayflow.app import App
from stayflow.kernel.ids import ProjectId
from stayflow.language.scope import ValueType
from stayflow.stores.jobs import Job, NewJob
from stayflow.understand.attribute import Rereading, TypeChange, ask_for_type, carry_out_type

RETYPE: Final = "retype_attribute"
NOTE: Final = "reading every value again"


def begin(app: App, project: ProjectId, name: str, kind: ValueType, *, by: str) -> TypeChange:
    """Let an attribute have another type as soon as its values are read.

    Raises:
        UnknownAttribute: Nobody has one of this name.
        AttributeInvalid: It has this type already.
    """
    with app.relational.project(project) as tx:
        asked = ask_for_type(tx, name, kind, by=by, now=app.clock.now())
        app.jobs.enqueue(project, NewJob(RETYPE, {"name": name}), tx=tx)
    app.jobs.wake()
    return asked


def carry_out(app: App, job: Job, report: Callable[[str], None]) -> None:
    """Read the values of a job's attribute again; done twice it has the effect of once."""
    report(NOTE)
    place = Rereading(job.project, app.scope(job.project), app.relational, app.facts(job.project))
    carry_out_type(str(job.payload["name"]), place, now=app.clock.now())
