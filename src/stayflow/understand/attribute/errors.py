"""What can be wrong with an attribute."""

from stayflow.kernel.errors import InvalidInput


class AttributeInvalid(InvalidInput):
    """What is said of an attribute cannot be kept."""

    code = "attribute_invalid"
