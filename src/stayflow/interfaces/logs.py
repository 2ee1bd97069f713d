"""Structured logs on standard error: JSON for machines, lines for people. No personal data in them."""

import logging
import sys

import structlog


def start_logs(*, quiet: bool = False) -> None:
    """Set up logging for this process.

    Args:
        quiet: Warnings and worse only, for commands whose output somebody reads.
    """
    level = logging.WARNING if quiet else logging.INFO
    for_people = sys.stderr.isatty()
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    last: list[structlog.typing.Processor] = (
        # By itself it shows the variables of each frame: passwords, bodies, people.
        [structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)]
        if for_people
        else [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    )
    structlog.configure(
        processors=[*shared, *last],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        # Asked for with each line: whoever replaces the stream, as tests do, may close the old one.
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
        )
    )
    # Libraries talk at length about what they do; what they complain of is worth a line.
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
