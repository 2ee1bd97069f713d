"""Projects: list, make, change."""

from stayflow.interfaces.http.context import InProject, SignedIn
from stayflow.interfaces.http.least import Least
from stayflow.interfaces.http.model.project import (
    ProjectAnswer,
    ProjectChangeBody,
    ProjectCreateBody,
    ProjectCreated,
    ProjectList,
)
from stayflow.interfaces.http.pending import pending
from stayflow.interfaces.http.route.table import PREFIX, PROJECT, Route, Tag


def list_projects(context: SignedIn) -> ProjectList:
    """The projects the caller may enter."""
    raise pending()


def create_project(body: ProjectCreateBody, context: SignedIn) -> ProjectCreated:
    """Make a project; its first keys are in the answer, this once."""
    raise pending()


def get_project(context: InProject) -> ProjectAnswer:
    """One project."""
    raise pending()


def change_project(body: ProjectChangeBody, context: InProject) -> ProjectAnswer:
    """Change name or currency."""
    raise pending()


ROUTES = (
    Route("GET", PREFIX + "/projects", list_projects, Least.SIGNED_IN, Tag.PROJECTS, ProjectList),
    Route(
        "POST",
        PREFIX + "/projects",
        create_project,
        Least.ADMINISTRATOR,
        Tag.PROJECTS,
        ProjectCreated,
        status=201,
    ),
    Route("GET", PROJECT, get_project, Least.VIEWER, Tag.PROJECTS, ProjectAnswer),
    Route("PATCH", PROJECT, change_project, Least.OWNER, Tag.PROJECTS, ProjectAnswer),
)
