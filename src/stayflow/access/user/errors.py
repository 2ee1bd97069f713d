"""What can be wrong with accounts and sign-ins."""

from stayflow.kernel.errors import Conflict, InvalidInput, Kind, NotFound, StayflowError


class UserInvalid(InvalidInput):
    """The e-mail or the password does not fit."""

    code = "user_invalid"


class UserExists(Conflict):
    """The e-mail has an account."""

    code = "user_exists"


class UserNotFound(NotFound):
    """There is no such user here."""

    code = "user_not_found"


class LastOwner(Conflict):
    """A project keeps at least one owner."""

    code = "last_owner"


class SignInRefused(StayflowError):
    """E-mail and password do not belong together; which of them is wrong is not said."""

    code = "sign_in_refused"
    kind = Kind.SIGNED_OUT


class TooManySignIns(StayflowError):
    """Too many failures from this address or for this account; it waits."""

    code = "too_many_sign_ins"
    kind = Kind.TOO_MANY
    retry = True
