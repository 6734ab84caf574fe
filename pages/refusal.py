"""Why the registry cannot take something."""

from errors import OtklikError


class RegistryError(OtklikError):
    """The registry cannot take this; the message says why and what can be done."""
