"""What can be wrong with a project."""

from stayflow.kernel.errors import Conflict, InvalidInput, NotFound


class ProjectInvalid(InvalidInput):
    """The id, zone or currency does not fit."""

    code = "project_invalid"


class BoundsInvalid(InvalidInput):
    """A bound of a project's questions is not above 0, or above what the server allows."""

    code = "bounds_invalid"


class ProjectExists(Conflict):
    """The id is taken."""

    code = "project_exists"


class ProjectNotFound(NotFound):
    """There is no such project."""

    code = "project_not_found"
