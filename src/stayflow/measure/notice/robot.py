"""What a robot is sent: the forms of WeCom, DingTalk and Feishu group robots, and a plain one.

Source:
    developer.work.weixin.qq.com/document/path/91770 (markdown, image); DingTalk and Feishu have files of their own.
"""

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime

import msgspec

from stayflow.measure.notice.dingtalk import dingtalk_address, dingtalk_words
from stayflow.measure.notice.feishu import feishu_words
from stayflow.measure.notice.store import Draft
from stayflow.measure.notice.target import Target, TargetKind

TEXT_MAX = 1_800
"""WeCom takes 4,096 bytes of markdown; a Chinese letter is three of them, and the title comes on top."""
PICTURES_MAX = 3


@dataclass(frozen=True, slots=True)
class RobotPost:
    """What is posted where, as JSON."""

    address: str
    body: bytes


def robot_posts(draft: Draft, target: Target, *, now: datetime) -> list[RobotPost]:
    """The posts of a notice, in order; the first carries the words. Signed ones are good for an hour from `now`."""
    address = target.address
    if target.kind is TargetKind.DINGTALK:
        address = dingtalk_address(address, target.secret, now)
    words = msgspec.json.encode(_words(draft, target, now))
    pictures = draft.pictures[:PICTURES_MAX] if target.kind is TargetKind.WECOM else ()
    return [
        RobotPost(address, each) for each in (words, *(_picture(each.png) for each in pictures))
    ]


def _words(draft: Draft, target: Target, now: datetime) -> dict[str, object]:
    text = draft.body[:1_200] if target.kind is TargetKind.WECOM else draft.body[:TEXT_MAX]
    marked = f"**{draft.title}**\n\n{text}" + (
        f"\n\n[{draft.link}]({draft.link})" if draft.link else ""
    )
    match target.kind:
        case TargetKind.WECOM:
            return {"msgtype": "markdown", "markdown": {"content": marked}}
        case TargetKind.DINGTALK:
            return dingtalk_words(draft.title, marked)
        case TargetKind.FEISHU:
            plain = "\n".join(part for part in (draft.title, text, draft.link) if part)
            return feishu_words(plain, target.secret, now)
        case _:
            return {
                "title": draft.title,
                "text": draft.body,
                "link": draft.link,
                "about": draft.about,
            }


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
