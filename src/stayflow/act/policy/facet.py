"""The condition `consent: {purpose: marketing, channel: email}`: who may be written to.

Everybody may, until they say no: an address on the suppression list as `unsubscribed` takes back the consent of the
person whose address it is. Consent to `service` and `transactional` messages is not taken back that way. An address
that bounced is no decision of the person.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from stayflow.act.policy.suppress import list_withdrawn, list_withdrawn_people
from stayflow.kernel.ids import ProjectId
from stayflow.language.facet import Choice, FacetEditor, FacetField, FieldKind, choices_of
from stayflow.language.raw import JsonObject, join, read_choice, read_object, read_text
from stayflow.language.scope import Scope
from stayflow.language.sentence import Lang, Sentence
from stayflow.language.statement import Binder
from stayflow.stores.relational import Relational

PURPOSES: Final = {
    "marketing": Sentence("营销", "marketing"),
    "service": Sentence("服务", "service"),
    "transactional": Sentence("交易通知", "transactional"),
}
CHANNELS: Final = (
    "email", "sms", "push", "wechat_oa", "mini_program", "wecom", "in_app", "web", "webhook",
)  # fmt: skip
SAID: Final = Sentence(
    "同意在 {channel} 接收{purpose}消息", "agrees to {purpose} messages by {channel}"
)


@dataclass(frozen=True, slots=True)
class ConsentClause:
    """A purpose and a channel."""

    purpose: str
    channel: str


@dataclass(frozen=True, slots=True)
class ConsentFacet:
    """The facet of one project.

    Attributes:
        address_names: By channel, the attributes and kinds of identity that hold an address of it;
            a channel that is not named here has those of its own name.
    """

    relational: Relational
    project_id: ProjectId
    address_names: Mapping[str, tuple[str, ...]]
    name: str = "consent"

    def parse(self, raw: object, path: str) -> ConsentClause:
        """Read the purpose and the channel.

        Raises:
            Malformed: One of them is unknown.
        """
        node = read_object(raw, path, known=("purpose", "channel"))
        purpose = read_choice(
            node.get("purpose", "marketing"), join(path, "purpose"), list(PURPOSES)
        )
        channel = read_text(node.get("channel"), join(path, "channel"))
        return ConsentClause(purpose, read_choice(channel, join(path, "channel"), CHANNELS))

    def definition(self, clause: object) -> JsonObject | None:
        """It is a set of people."""
        del clause
        return None

    def people_sql(self, clause: object, scope: Scope, binder: Binder) -> str:
        """Everybody but those who said no: by an identity or an attribute that holds the address."""
        assert isinstance(clause, ConsentClause)  # noqa: S101 - read by parse
        known = f"SELECT person FROM ({scope.known_people_sql(binder)})"
        if clause.purpose != "marketing":
            return known
        names = self.address_names.get(clause.channel, (clause.channel,))
        with self.relational.project(self.project_id) as tx:
            people = list_withdrawn_people(tx, channel=clause.channel, kinds=names)
            addresses = list_withdrawn(tx, channel=clause.channel)
        if not addresses:
            return known
        rows = (
            f"name IN {binder.bind(list(names), 'Array(String)')}"
            f" AND lower(text) IN {binder.bind(addresses, 'Array(String)')}"
        )
        asked = scope.people_sql(binder)
        said_no = (
            f"SELECT {scope.person} FROM person_attributes FINAL"
            f" WHERE {rows}{f' AND {asked}' if asked else ''}"
        )
        return (
            f"{known} WHERE person NOT IN {binder.bind(people, 'Array(UInt64)')}"
            f" AND person NOT IN ({said_no})"
        )

    def describe(self, clause: object, lang: Lang) -> str:
        """The purpose and the channel."""
        assert isinstance(clause, ConsentClause)  # noqa: S101 - read by parse
        return SAID.say(lang, purpose=PURPOSES[clause.purpose].say(lang), channel=clause.channel)

    def editor(self, clause: JsonObject) -> FacetEditor:
        """A purpose and a channel."""
        del clause
        purposes = tuple(Choice(value, label) for value, label in PURPOSES.items())
        return FacetEditor(
            label=Sentence("同意接收", "Consent"),
            hint=Sentence("没有退订", "has not unsubscribed"),
            said=Sentence(
                "同意在 {channel} 接收 {purpose} 消息", "agree to {purpose} messages by {channel}"
            ),
            denied=Sentence(
                "不同意在 {channel} 接收 {purpose} 消息",
                "do not agree to {purpose} messages by {channel}",
            ),
            fields=(
                FacetField(
                    "channel", FieldKind.CHOICE, Sentence("渠道", "Channel"), choices_of(CHANNELS)
                ),
                FacetField(
                    "purpose",
                    FieldKind.CHOICE,
                    Sentence("用途", "Purpose"),
                    purposes,
                    is_required=False,
                    default=PURPOSES["marketing"],
                ),
            ),
        )
