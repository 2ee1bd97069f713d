"""What a robot is sent: the forms of WeCom, DingTalk and Feishu group robots, and a plain one.

Source:
    The vendors' manuals: developer.work.weixin.qq.com/document/path/91770 (markdown, image),
    open.dingtalk.com/document/orgapp/custom-robot-access (markdown),
    open.feishu.cn/document/client-docs/bot-v3/add-custom-bot (text).
"""

import base64
import hashlib

import msgspec

from stayflow.measure.notice.store import Draft
from stayflow.measure.notice.target import TargetKind

TEXT_MAX = 1_800
"""WeCom takes 4,096 bytes of markdown; a Chinese letter is three of them, and the title comes on top."""
PICTURES_MAX = 3


def robot_bodies(draft: Draft, kind: TargetKind) -> list[bytes]:
    """The posts of a notice, in order; the first carries the words."""
    text = draft.body[:1_200] if kind is TargetKind.WECOM else draft.body[:TEXT_MAX]
    marked = f"**{draft.title}**\n\n{text}" + (
        f"\n\n[{draft.link}]({draft.link})" if draft.link else ""
    )
    match kind:
        case TargetKind.WECOM:
            words: object = {"msgtype": "markdown", "markdown": {"content": marked}}
        case TargetKind.DINGTALK:
            words = {"msgtype": "markdown", "markdown": {"title": draft.title, "text": marked}}
        case TargetKind.FEISHU:
            plain = "\n".join(part for part in (draft.title, text, draft.link) if part)
            words = {"msg_type": "text", "content": {"text": plain}}
        case _:
            words = {
                "title": draft.title,
                "text": draft.body,
                "link": draft.link,
                "about": draft.about,
            }
    pictures = draft.pictures[:PICTURES_MAX] if kind is TargetKind.WECOM else ()
    return [msgspec.json.encode(words), *(_picture(each.png) for each in pictures)]


def refusal_of(answer: str) -> str:
    """Why a robot that answered 200 refused all the same: their errors come in the body; empty when it took it.

    >>> refusal_of('{"errcode":93000,"errmsg":"invalid webhook url"}'), refusal_of('{"errcode":0}')
    ('93000 invalid webhook url', '')
    """
    try:
        said = msgspec.json.decode(answer)
    except msgspec.DecodeError:
        return ""
    if not isinstance(said, dict):
        return ""
    code = said.get("errcode", said.get("code", 0))
    return f"{code} {said.get('errmsg', said.get('msg', ''))}" if code else ""


def _picture(png: bytes) -> bytes:
    digest = hashlib.md5(png, usedforsecurity=False).hexdigest()
    image = {"base64": base64.b64encode(png).decode(), "md5": digest}
    return msgspec.json.encode({"msgtype": "image", "image": image})
