"""What can be wrong with a file or its mapping."""

from stayflow.kernel.errors import InvalidInput, NotFound


class MappingInvalid(InvalidInput):
    """The mapping's fields do not make sense; `path` names the field."""

    code = "mapping_invalid"


class ColumnUnknown(InvalidInput):
    """The mapping reads a column the file does not have."""

    code = "column_unknown"


class FileUnreadable(InvalidInput):
    """The file is not what the mapping says it is."""

    code = "file_unreadable"


class FileTruncated(InvalidInput):
    """The packed file ends too early; what could be read of it was imported."""

    code = "file_truncated"


class FileMissing(NotFound):
    """There is no such file."""

    code = "file_missing"


class FileChanged(InvalidInput):
    """The file of an interrupted import is another one now."""

    code = "file_changed"


class ImportNotFound(NotFound):
    """The project has no import of this id."""

    code = "import_not_found"
