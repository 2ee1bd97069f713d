"""What can go wrong in an engine, in our own words; drivers' exceptions never leave this floor."""

from stayflow.kernel.errors import Conflict, InvalidInput, Kind, StayflowError


class StoreUnavailable(StayflowError):
    """An engine does not answer; nothing was written, the same call may work later."""

    code = "store_unavailable"
    kind = Kind.BUSY
    retry = True


class StoreContended(StayflowError):
    """Two transactions stood in each other's way and ours was rolled back; trying again helps."""

    code = "store_contended"
    kind = Kind.BUSY
    retry = True


class StoreFailed(StayflowError):
    """An engine refused a statement of ours: a defect, not the caller's mistake."""

    code = "store_failed"
    kind = Kind.FAILED


class AlreadyThere(Conflict):
    """A row with this key exists."""

    code = "already_there"


class StillUsed(Conflict):
    """Other rows refer to this one."""

    code = "still_used"


class ValueRefused(InvalidInput):
    """A value does not fit its column or breaks a check of the table."""

    code = "value_refused"


class QueryTooLong(InvalidInput):
    """The query ran longer than `query_seconds_max` or the project's own bound; narrow its range."""

    code = "query_too_long"


class QueryTooLarge(InvalidInput):
    """The query wanted more memory, or more rows, than the server or the project allows; narrow it."""

    code = "query_too_large"


class LogEntryTooLarge(StayflowError):
    """One request is larger than an entry of the durable log may be; send smaller batches."""

    code = "log_entry_too_large"
    kind = Kind.TOO_LARGE


class LogFull(StayflowError):
    """The durable log holds as many unconsumed bytes as it may; try again after a while."""

    code = "log_full"
    kind = Kind.BUSY
    retry = True


class FolderHeld(Conflict):
    """Another process owns the data folder; the message says who, since when and where."""

    code = "folder_held"
