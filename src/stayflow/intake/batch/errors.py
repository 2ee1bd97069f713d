"""What can be wrong with a file or its mapping."""

from stayflow.kernel.errors import InvalidInput


class MappingInvalid(InvalidInput):
    """The mapping's fields do not make sense; `path` names the field."""

    code = "mapping_invalid"


class ColumnUnknown(InvalidInput):
    """The mapping reads a column the file does not have."""

    code = "column_unknown"
