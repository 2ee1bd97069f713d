"""Signed robots of DingTalk and Feishu take our posts, and refuse forged and old ones."""

from datetime import UTC, datetime, timedelta

import pytest

from stayflow.kernel.errors import InvalidInput
from stayflow.kernel.ids import ProjectId
from stayflow.measure.notice import (
    Draft,
    Target,
    TargetDraft,
    TargetKind,
    add_target,
    list_targets,
    refusal_of,
    robot_posts,
)
from stayflow.stores.outside import HttpTarget
from tests.measure.notice.robots import dingtalk, feishu, listening

NOTICE = Draft(
    "alert", "a", "付费 / paid: 3", "界限 Bounds: 10 – –\n+ & = ?", "https://example.com/x?a=b"
)
ROBOTS = {
    TargetKind.DINGTALK: (dingtalk, "/robot/send?access_token=t"),
    TargetKind.FEISHU: (feishu, "/open-apis/bot/v2/hook/t"),
}


@pytest.mark.parametrize("kind", ROBOTS)
def test_a_signed_robot_takes_ours_and_no_other(kind):
    check, path = ROBOTS[kind]
    with listening(check, path) as robot:
        now = datetime.fromtimestamp(robot.now, UTC)

        def tell(secret: str, at: datetime) -> str:
            target = Target("t", "group", kind, robot.address, secret)
            (post,) = robot_posts(NOTICE, target, now=at)
            outside = HttpTarget(post.address, allow_private=True, timeout_seconds=5)
            try:
                return refusal_of(outside.post(post.body, {}).body)
            finally:
                outside.close()

        assert [tell(robot.secret, now + timedelta(minutes=n)) for n in (-59, 0, 59)] == [""] * 3
        refused = [
            tell("", now),
            tell("SECother", now),
            tell(robot.secret, now - timedelta(minutes=61)),
        ]
        assert all(each.startswith(("310000 ", "19021 ")) for each in refused)
        assert len(robot.said) == 6


def test_a_secret_is_sealed_and_only_for_robots_that_sign(engines, shanghai):
    box = engines.folder.secret_box()
    with engines.relational.project(ProjectId("robots_here")) as tx:
        url = "https://oapi.dingtalk.com/robot/send?access_token=t"
        draft = TargetDraft("群", "dingtalk", url, " SECabc ")
        add_target(tx, draft, box=box, by="ann", now=shanghai.now)
        add_target(tx, TargetDraft("b", "feishu", url), box=box, by="ann", now=shanghai.now)
        assert [each.secret for each in list_targets(tx, box=box)] == ["", "SECabc"]
        ((sealed,),) = tx.rows("select sealed_secret from notice_targets where kind = 'dingtalk'")
        assert "SECabc" not in sealed
        with pytest.raises(InvalidInput) as caught:
            add_target(
                tx, TargetDraft("c", "wecom", url, "SEC"), box=box, by="ann", now=shanghai.now
            )
        assert caught.value.path == "secret"
        tx.connection.rollback()
