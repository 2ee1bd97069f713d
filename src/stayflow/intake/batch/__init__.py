"""Files become events: a mapping says how.

Owns the table `imports`. A file is durable already, so it does not go through the log (ADR 0002):
its chunks are batches of the pipeline like any other, recorded one by one with how far it is.
"""

from stayflow.intake.batch.abandon import abandon_import, check_still_there
from stayflow.intake.batch.errors import (
    ColumnUnknown,
    FileChanged,
    FileMissing,
    FileTruncated,
    FileUnreadable,
    ImportNotFound,
    MappingInvalid,
)
from stayflow.intake.batch.look import FileLook, look_at_file
from stayflow.intake.batch.mapping import FileMapping, check_columns, parse_mapping, read_mapping
from stayflow.intake.batch.run import (
    DryRun,
    ImportProgress,
    RowProblem,
    SampleEvent,
    begin_import,
    dry_run,
    run_import,
)
from stayflow.intake.batch.store import (
    ImportRecord,
    ImportState,
    ask_to_cancel,
    counts_as_json,
    get_import,
    list_imports,
)

__all__ = [
    "ColumnUnknown",
    "DryRun",
    "FileChanged",
    "FileLook",
    "FileMapping",
    "FileMissing",
    "FileTruncated",
    "FileUnreadable",
    "ImportNotFound",
    "ImportProgress",
    "ImportRecord",
    "ImportState",
    "MappingInvalid",
    "RowProblem",
    "SampleEvent",
    "abandon_import",
    "ask_to_cancel",
    "begin_import",
    "check_columns",
    "check_still_there",
    "counts_as_json",
    "dry_run",
    "get_import",
    "list_imports",
    "look_at_file",
    "parse_mapping",
    "read_mapping",
    "run_import",
]
