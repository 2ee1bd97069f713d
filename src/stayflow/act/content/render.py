"""One person's data into the templates."""

from collections.abc import Mapping

from stayflow.act.content.errors import RenderFailed
from stayflow.act.content.html import text_of
from stayflow.act.content.model import Content, Rendered
from stayflow.language.raw import join
from stayflow.language.template import Limits, render

_LIMITS = Limits(output_bytes=500_000, seconds=0.5)  # a mail larger than this is cut by its reader
_SUBJECT_CHARACTERS_MAX = 500


def render_content(
    content: Content,
    *,
    attributes: Mapping[str, object],
    campaign: str,
    unsubscribe_url: str,
    path: str = "content",
) -> Rendered:
    """Render subject and bodies for one person.

    Args:
        content: The templates; its defaults stand in for what `attributes` lacks.
        attributes: Of the person, by name.
        campaign: Its name, `campaign.name` in the templates.
        unsubscribe_url: What `unsubscribe_url` in the templates leads to.
        path: Where the content stands in the request.

    Raises:
        RenderFailed: The subject is empty for this person.
        TemplateInvalid: A template fails on this data.
        TemplateTooCostly: A template exceeds its limits.
    """
    known = {name: value for name, value in attributes.items() if value is not None and value != ""}
    variables: dict[str, object] = {
        "person": {**content.defaults, **known},
        "campaign": {"name": campaign},
        "unsubscribe_url": unsubscribe_url,
    }
    subject = " ".join(
        render(content.subject, variables, limits=_LIMITS, path=join(path, "subject")).split()
    )
    if not subject:
        message = "the subject is empty for this person; give the attributes in it a default"
        raise RenderFailed(message, path=join(path, "subject"))
    html = text = None
    if content.html is not None:
        html = render(content.html, variables, limits=_LIMITS, path=join(path, "html"), html=True)
    if content.text is not None:
        text = render(content.text, variables, limits=_LIMITS, path=join(path, "text"))
    return Rendered(
        subject[:_SUBJECT_CHARACTERS_MAX], html, text if text is not None else text_of(html or "")
    )
