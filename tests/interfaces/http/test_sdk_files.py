"""The scripts of our SDKs as a page gets them."""

import gzip
from pathlib import Path

import pytest

from stayflow.interfaces.http.sdk_files import SdkFiles
from tests.interfaces.conftest import Browser

SCRIPT = b"window.stayflow = 1;\n"


@pytest.fixture
def files(tmp_path: Path) -> Browser:
    (tmp_path / "stayflow.js").write_bytes(SCRIPT)
    (tmp_path / "secret.js").write_bytes(b"no")
    return Browser(SdkFiles(tmp_path))


def test_a_script_goes_to_every_origin_and_is_asked_for_again_by_its_tag(files: Browser) -> None:
    first = files.get("/sdk/stayflow.js", headers={"accept-encoding": "identity"})
    assert (first.status_code, first.content) == (200, SCRIPT)
    assert first.headers["content-type"] == "text/javascript; charset=utf-8"
    assert first.headers["access-control-allow-origin"] == "*"
    assert first.headers["cross-origin-resource-policy"] == "cross-origin"
    assert "max-age=3600" in first.headers["cache-control"]
    again = files.get("/sdk/stayflow.js", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = files.get("/sdk/stayflow.js", headers={"if-none-match": 'W/"another"'})
    assert other.status_code == 200


def test_a_script_is_packed_for_who_takes_it(files: Browser) -> None:
    packed = files.get("/sdk/stayflow.js", headers={"accept-encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.content == SCRIPT  # unpacked by the client
    assert int(packed.headers["content-length"]) == len(gzip.compress(SCRIPT, 9, mtime=0))


@pytest.mark.parametrize(
    "path", ["/sdk/secret.js", "/sdk/../secret.js", "/sdk/", "/sdk/a/stayflow.js"]
)
def test_nothing_else_is_there(files: Browser, path: str) -> None:
    assert files.get(path).status_code == 404


def test_a_script_that_is_not_built_says_what_to_do(files: Browser) -> None:
    answer = files.get("/sdk/stayflow.mjs")
    assert answer.status_code == 404
    assert "./run --setup" in answer.text
    assert files.post("/sdk/stayflow.js").status_code == 405


def test_the_server_has_them(browser: Browser) -> None:
    for name in ("stayflow.js", "stayflow.mjs", "stayflow-mini-program.js"):
        answer = browser.get(f"/sdk/{name}")
        assert answer.status_code == 200, answer.text
        assert "content-security-policy" not in answer.headers
