"""Projects: the isolation boundary.

Owns the table `projects` and makes the ClickHouse database of each. Emits nothing.
"""

from stayflow.access.project.errors import ProjectExists, ProjectInvalid, ProjectNotFound
from stayflow.access.project.model import NewProject, Project
from stayflow.access.project.store import change_project, create_project, get_project, list_projects

__all__ = [
    "NewProject",
    "Project",
    "ProjectExists",
    "ProjectInvalid",
    "ProjectNotFound",
    "change_project",
    "create_project",
    "get_project",
    "list_projects",
]
