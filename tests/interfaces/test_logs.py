"""What is logged of an error: where it was, and nothing that was in the hands of the code."""

import io
import logging
import sys
from collections.abc import Iterator

import pytest
import structlog

from stayflow.interfaces.logs import start_logs


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def logs_as_before() -> Iterator[None]:
    before, root = structlog.get_config(), logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    structlog.configure(**before)
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.mark.usefixtures("logs_as_before")
@pytest.mark.parametrize("stream", [Terminal, io.StringIO])
def test_an_error_in_the_log_does_not_show_what_the_code_held(
    monkeypatch: pytest.MonkeyPatch, stream: type[io.StringIO]
) -> None:
    monkeypatch.setattr(sys, "stderr", stream())
    start_logs()
    password = "sesame" * 2
    try:
        raise RuntimeError
    except RuntimeError as error:
        structlog.get_logger("trial").error("request_broke", exc_info=error)
    told = sys.stderr.getvalue()  # type: ignore[attr-defined]
    assert "request_broke" in told
    assert "RuntimeError" in told
    assert password not in told
