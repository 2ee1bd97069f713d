"""This room's errors."""

from stayflow.kernel.errors import Conflict, InvalidInput, NotFound


class TagNotFound(NotFound):
    """No tag of this name or id."""

    code = "tag_not_found"


class TagFolderNotFound(NotFound):
    """No folder of this id."""

    code = "tag_folder_not_found"


class TagSetNotFound(NotFound):
    """No ready set of tags for this industry."""

    code = "tag_set_not_found"


class TagNameTaken(Conflict):
    """Another tag has this name."""

    code = "tag_name_taken"


class TagFolderNotEmpty(Conflict):
    """A folder still holds tags or folders."""

    code = "tag_folder_not_empty"


class TagInvalid(InvalidInput):
    """A tag that cannot be made as asked."""

    code = "tag_invalid"


class TagCycle(InvalidInput):
    """A tag is computed of itself, perhaps by way of others."""

    code = "tag_cycle"
