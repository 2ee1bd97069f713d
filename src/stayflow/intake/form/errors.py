"""This room's errors."""

from stayflow.kernel.errors import Conflict, InvalidInput, NotFound


class FormInvalid(InvalidInput):
    """A form's definition does not fit; the path names the field."""

    code = "form_invalid"


class FormNotFound(NotFound):
    """There is no such form, or it is closed."""

    code = "form_not_found"


class FormNameTaken(Conflict):
    """Another form of the project has this name."""

    code = "form_name_taken"
