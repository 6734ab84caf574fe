"""Why the registry cannot take something."""

from errors import OtklikError


class RegistryError(OtklikError):
    """The registry cannot take this; the message says why and what can be done."""


class NotThere(RegistryError):
    """Neither the registry nor the plan has anything of this number."""
