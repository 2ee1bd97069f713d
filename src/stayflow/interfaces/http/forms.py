"""Forms for people: /f/<project>-<form> shows one and takes it; no sign-in.

Plain ASGI like the collector; the stores are asked in threads.
"""

import asyncio
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

import structlog

from stayflow.app import App
from stayflow.intake.form import (
    Answers,
    Form,
    FormNotFound,
    FormState,
    Outcome,
    PageToken,
    Visitor,
    check_answers,
    count_attempt,
    get_form,
    make_token,
    read_token,
    submitted_event,
)
from stayflow.interfaces.http.asgi import (
    BodyTooLarge,
    Headers,
    Receive,
    Scope,
    Send,
    answer,
    leads_to,
    read_body,
)
from stayflow.interfaces.http.form_page import (
    Lang,
    Shown,
    choose_lang,
    draw_embed,
    draw_form,
    draw_notice,
    draw_thanks,
)
from stayflow.interfaces.http.visitor import (
    Pace,
    address,
    anonymous_id,
    new_anonymous_id,
    set_cookie,
    words,
)
from stayflow.kernel.errors import StayflowError
from stayflow.kernel.ids import ProjectId

PREFIX = "/f/"
PER_MINUTE = 10
_BODY_MAX = 200_000
_FIELDS_MAX = 200
_HTML, _SCRIPT = b"text/html; charset=utf-8", b"text/javascript; charset=utf-8"
_EMBED = "/embed.js"
_log = structlog.get_logger("stayflow.forms")


@dataclass(frozen=True, slots=True)
class _Asked:
    """One request, read."""

    project: ProjectId
    form: Form
    lang: Lang
    query: Mapping[str, str]
    given: Mapping[str, str]
    visitor: Visitor
    is_new: bool


@dataclass(frozen=True, slots=True)
class _Reply:
    status: int
    body: str = ""
    location: str = ""


def form_address(app: App, project: ProjectId, form_id: str) -> str:
    """Where a form is shown."""
    return f"{app.settings.public_url}{PREFIX}{project}-{form_id}"


