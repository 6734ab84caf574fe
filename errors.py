"""The errors of Otklik; what follows from a network's failure is an `Outcome`, from a table."""

from enum import Enum


class OtklikError(Exception):
    """Anything we can explain to the person at the keyboard; the message says the way out."""


class ConfigError(OtklikError):
    """The configuration cannot be used; the message names the key, the value and what fits."""


class StoreError(OtklikError):
    """The database cannot be opened, migrated, backed up or restored."""


class Busy(StoreError):
    """Another process does the same at this moment; the message says what it does."""


class Outcome(Enum):
    """What the pass does about a failure of a network."""

    RETRY = "retry"  # passing: try again with back-off
    WAIT = "wait"  # the network asked for patience: sleep, then try again
    SKIP = "skip"  # this page or thing is out of reach: report it, go on
    GONE = "gone"  # the thing no longer exists: nothing left to do
    STOP_METHOD = "stop method"  # the method's quota is spent or it was withdrawn: not today
    STOP_TOKEN = "stop token"  # noqa: S105 - the token is dead: no further call with it
    OPERATOR = "operator"  # a person must act: captcha, missing right, wrong set-up


class NetworkFault(OtklikError):
    """A network refused, or its answer made no sense.

    `code` is the network's own error code, else the HTTP status, else a word ("timeout").
    `retry_after` is in seconds, where the network named it. The message never holds a secret.
    """

    def __init__(
        self,
        network: str,
        code: int | str,
        message: str,
        outcome: Outcome,
        *,
        method: str = "",
        retry_after: float | None = None,
    ) -> None:
        super().__init__(f"{network} {method or 'call'}: {message} (code {code})")
        self.network = network
        self.code = code
        self.outcome = outcome
        self.method = method
        self.retry_after = retry_after
