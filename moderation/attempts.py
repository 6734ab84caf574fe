"""What follows when a network refuses an action: again, a person, or the end of it. Pure."""

from dataclasses import dataclass, replace
from datetime import timedelta

from errors import NetworkFault, Outcome

MOST = 8  # attempts of one action
CARDLESS = ("answer", "unban", "preserve")  # there is no card that could come back
FIRST, LONGEST, QUOTA = timedelta(seconds=15), timedelta(hours=1), timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Next:
    """The state an action goes to; `pause` until it is tried again; `reason` for people.

    `sure`: what the call was to do has not happened, or has for certain. `answer` is the external
    id of a published answer; `seen` what an edited comment says now.
    """

    state: str
    reason: str = ""
    pause: timedelta = timedelta(0)
    sure: bool = True
    answer: str | None = None
    seen: str | None = None


def after_fault(act: str, fault: NetworkFault, attempts: int) -> Next:
    """What follows from a refusal, by its outcome."""
    reason = str(fault)
    match fault.outcome:
        case Outcome.RETRY | Outcome.WAIT | Outcome.STOP_METHOD:
            sure = fault.outcome is not Outcome.RETRY
            return again(reason, attempts, _asked(fault), sure)
        case Outcome.GONE if act in ("delete", "unban"):
            return Next("done", "уже нет")
        case Outcome.STOP_TOKEN | Outcome.OPERATOR:
            return Next("by_hand", reason)
        case _:
            return Next("failed", reason)


def again(
    reason: str, attempts: int, at_least: timedelta = timedelta(0), sure: bool = False
) -> Next:
    """One more attempt, each twice as far away as the last; after MOST of them none."""
    if attempts >= MOST:
        return Next("failed", f"{reason}; попыток: {attempts}", sure=sure)
    pause = max(at_least, min(FIRST * 2 ** (attempts - 1), LONGEST))
    return Next("waiting", reason, pause, sure)


def given_up(act: str, found: Next) -> Next:
    """Nothing ends unseen: what has no card to bring back becomes a person's task."""
    is_lost = found.state == "failed" and act in CARDLESS
    return replace(found, state="by_hand") if is_lost else found


def _asked(fault: NetworkFault) -> timedelta:
    if fault.outcome is Outcome.STOP_METHOD:
        return QUOTA
    return timedelta(seconds=fault.retry_after or 0)
