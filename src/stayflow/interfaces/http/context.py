"""What a route gets to know: the application, the caller, the project."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Annotated, cast

from fastapi import Depends, Request

from stayflow.access import Project, Role
from stayflow.app import App
from stayflow.kernel.errors import Kind, StayflowError
from stayflow.kernel.ids import ProjectId
from stayflow.language.scope import Scope
from stayflow.stores.relational import Transaction
from stayflow.stores.warehouse import ProjectWarehouse
from stayflow.understand.attribute import read_hidden


class Denied(StayflowError):
    """The caller is known and may not."""

    code = "denied"
    kind = Kind.DENIED


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls.

    Attributes:
        actor: As the audit log names them: e-mail, or the name of the key.
        user_id: None for keys.
        role: In the project of the route; None outside of projects, and for outsiders.
        key_project: The project of an API key.
        key_role: The role of an API key.
        is_local: The command line of the server's own machine and user.
    """

    actor: str
    user_id: str | None
    administrator: bool
    role: Role | None = None
    key_project: ProjectId | None = None
    key_role: Role | None = None
    is_local: bool = False


@dataclass(frozen=True)
class Context:
    """A call outside of any project, by someone signed in."""

    app: App
    caller: Caller


@dataclass(frozen=True)
class ProjectContext(Context):
    """A call inside a project."""

    project: ProjectId
    role: Role
    about: Project

    def require(self, least: Role) -> None:
        """Ask for more than the route does, for a part of it.

        Raises:
            Denied: The caller's role does not reach `least`.
        """
        if not self.role.reaches(least):
            raise Denied(f"this needs the role {least.value}; yours is {self.role.value}")

    def transaction(self) -> AbstractContextManager[Transaction]:
        """One transaction of the project."""
        return self.app.relational.project(self.project)

    def scope(self) -> Scope:
        """What the compilers know of the project; one moment for the whole call."""
        return self._scope

    @cached_property
    def _scope(self) -> Scope:
        return self.app.scope(self.project)

    def warehouse(self) -> ProjectWarehouse:
        """The project's facts."""
        return self.app.facts(self.project)

    def now(self) -> datetime:
        """The present instant."""
        return self.app.clock.now()

    @cached_property
    def _hides(self) -> Callable[[str, str], bool]:
        with self.transaction() as tx:
            return read_hidden(tx)

    def hides_attribute(self, name: str, value: str) -> bool:
        """Whether a value is masked for the caller."""
        return not self.sees_personal_data and self._hides(name, value)

    @property
    def sees_personal_data(self) -> bool:
        """Whether e-mail addresses and the like are shown unmasked."""
        return self.role.reaches(Role.OPERATOR)


async def _stayflow(request: Request) -> App:
    return cast("App", request.app.state.stayflow)


async def _signed_in(request: Request) -> Context:
    return cast("Context", request.state.context)


async def _in_project(request: Request) -> ProjectContext:
    return cast("ProjectContext", request.state.context)


Stayflow = Annotated[App, Depends(_stayflow)]
SignedIn = Annotated[Context, Depends(_signed_in)]
InProject = Annotated[ProjectContext, Depends(_in_project)]
