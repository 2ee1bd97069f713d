"""Group robots that ask for a signature, as their vendors' manuals say they check it: written from those, not from us."""

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

HOUR = 3600
Check = Callable[[str, dict[str, Any], str, float], dict[str, Any]]


def dingtalk(path: str, body: dict[str, Any], secret: str, now: float) -> dict[str, Any]:
    """`timestamp` (milliseconds) and `sign` in the query; 310000 is a post that is not let in."""
    query = parse_qs(urlsplit(path).query)
    stamp, given = query.get("timestamp", ["0"])[0], query.get("sign", [""])[0]
    mac = hmac.new(secret.encode(), digestmod=hashlib.sha256)
    mac.update(stamp.encode() + b"\n" + secret.encode())
    right = base64.b64encode(mac.digest()).decode()
    if given != right or abs(now * 1000 - int(stamp)) > HOUR * 1000:
        return {"errcode": 310000, "errmsg": "sign not match"}
    assert query["access_token"] == ["t"]
    assert body["markdown"]["title"]
    return {"errcode": 0, "errmsg": "ok"}


def feishu(path: str, body: dict[str, Any], secret: str, now: float) -> dict[str, Any]:
    """`timestamp` (seconds) and `sign` in the body; 19021 is a signature that fails."""
    stamp = body.get("timestamp", "0")
    key = f"{stamp}\n{secret}".encode()
    right = base64.b64encode(hmac.digest(key, b"", "sha256")).decode()
    if body.get("sign") != right or abs(now - int(stamp)) > HOUR:
        return {"code": 19021, "msg": "sign match fail or timestamp is not within one hour"}
    assert body["content"]["text"]
    return {"code": 0, "msg": "success"}


@dataclass
class Robot:
    """A robot on the loopback, and what it answered."""

    secret: str
    check: Check
    address: str = ""
    now: float = field(default_factory=time.time)
    said: list[dict[str, Any]] = field(default_factory=list)


@contextmanager
def listening(check: Check, path: str, secret: str = "SECc81") -> Iterator[Robot]:
    robot = Robot(secret, check)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            answer = robot.check(self.path, body, robot.secret, robot.now)
            robot.said.append(answer)
            written = json.dumps(answer).encode()
            self.send_response(200)
            self.send_header("content-length", str(len(written)))
            self.end_headers()
            self.wfile.write(written)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    robot.address = f"http://127.0.0.1:{server.server_address[1]}{path}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield robot
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
