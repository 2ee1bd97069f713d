"""Projects: the isolation boundary.

Owns the table `projects` and makes the ClickHouse database of each. Emits nothing.
"""

from stayflow.access.project.errors import (
    BoundsInvalid,
    ProjectExists,
    ProjectInvalid,
    ProjectNotFound,
)
from stayflow.access.project.model import NewProject, Project, QueryBounds
from stayflow.access.project.store import (
    change_bounds,
    change_project,
    create_project,
    get_project,
    list_projects,
)

__all__ = [
    "BoundsInvalid",
    "NewProject",
    "Project",
    "ProjectExists",
    "ProjectInvalid",
    "ProjectNotFound",
    "QueryBounds",
    "change_bounds",
    "change_project",
    "create_project",
    "get_project",
    "list_projects",
]
