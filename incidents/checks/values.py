"""What a check is given and what it says."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from models import Finding

Span = tuple[int, int]  # offsets of code points in the draft


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer before the curator sees it, and the message it answers.

    `author` is the name the network shows; `private` an answer to a private message;
    `repeat` an answer to somebody who wrote of an answered matter again.
    """

    text: str
    question: str
    network: str
    author: str = ""
    private: bool = False
    repeat: bool = False


@dataclass(frozen=True, slots=True)
class Slip:
    """A place that a checker of grammar objects to, with what it would write instead."""

    start: int
    end: int
    message: str
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tools:
    """Knowledge of the language that lives elsewhere.

    `flags`: the classifier's findings. `lemmas`: the dictionary forms of a word. `known`: whether
    the dictionary has a word. `grammar`: a server's objections, None where none is set up.
    """

    flags: Callable[[str], Sequence[Finding]]
    lemmas: Callable[[str], frozenset[str]]
    known: Callable[[str], bool]
    grammar: Callable[[str], Sequence[Slip]] | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """What one check found: advice in Russian, and the place in the draft where there is one."""

    advice: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """A note with the check it comes from, the paragraph that demands it ("" where the act is
    silent) and the reason for which the curator may return the draft.
    """

    check: str
    advice: str
    span: Span | None
    paragraph: str
    reason: str


Check = Callable[[Draft, Tools], Iterable[Note]]
