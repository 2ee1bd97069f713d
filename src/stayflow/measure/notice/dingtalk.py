"""DingTalk's group robot: markdown, and the signature of those that ask for one.

Source:
    open.dingtalk.com/document/orgapp/custom-robot-access (markdown) and …/customize-robot-security-settings
    (signature): HMAC-SHA256 with the secret as key over the milliseconds, a line feed and the secret; in Base64, as
    the query's `sign` beside its `timestamp`, which may be an hour off.
"""

import base64
import hashlib
import hmac
from datetime import datetime
from urllib.parse import urlencode

from stayflow.language.window import epoch_ms


def dingtalk_words(title: str, marked: str) -> dict[str, object]:
    """The post of a notice; `marked` is markdown."""
    return {"msgtype": "markdown", "markdown": {"title": title, "text": marked}}


def dingtalk_address(address: str, secret: str, now: datetime) -> str:
    """The address to post to at an instant; without a secret it is the robot's own."""
    if not secret:
        return address
    stamp = str(epoch_ms(now))
    digest = hmac.new(secret.encode(), f"{stamp}\n{secret}".encode(), hashlib.sha256).digest()
    sign = base64.b64encode(digest).decode()
    joint = "&" if "?" in address else "?"
    return f"{address}{joint}{urlencode({'timestamp': stamp, 'sign': sign})}"
