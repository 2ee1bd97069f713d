"""Notice: what the team is told, and whom: by e-mail, or by a robot in a group.

Owns `notice_targets`, `notices` and `notice_sends` (PostgreSQL). Emits no fact. It writes down what is to be sent;
an interface above it carries that out, as mail belongs to another floor.
"""

from stayflow.measure.notice.robot import RobotPost, refusal_of, robot_posts
from stayflow.measure.notice.store import (
    Draft,
    Notice,
    Picture,
    Send,
    claim_send,
    close_send,
    forget_notices,
    is_told,
    list_notices,
    post_notice,
    target_of,
)
from stayflow.measure.notice.target import (
    Target,
    TargetDraft,
    TargetInvalid,
    TargetKind,
    TargetNameTaken,
    TargetNotFound,
    add_target,
    check_targets,
    list_targets,
    remove_target,
)

__all__ = [
    "Draft",
    "Notice",
    "Picture",
    "RobotPost",
    "Send",
    "Target",
    "TargetDraft",
    "TargetInvalid",
    "TargetKind",
    "TargetNameTaken",
    "TargetNotFound",
    "add_target",
    "check_targets",
    "claim_send",
    "close_send",
    "forget_notices",
    "is_told",
    "list_notices",
    "list_targets",
    "post_notice",
    "refusal_of",
    "remove_target",
    "robot_posts",
    "target_of",
]
