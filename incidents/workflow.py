"""The working life of an incident, as one table: who may do what in which state.

docs/incidents.md draws it. A line is chosen by act, state and `when`; the first that fits is taken.
"""

from collections.abc import Callable
from dataclasses import dataclass

from incidents.case import Case
from models.regulation import Regulation

FORMS = ("answer", "interim", "question", "explanation")

CANDIDATES = ("candidate", "dismissed", "cleared", "withdrawn")
WORKING = ("executing", "interim")  # with the executor: before, and after an interim answer
DRAFTED = ("review", "head", "approved")
OPEN = ("resolution", "new", "refused", *WORKING, "rework", *DRAFTED, "asked")
CLOSED = ("answered", "explained", "handed_over", "unanswered", "appeal")
STATES = (*CANDIDATES, *OPEN, *CLOSED)

Rule = Callable[[Case, str, Regulation], bool]  # of the case before, the form, the regulation


def _head_first(case: Case, form: str, regulation: Regulation) -> bool:
    return regulation.wants_resolution(case.message.channel) is not None


def _head_approves(case: Case, form: str, regulation: Regulation) -> bool:
    # A question needs the curator's consent only (gulkevichi 3.1.2).
    return form != "question" and regulation.approved_by_head(case.message.channel) is not None


def _others_left(case: Case, form: str, regulation: Regulation) -> bool:
    return case.several


def _curator_writes(case: Case, form: str, regulation: Regulation) -> bool:
    rule = regulation.several  # a question is the executor's own
    return form != "question" and case.several and rule is not None and rule.writer == "curator"


def _executor_writes(case: Case, form: str, regulation: Regulation) -> bool:
    return form != "question" and not _curator_writes(case, form, regulation)


def _goes_elsewhere(case: Case, form: str, regulation: Regulation) -> bool:
    return form != "question" and regulation.handed_over(case.message.channel) is not None


def _we_publish(case: Case, form: str, regulation: Regulation) -> bool:
    return not _goes_elsewhere(case, form, regulation)


def _after_interim(case: Case, form: str, regulation: Regulation) -> bool:
    return case.interim_at is not None


def _of(wanted: str, also: Rule | None = None) -> Rule:
    return lambda case, form, act: form == wanted and (also is None or also(case, form, act))


def _always(case: Case, form: str, regulation: Regulation) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Move:
    """A line: who may do `act` in one of `states`; where it leads; what it is to the clocks.

    An empty `to` leaves the state as it is.
    """

    act: str
    states: tuple[str, ...]
    to: str
    roles: tuple[str, ...]
    events: tuple[str, ...] = ()
    when: Rule = _always


# An author who keeps silent holds up no answer, only a second question.
ANSWERING = (*WORKING, "rework", "asked")
CURATOR, EXECUTOR, HEAD = ("curator",), ("executor",), ("head",)
FIRST = ("curator", "moderator")
ANYONE = ("curator", "moderator", "executor", "head")

