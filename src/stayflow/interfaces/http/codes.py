"""Channel codes: /c/<project>-<code> notes the visit and leads on; no sign-in."""

import asyncio

import pyarrow as pa
import structlog

from stayflow.app import App
from stayflow.intake.channel_code import (
    ChannelCode,
    ChannelCodeNotFound,
    CodeState,
    CodeVisit,
    Missed,
    count_missed,
    destination_url,
    get_code,
    visit_event,
)
from stayflow.intake.enrich import are_crawlers
from stayflow.interfaces.http.asgi import Receive, Scope, Send, answer, leads_to
from stayflow.interfaces.http.form_page import choose_lang, draw_notice
from stayflow.interfaces.http.visitor import (
    address,
    anonymous_id,
    new_anonymous_id,
    set_cookie,
    words,
)
from stayflow.kernel.errors import StayflowError
from stayflow.kernel.ids import ProjectId

PREFIX = "/c/"
_NEVER_KEPT = (b"cache-control", b"no-store, max-age=0")
_HTML = b"text/html; charset=utf-8"
_log = structlog.get_logger("stayflow.codes")


def code_address(app: App, project: ProjectId, code: str) -> str:
    """Where a code is followed; what its QR code says."""
    return f"{app.settings.public_url}{PREFIX}{project}-{code}"


class Codes:
    """Leads visitors on."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI's words
        """Answer one visit."""
        known = anonymous_id(scope)
        visit = CodeVisit(
            anonymous_id=known or new_anonymous_id(),
            user_agent=words(scope, b"user-agent"),
            ip=address(scope),
            referrer=words(scope, b"referer"),
            language=words(scope, b"accept-language").partition(",")[0][:35],
        )
        try:
            target = await asyncio.to_thread(self._follow, scope["path"], scope["method"], visit)
        except StayflowError as error:
            lang = choose_lang("", words(scope, b"accept-language"))
            status, word = (503, "later") if error.retry else (404, "gone")
            html = draw_notice(word, lang, "")
            await answer(send, status, html.encode(), media=_HTML, headers=[_NEVER_KEPT])
            return
        headers = [leads_to(target), _NEVER_KEPT]
        if not known:
            headers.append(set_cookie(scope, visit.anonymous_id))
        await answer(send, 302, headers=headers)

    def _follow(self, path: str, method: str, visit: CodeVisit) -> str:
        project, code = self._code(path)
        missed = None
        if method != "GET" or not visit.user_agent or _is_crawler(visit.user_agent):
            missed = Missed.BOT
        else:
            event = visit_event(code, visit, now=self._app.clock.now())
            try:
                self._app.emit_page(project, [event], source="channel_code")
            except StayflowError as error:
                # Who holds a poster in front of their camera cannot come back later.
                _log.warning("visit_not_recorded", code=code.code, reason=error.message)
                missed = Missed.NOT_RECORDED
        if missed is not None:
            with self._app.relational.project(project) as tx:
                count_missed(tx, code.code, missed)
        return destination_url(code.definition)

    def _code(self, path: str) -> tuple[ProjectId, ChannelCode]:
        project, mark, code = path.removeprefix(PREFIX).strip("/").partition("-")
        if not mark or not project.replace("_", "a").isalnum():
            raise ChannelCodeNotFound("no such code")
        with self._app.relational.project(ProjectId(project)) as tx:
            found = get_code(tx, code)
        if found.state is CodeState.CLOSED:
            raise ChannelCodeNotFound("the code is closed")
        return ProjectId(project), found


def _is_crawler(user_agent: str) -> bool:
    return bool(are_crawlers(pa.array([user_agent]))[0])
