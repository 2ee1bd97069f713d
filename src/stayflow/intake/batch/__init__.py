"""Files become events: a mapping says how. Reads files and uploads; owns the table `imports`."""

from stayflow.intake.batch.errors import ColumnUnknown, MappingInvalid
from stayflow.intake.batch.mapping import FileMapping, check_columns, parse_mapping, read_mapping

__all__ = [
    "ColumnUnknown",
    "FileMapping",
    "MappingInvalid",
    "check_columns",
    "parse_mapping",
    "read_mapping",
]