MOVES = (
    # act, in these states, leads to, who, what it is to the clocks, when
    Move("confirm", CANDIDATES, "resolution", FIRST, ("detected", "confirmed"), _head_first),
    Move("confirm", CANDIDATES, "new", FIRST, ("detected", "confirmed")),
    Move("dismiss", ("candidate", "cleared", "withdrawn"), "dismissed", FIRST),
    Move("resolve", ("resolution",), "new", HEAD, ("resolved",)),
    Move("route", ("new", "refused", "executing"), "executing", CURATOR, ("routed",)),
    Move("route", ("interim",), "interim", CURATOR, ("routed",)),
    Move("not_ours", WORKING, "", EXECUTOR, ("refused",), _others_left),
    Move("not_ours", WORKING, "refused", EXECUTOR, ("refused",)),
    Move("inform", WORKING, "", EXECUTOR, ("informed",), _others_left),
    Move("draft", (*WORKING, "rework"), "review", EXECUTOR, ("submitted", "questioned"),
         _of("question")),
    # The curator's own consolidated answer needs no second look of the curator.
    Move("draft", ANSWERING, "head", CURATOR, ("drafted", "agreed"),
         lambda *now: _curator_writes(*now) and _head_approves(*now)),
    Move("draft", ANSWERING, "approved", CURATOR, ("drafted", "approved", "released"),
         _curator_writes),
    Move("draft", ANSWERING, "review", EXECUTOR, ("submitted", "drafted"),
         _executor_writes),
    Move("return", ("review",), "rework", CURATOR, ("returned",)),
    Move("return", ("head",), "rework", HEAD, ("returned",)),
    Move("approve", ("review",), "approved", CURATOR, ("approved",), _of("question")),
    Move("approve", ("review",), "head", CURATOR, ("agreed",), _head_approves),
    Move("approve", ("review",), "approved", CURATOR, ("approved", "released")),
    Move("approve", ("head",), "approved", HEAD, ("approved", "released")),
    Move("publish", ("approved",), "asked", CURATOR, ("asked",), _of("question")),
    Move("publish", ("approved",), "interim", CURATOR, ("interim",), _of("interim", _we_publish)),
    Move("publish", ("approved",), "explained", CURATOR, ("explained",),
         _of("explanation", _we_publish)),
    Move("publish", ("approved",), "answered", CURATOR, ("answered",), _we_publish),
    Move("hand_over", ("approved",), "interim", CURATOR, ("handed_over", "interim"),
         _of("interim", _goes_elsewhere)),
    Move("hand_over", ("approved",), "handed_over", CURATOR, ("handed_over", "explained"),
         _of("explanation", _goes_elsewhere)),
    Move("hand_over", ("approved",), "handed_over", CURATOR, ("handed_over",), _goes_elsewhere),
    Move("replied", ("asked",), "interim", FIRST, ("replied",), _after_interim),
    Move("replied", ("asked",), "executing", FIRST, ("replied",)),
    Move("no_answer", OPEN, "unanswered", CURATOR, ("closed",)),
    Move("appeal", OPEN, "appeal", CURATOR, ("closed",)),
    Move("reopen", CLOSED, "resolution", CURATOR, ("detected", "confirmed", "reopened"),
         _head_first),
    Move("reopen", CLOSED, "new", CURATOR, ("detected", "confirmed", "reopened")),
    Move("importance", OPEN, "", CURATOR),
    Move("correct", ("candidate", *OPEN), "", FIRST),
    Move("term", OPEN, "", CURATOR),
    Move("note", STATES, "", ANYONE),
)  # fmt: skip
ACTS = tuple(dict.fromkeys(move.act for move in MOVES))


@dataclass(frozen=True, slots=True)
class Task:
    """A step that has a clock: whose it is, and which events end it.

    `optional` is a right, not a duty: nobody is late who does not use it, and it lapses with
    `lapses`. A term for `each` body runs from when that body received the message, and ends with
    its own step; where the act counts from elsewhere, it is one term for all.
    """

    owner: str
    ends: tuple[str, ...]
    optional: bool = False
    lapses: tuple[str, ...] = ()
    each: bool = False


OUT = ("answered", "explained", "handed_over")
TASKS = {
    "route": Task("curator", ("routed",)),
    "route_several": Task("curator", ("routed",), optional=True),
    "info_several": Task("executor", ("informed",), lapses=("released", "refused"), each=True),
    "not_ours": Task(
        "executor", ("refused",), optional=True, lapses=("informed", "submitted"), each=True
    ),
    "reroute": Task("curator", ("routed",)),
    "clarify": Task("executor", ("questioned",), optional=True, lapses=("drafted",), each=True),
    "draft": Task("executor", ("drafted",)),
    "approve": Task("curator", ("agreed", "approved", "returned")),
    "rework": Task("executor", ("submitted", "drafted")),
    "publish": Task("curator", ("asked", "interim", *OUT)),
    "answer": Task("curator", ("interim", *OUT)),
    "interim_to_final": Task("executor", OUT),
    "explanation": Task(
        "executor",
        ("explained",),
        optional=True,
        lapses=("answered", "interim", "handed_over"),
        each=True,
    ),
}


def moves(case: Case, act: str, form: str, regulation: Regulation) -> list[Move]:
    """The lines that fit, best first; without one the act cannot be done now."""
    return [
        move
        for move in MOVES
        if move.act == act and case.state in move.states and move.when(case, form, regulation)
    ]


def possible(case: Case, regulation: Regulation) -> list[str]:
    """Acts that lead on from here, for the form at hand; a draft is possible in any form."""
    at_hand = dict.fromkeys(ACTS, (case.form,)) | {"draft": FORMS}
    return [
        act
        for act, forms in at_hand.items()
        if any(moves(case, act, form, regulation) for form in forms)
    ]
