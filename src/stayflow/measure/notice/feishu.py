"""Feishu's group robot (Lark outside of China): text, and the signature of those that ask for one.

Source:
    open.feishu.cn/document/client-docs/bot-v3/add-custom-bot: HMAC-SHA256 over nothing, with the seconds, a line feed
    and the secret as key; in Base64, as `sign` of the body beside its `timestamp`, which may be an hour off.
"""

import base64
import hashlib
import hmac
from datetime import datetime

from stayflow.language.window import epoch_ms


def feishu_words(plain: str, secret: str, now: datetime) -> dict[str, object]:
    """The post of a notice at an instant; without a secret it is not signed."""
    words: dict[str, object] = {"msg_type": "text", "content": {"text": plain}}
    if not secret:
        return words
    stamp = str(epoch_ms(now) // 1000)
    digest = hmac.new(f"{stamp}\n{secret}".encode(), b"", hashlib.sha256).digest()
    return {"timestamp": stamp, "sign": base64.b64encode(digest).decode(), **words}