class Forms:
    """Shows forms and takes what is sent."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._pace = Pace(PER_MINUTE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        nonce = secrets.token_urlsafe(12)
        path = scope["path"].removeprefix(PREFIX)
        accepted = words(scope, b"accept-language")
        lang = choose_lang("", accepted)
        try:
            query = _fields(scope["query_string"].decode("latin-1"))
            lang = choose_lang(query.get("lang", ""), accepted)
            if path.endswith(_EMBED):
                await self._embed(path.removesuffix(_EMBED), send)
                return
            given = await _read(scope, receive)
            asked = await asyncio.to_thread(self._asked, scope, path, query, given)
            reply = await asyncio.to_thread(self._reply, scope["method"], asked, nonce)
            headers = _headers(asked.form, nonce)
            if asked.is_new:
                headers.append(set_cookie(scope, asked.visitor.anonymous_id))
            if reply.location:
                headers.append(leads_to(reply.location))
            await answer(send, reply.status, reply.body.encode(), media=_HTML, headers=headers)
        except FormNotFound:
            await _notice(send, 404, "gone", lang, nonce)
        except StayflowError as error:
            if error.retry:
                _log.warning("form_waits", reason=error.message)
            await _notice(send, 503 if error.retry else error.kind.value, "later", lang, nonce)

    async def _embed(self, place: str, send: Send) -> None:
        project, form_id = _place(place)
        script = draw_embed(form_address(self._app, project, form_id))
        headers = [(b"cache-control", b"public, max-age=300")]
        await answer(send, 200, script.encode(), media=_SCRIPT, headers=headers)

    def _asked(
        self, scope: Scope, path: str, query: Mapping[str, str], given: Mapping[str, str]
    ) -> _Asked:
        project, form_id = _place(path)
        with self._app.relational.project(project) as tx:
            form = get_form(tx, form_id)
        if form.state is FormState.CLOSED:
            raise FormNotFound("the form is closed")
        known = anonymous_id(scope) or query.get("anonymous_id", "")[:64]
        page = given.get("page") or query.get("page") or _own_page(scope, query)
        visitor = Visitor(
            anonymous_id=known or new_anonymous_id(),
            user_agent=words(scope, b"user-agent"),
            ip=address(scope),
            referrer=words(scope, b"referer"),
            page=page[:2_000],
        )
        lang = choose_lang(query.get("lang", ""), words(scope, b"accept-language"))
        return _Asked(project, form, lang, query, given, visitor, is_new=not known)

    def _reply(self, method: str, asked: _Asked, nonce: str) -> _Reply:
        if method in {"GET", "HEAD"}:
            return self._show(asked, nonce, status=200)
        if method != "POST":
            return _Reply(405, draw_notice("gone", asked.lang, nonce))
        if not self._pace.allows(f"{asked.form.form_id} {asked.visitor.ip}"):
            self._count(asked, Outcome.LIMITED)
            return _Reply(429, draw_notice("limited", asked.lang, nonce))
        token = read_token(
            asked.given.get("token", ""),
            asked.form.form_id,
            key=self._app.box.key,
            now=self._app.clock.now(),
        )
        return self._take(asked, token, nonce)

    def _take(self, asked: _Asked, token: PageToken | None, nonce: str) -> _Reply:
        if asked.given.get("website") or (token is not None and token.is_hasty):
            # A program is told what it wants to hear, and learns nothing of what gave it away.
            self._count(asked, Outcome.SPAM)
            return self._thank(asked, nonce)
        if token is None or token.is_expired:
            self._count(asked, Outcome.EXPIRED)
            return self._show(asked, nonce, status=409, notice="expired")
        answers = check_answers(asked.form.definition, asked.given)
        if answers.problems:
            self._count(asked, Outcome.INVALID)
            return self._show(asked, nonce, status=422, answers=answers)
        event = submitted_event(
            asked.form, answers, asked.visitor, nonce=token.nonce, now=self._app.clock.now()
        )
        self._app.emit_page(asked.project, [event], source="form")
        self._count(asked, Outcome.SUBMITTED)
        return self._thank(asked, nonce)

    def _show(
        self,
        asked: _Asked,
        nonce: str,
        *,
        status: int,
        answers: Answers | None = None,
        notice: str = "",
    ) -> _Reply:
        form = asked.form
        shown = Shown(
            action=f"{PREFIX}{asked.project}-{form.form_id}{_kept(asked)}",
            token=make_token(form.form_id, key=self._app.box.key, now=self._app.clock.now()),
            nonce=nonce,
            page=asked.visitor.page,
            given=asked.given,
            problems=answers.problems if answers else {},
            notice=notice,
        )
        return _Reply(status, draw_form(form.definition, shown, asked.lang))

    def _thank(self, asked: _Asked, nonce: str) -> _Reply:
        definition = asked.form.definition
        if definition.redirect:
            return _Reply(303, location=definition.redirect)
        return _Reply(200, draw_thanks(definition, asked.lang, nonce))

    def _count(self, asked: _Asked, outcome: Outcome) -> None:
        with self._app.relational.project(asked.project) as tx:
            day = self._app.clock.now().date()
            count_attempt(tx, asked.form.form_id, outcome, day=day)


def _place(path: str) -> tuple[ProjectId, str]:
    """Project and form of an address.

    Raises:
        FormNotFound: It is no address of a form.
    """
    project, mark, form_id = path.strip("/").partition("-")
    if not mark or not form_id.isalnum() or not project.replace("_", "a").isalnum():
        raise FormNotFound("no such form")
    return ProjectId(project), form_id


def _kept(asked: _Asked) -> str:
    """What follows the question mark when the form is sent: no cookie may be there in a frame."""
    kept = {"lang": asked.lang, "anonymous_id": asked.visitor.anonymous_id}
    return f"?{urlencode(kept)}"


def _own_page(scope: Scope, query: Mapping[str, str]) -> str:
    """The page's own address with its UTM words, when nobody says where it stands."""
    utm = {name: value for name, value in query.items() if name.startswith("utm_") and value}
    host = words(scope, b"host")
    return f"{scope.get('scheme', 'http')}://{host}{scope['path']}" + (
        f"?{urlencode(utm)}" if utm else ""
    )


async def _read(scope: Scope, receive: Receive) -> dict[str, str]:
    if scope["method"] != "POST":
        return {}
    body = await read_body(scope, receive, limit=_BODY_MAX)
    return _fields(body.decode("utf-8", "replace"))


def _fields(text: str) -> dict[str, str]:
    """The fields of a query or of a form's body.

    Raises:
        BodyTooLarge: It has more than any form of ours.
    """
    try:
        return dict(parse_qsl(text, keep_blank_values=True, max_num_fields=_FIELDS_MAX))
    except ValueError:
        raise BodyTooLarge(f"a form may have at most {_FIELDS_MAX} fields") from None


def _headers(form: Form, nonce: str) -> list[tuple[bytes, bytes]]:
    frames = " ".join(form.definition.embed_on) or "'none'"
    targets = "'self' https: http:" if form.definition.redirect else "'self'"
    policy = (
        "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; "
        f"script-src 'nonce-{nonce}'; form-action {targets}; base-uri 'none'; frame-ancestors {frames}"
    )
    return [
        (b"content-security-policy", policy.encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"strict-origin-when-cross-origin"),
        (b"cache-control", b"no-store"),
    ]


async def _notice(send: Send, status: int, word: str, lang: Lang, nonce: str) -> None:
    headers: Headers = [(b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff")]
    html = draw_notice(word, lang, nonce)
    await answer(send, status, html.encode(), media=_HTML, headers=headers)
