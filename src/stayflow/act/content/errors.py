"""What can be wrong with a content or a link."""

from stayflow.kernel.errors import InvalidInput, NotFound


class ContentInvalid(InvalidInput):
    """A subject or body is missing, too long, or no valid template."""

    code = "content_invalid"


class RenderFailed(InvalidInput):
    """A template fails with this person's data, or renders to nothing."""

    code = "render_failed"


class TokenInvalid(NotFound):
    """The link is not one of ours, or was changed on its way."""

    code = "token_invalid"
