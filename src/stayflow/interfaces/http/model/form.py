"""Shapes of forms and channel codes."""

from pydantic import Field, JsonValue

from stayflow.intake import channel_code, form
from stayflow.interfaces.http.model.common import Answer, Body, Instant


class FormFieldShape(Body):
    """One question."""

    name: str = Field(description="Of the answer in the event's properties")
    label: str
    label_en: str = ""
    type: form.FieldType = form.FieldType.TEXT
    is_required: bool = False
    options: list[str] = Field(default=[], description="The answers of a choice")
    identity: str = Field(
        default="", description="Kind of identity that the answer is, such as `email`"
    )
    attribute: str = Field(
        default="", description="Attribute of the person that the answer becomes"
    )
    help: str = ""


class FormCreateBody(Body):
    """A new form."""

    name: str
    title: str
    title_en: str = ""
    intro: str = ""
    fields: list[FormFieldShape]
    consent: str = Field(default="", description="What people agree to; empty: no box")
    button: str = ""
    thanks: str = ""
    redirect: str = Field(default="", description="Where people go afterwards")
    embed_on: list[str] = Field(
        default=["*"], description="Origins of pages that may show it in a frame"
    )


class FormChangeBody(Body):
    """What changes."""

    name: str | None = None
    state: form.FormState | None = None
    title: str | None = None
    title_en: str | None = None
    intro: str | None = None
    fields: list[FormFieldShape] | None = None
    consent: str | None = None
    button: str | None = None
    thanks: str | None = None
    redirect: str | None = None
    embed_on: list[str] | None = None


class FormCounts(Answer):
    """Attempts to send a form, by what became of them."""

    submitted: int
    invalid: int
    expired: int
    spam: int
    limited: int


class FormAnswer(Answer):
    """A form."""

    form_id: str
    name: str
    state: form.FormState
    title: str
    title_en: str
    intro: str
    fields: list[FormFieldShape]
    consent: str
    button: str
    thanks: str
    redirect: str
    embed_on: list[str]
    url: str = Field(description="Where it is shown")
    snippet: str = Field(description="A script tag that puts it into a page")
    frame: str = Field(description="The same without a script")
    counts: FormCounts
    created_at: Instant
    created_by: str
    changed_at: Instant


class FormList(Answer):
    """A page of forms, the oldest first."""

    forms: list[FormAnswer]
    next: str | None


class ChannelCodeCreateBody(Body):
    """A new channel code."""

    name: str
    target: str = Field(description="The only address it leads to")
    source: str = Field(default="", description="`utm_source`; so the four that follow")
    medium: str = ""
    campaign: str = ""
    term: str = ""
    content: str = ""
    parameters: dict[str, str] = Field(default={}, description="Further ones for the target")


class ChannelCodeChangeBody(Body):
    """What changes; the code stays, what is printed goes on leading."""

    name: str | None = None
    state: channel_code.CodeState | None = None
    target: str | None = None
    source: str | None = None
    medium: str | None = None
    campaign: str | None = None
    term: str | None = None
    content: str | None = None
    parameters: dict[str, JsonValue] | None = None


class ChannelCodeCounts(Answer):
    """Visits."""

    scans: int = Field(description="By people")
    people: int = Field(description="How many different ones, as far as they are known")
    last_at: Instant | None
    bots: int
    not_recorded: int = Field(description="Led on without an event: the log was full or down")


class ChannelCodeAnswer(Answer):
    """A channel code."""

    code_id: str
    name: str
    state: channel_code.CodeState
    target: str
    source: str
    medium: str
    campaign: str
    term: str
    content: str
    parameters: dict[str, str]
    url: str = Field(description="The short link; what the QR code says")
    leads_to: str = Field(description="The target with everything appended")
    counts: ChannelCodeCounts
    created_at: Instant
    created_by: str
    changed_at: Instant


class ChannelCodeList(Answer):
    """A page of channel codes, the newest first."""

    codes: list[ChannelCodeAnswer]
    next: str | None
