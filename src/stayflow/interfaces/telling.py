"""Carrying notices out: mail by the project's own channel, robots by a guarded post."""

from contextlib import closing
from html import escape

from stayflow.act.channel import (
    ChannelDown,
    ChannelNotSet,
    Delivery,
    InlinePicture,
    OutgoingMessage,
    TargetRefused,
    open_channel,
)
from stayflow.app import App
from stayflow.kernel.errors import StayflowError
from stayflow.kernel.ids import ProjectId, new_id
from stayflow.measure.notice import (
    Draft,
    Send,
    Target,
    TargetKind,
    claim_send,
    close_send,
    list_targets,
    refusal_of,
    robot_posts,
    target_of,
)
from stayflow.stores.outside import AddressRefused, HttpTarget, OutsideDown

ROUND_MAX = 50
TIMEOUT_SECONDS = 10.0
_TAKEN_FROM, _TAKEN_TO = 200, 299
_MANY_OR_BROKEN = (429, 500)
_STATES = {
    Delivery.ACCEPTED: "told",
    Delivery.TRANSIENT: "queued",
    Delivery.PERMANENT: "failed",
    Delivery.IN_DOUBT: "in_doubt",
}


def tell_due(app: App, project: ProjectId) -> int:
    """Tell whoever is due, at most `ROUND_MAX`; returns how many were tried."""
    for done in range(ROUND_MAX):
        with app.relational.project(project) as tx:
            send = claim_send(tx, now=app.clock.now())
            targets = list_targets(tx, box=app.box)
        if send is None:
            return done
        state, detail = _tell(app, project, send, target_of(send, targets))
        with app.relational.project(project) as tx:
            close_send(tx, send, state, detail, now=app.clock.now())
    return ROUND_MAX


def _tell(app: App, project: ProjectId, send: Send, target: Target | None) -> tuple[str, str]:
    if target is None:
        return "failed", "the target was removed"
    try:
        if target.kind is TargetKind.EMAIL:
            return _mail(app, project, send.draft, target.address)
        return _post(app, send.draft, target)
    except (ChannelDown, ChannelNotSet, OutsideDown) as error:
        return "queued", error.message
    except (AddressRefused, TargetRefused) as error:
        return "failed", error.message
    except StayflowError as error:
        return "queued" if error.retry else "failed", error.message


def _mail(app: App, project: ProjectId, draft: Draft, address: str) -> tuple[str, str]:
    allow_private = app.settings.flag("allow_private_targets")
    with app.relational.project(project) as tx:
        channel = open_channel(tx, "email", box=app.box, allow_private=allow_private)
    message = OutgoingMessage(
        message_id=new_id(),
        address=address,
        subject=draft.title,
        text=f"{draft.body}\n\n{draft.link}\n",
        html=_html(draft) if draft.pictures else None,
        pictures=tuple(
            InlinePicture(f"picture-{place}", each.png) for place, each in enumerate(draft.pictures)
        ),
    )
    with closing(channel.connect()) as connection:
        result = connection.send(message)
    return _STATES[result.delivery], result.detail


def _post(app: App, draft: Draft, target: Target) -> tuple[str, str]:
    allow_private = app.settings.flag("allow_private_targets")
    headers = {"content-type": "application/json; charset=utf-8"}
    posts = robot_posts(draft, target, now=app.clock.now())
    outside = HttpTarget(
        posts[0].address, allow_private=allow_private, timeout_seconds=TIMEOUT_SECONDS
    )
    with closing(outside):
        for place, post in enumerate(posts):
            answer = outside.post(post.body, headers)
            refusal = refusal_of(answer.body)
            if _TAKEN_FROM <= answer.status <= _TAKEN_TO and not refusal:
                continue
            detail = refusal or f"{answer.status} {answer.body}"
            if place:
                return "told", f"without a picture: {detail}"
            again = answer.status == _MANY_OR_BROKEN[0] or answer.status >= _MANY_OR_BROKEN[1]
            return "queued" if again else "failed", detail
    return "told", ""


def _html(draft: Draft) -> str:
    """The words, then each picture below its title; readers that show no pictures have the words."""
    pictures = "".join(
        f"<h3>{escape(each.title)}</h3>"
        f'<img src="cid:picture-{place}" alt="{escape(each.title)}" style="width:100%;max-width:640px">'
        for place, each in enumerate(draft.pictures)
    )
    body = escape(draft.body).replace("\n", "<br>")
    link = f'<p><a href="{escape(draft.link)}">{escape(draft.link)}</a></p>' if draft.link else ""
    return f"<h2>{escape(draft.title)}</h2><p>{body}</p>{link}{pictures}"
