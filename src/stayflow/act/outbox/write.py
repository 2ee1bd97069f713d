"""From claimed messages to what goes over the wire: data, templates, links."""

from collections.abc import Mapping, Sequence

from stayflow.act.channel import OutgoingMessage
from stayflow.act.content import (
    Composed,
    Content,
    Rendered,
    compose,
    get_contents,
    link_ids,
    read_attributes,
    render_content,
    urls_of,
)
from stayflow.act.outbox.model import ClaimedMessage
from stayflow.act.outbox.post import PostOffice
from stayflow.kernel.errors import InvalidInput
from stayflow.kernel.ids import ProjectId


def write_messages(
    post: PostOffice, project_id: ProjectId, messages: Sequence[ClaimedMessage]
) -> dict[str, OutgoingMessage | str]:
    """Write each message for its person, by message id; a text says why one cannot be written.

    One query for the data of all, one transaction for the links of all.
    """
    with post.relational.project(project_id) as tx:
        contents = get_contents(tx, {message.content_id for message in messages})
    attributes = read_attributes(
        {message.person_id for message in messages},
        scope=post.scope_of(project_id),
        warehouse=post.warehouse.project(project_id),
    )
    unsubscribe = {
        each.message_id: post.signer.unsubscribe_url(project_id, each.message_id)
        for each in messages
    }
    rendered = {
        each.message_id: _render(
            contents[each.content_id], each, attributes, unsubscribe[each.message_id]
        )
        for each in messages
    }
    urls = {
        message_id: urls_of(each) - {unsubscribe[message_id]}
        for message_id, each in rendered.items()
        if isinstance(each, Rendered)
    }
    with post.relational.project(project_id) as tx:
        ids = link_ids(tx, {url for each in urls.values() for url in each})
    written: dict[str, OutgoingMessage | str] = {}
    for message in messages:
        message_id = message.message_id
        each = rendered[message_id]
        if isinstance(each, str):
            written[message_id] = each
            continue
        own = {url: ids[url] for url in urls[message_id]}
        composed = compose(each, post.signer.addresses(project_id, message_id, own))
        written[message_id] = _outgoing(message, composed, unsubscribe[message_id])
    return written


def _render(
    content: Content,
    message: ClaimedMessage,
    attributes: Mapping[int, Mapping[str, object]],
    unsubscribe_url: str,
) -> Rendered | str:
    try:
        return render_content(
            content,
            attributes=attributes[message.person_id],
            campaign=message.label,
            unsubscribe_url=unsubscribe_url,
        )
    except InvalidInput as error:
        return str(error)


def _outgoing(message: ClaimedMessage, composed: Composed, unsubscribe_url: str) -> OutgoingMessage:
    return OutgoingMessage(
        message_id=message.message_id,
        address=message.address,
        subject=composed.subject,
        text=composed.text,
        html=composed.html,
        unsubscribe_url=unsubscribe_url,
    )
