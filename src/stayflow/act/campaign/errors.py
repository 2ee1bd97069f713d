"""What can be wrong with a campaign."""

from stayflow.kernel.errors import Conflict, InvalidInput, NotFound


class CampaignInvalid(InvalidInput):
    """A field of a campaign does not fit; the message names the fix."""

    code = "campaign_invalid"


class CampaignNotFound(NotFound):
    """This project has no such campaign."""

    code = "campaign_not_found"


class CampaignStateWrong(Conflict):
    """The campaign is not in a state in which that can be done."""

    code = "campaign_state_wrong"
