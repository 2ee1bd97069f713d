"""Projects: list, make, change."""

from stayflow.access.audit import Deed, record_system_audit
from stayflow.access.key import KeyKind, NewKey, issue_key
from stayflow.access.project import (
    NewProject,
    Project,
)
from stayflow.access.project import (
    change_project as change,
)
from stayflow.access.project import (
    create_project as create,
)
from stayflow.access.project import (
    get_project as get,
)
from stayflow.access.project import (
    list_projects as list_all,
)
from stayflow.access.role import Role
from stayflow.access.user import NewUser, create_user, list_memberships, set_role
from stayflow.interfaces.http.context import InProject, SignedIn
from stayflow.interfaces.http.least import Least
from stayflow.interfaces.http.model.project import (
    ProjectAnswer,
    ProjectChangeBody,
    ProjectCreateBody,
    ProjectCreated,
    ProjectList,
    UserCreateBody,
)
from stayflow.interfaces.http.model.session import UserShape
from stayflow.interfaces.http.route.table import PREFIX, PROJECT, Route, Tag


def list_projects(context: SignedIn) -> ProjectList:
    """The projects the caller may enter."""
    return ProjectList(projects=[_answer(project, role) for project, role in _mine(context)])


def create_project(body: ProjectCreateBody, context: SignedIn) -> ProjectCreated:
    """Make a project; its first keys are in the answer, this once."""
    app, caller = context.app, context.caller
    new = NewProject(id=body.project, name=body.name, zone=body.zone, currency=body.currency)
    project = create(new, relational=app.relational, warehouse=app.warehouse, clock=app.clock)
    if caller.user_id:
        set_role(project.id, caller.user_id, Role.OWNER, relational=app.relational, clock=app.clock)
    secrets = {}
    for kind in KeyKind:
        wanted = NewKey(kind, "first", role=Role.OWNER, created_by=caller.actor)
        _, secrets[kind] = issue_key(project.id, wanted, relational=app.relational, clock=app.clock)
    with app.relational.system() as tx:
        record_system_audit(tx, Deed(caller.actor, "create_project", project.id), clock=app.clock)
    return ProjectCreated(
        **_answer(project, Role.OWNER).model_dump(),
        write_key=secrets[KeyKind.WRITE],
        api_key=secrets[KeyKind.API],
    )


def create_account(body: UserCreateBody, context: SignedIn) -> UserShape:
    """Make an account; a project's owner lets it into their project."""
    app, caller = context.app, context.caller
    new = NewUser(body.email, body.password.get_secret_value(), body.name, body.administrator)
    user = create_user(new, relational=app.relational, clock=app.clock)
    with app.relational.system() as tx:
        record_system_audit(tx, Deed(caller.actor, "create_account", user.user_id), clock=app.clock)
    return UserShape.model_validate(user)


def get_project(context: InProject) -> ProjectAnswer:
    """One project."""
    return _answer(context.about, context.role)


def change_project(body: ProjectChangeBody, context: InProject) -> ProjectAnswer:
    """Change name or currency."""
    project = change(
        context.project,
        name=body.name,
        currency=body.currency,
        relational=context.app.relational,
    )
    return _answer(project, context.role)


def _mine(context: SignedIn) -> list[tuple[Project, Role]]:
    app, caller = context.app, context.caller
    if caller.key_project is not None and caller.key_role is not None:
        return [(get(caller.key_project, relational=app.relational), caller.key_role)]
    if caller.user_id is None:
        return [(project, Role.OWNER) for project in list_all(relational=app.relational)]
    return [
        (get(membership.project, relational=app.relational), membership.role)
        for membership in list_memberships(caller.user_id, relational=app.relational)
    ]


def _answer(project: Project, role: Role) -> ProjectAnswer:
    return ProjectAnswer(
        project=project.id,
        name=project.name,
        role=role,
        zone=project.zone,
        currency=project.currency,
        created_at=project.created_at,
    )


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
    Route(
        "POST",
        PREFIX + "/users",
        create_account,
        Least.ADMINISTRATOR,
        Tag.PROJECTS,
        UserShape,
        status=201,
    ),
    Route("GET", PROJECT, get_project, Least.VIEWER, Tag.PROJECTS, ProjectAnswer),
    Route("PATCH", PROJECT, change_project, Least.OWNER, Tag.PROJECTS, ProjectAnswer),
)
