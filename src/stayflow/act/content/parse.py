"""From the words of the API to a `Content`, its templates checked."""

from stayflow.act.content.errors import ContentInvalid
from stayflow.act.content.model import Content
from stayflow.language.raw import JsonObject, join, read_object, read_text, shown
from stayflow.language.template import check_template

SUBJECT_CHARACTERS_MAX = 300
BODY_CHARACTERS_MAX = 400_000  # mail programs cut off long before
DEFAULTS_MAX = 100


def parse_content(raw: object, path: str = "content") -> Content:
    """Read `{subject, html, text, defaults: {attribute: text}}`; html or text may be left out.

    Raises:
        ContentInvalid: Neither body, a field too long, a default that is no text.
    """
    fields = read_object(raw, path, known=("subject", "html", "text", "defaults"))
    subject = read_text(fields.get("subject"), join(path, "subject"))
    bodies = {name: _body(fields, name, path) for name in ("html", "text")}
    if not any(bodies.values()):
        raise ContentInvalid("a message needs an html or a text body", path=join(path, "html"))
    if len(subject) > SUBJECT_CHARACTERS_MAX:
        message = (
            f"a subject has at most {SUBJECT_CHARACTERS_MAX} characters, this one {len(subject)}"
        )
        raise ContentInvalid(message, path=join(path, "subject"))
    for name, template in {"subject": subject, **bodies}.items():
        if template is not None:
            check_template(template, join(path, name))
    return Content(
        subject,
        bodies["html"],
        bodies["text"],
        _defaults(fields.get("defaults"), join(path, "defaults")),
    )


def _body(fields: JsonObject, name: str, path: str) -> str | None:
    raw = fields.get(name)
    if raw is None or raw == "":
        return None
    text = read_text(raw, join(path, name))
    if len(text) > BODY_CHARACTERS_MAX:
        raise ContentInvalid(
            f"a body has at most {BODY_CHARACTERS_MAX} characters", path=join(path, name)
        )
    return text


def _defaults(raw: object, path: str) -> dict[str, str]:
    fields = read_object(raw if raw is not None else {}, path)
    if len(fields) > DEFAULTS_MAX:
        raise ContentInvalid(f"at most {DEFAULTS_MAX} defaults", path=path)
    for name, value in fields.items():
        if not isinstance(value, str):
            raise ContentInvalid(f"expected a text, got {shown(value)}", path=join(path, name))
    return {name: str(value) for name, value in fields.items()}
