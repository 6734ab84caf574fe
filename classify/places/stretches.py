"""From labels of words to stretches of words that name one place each."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from classify.places.tagger import LABELS, OUTSIDE
from classify.places.tokens import GAPS, Pair, gap_kind
from classify.places.vocabulary import fold, load_vocabulary

_JOINING = frozenset(
    GAPS.index(name) for name in ("nothing", "blank", "dot", "hyphen", "quote", "unquote", "number")
)
_ADJECTIVE = ("ого", "его", "ий", "ый", "ой", "ом", "ем", "ому", "ему", "им", "ым", "ая")


class Stretch(NamedTuple):
    """Words `first` to `last` of a text that name one place."""

    kind: str
    first: int
    last: int


def stretches_of(labels: Sequence[int], pairs: Sequence[Pair]) -> list[Stretch]:
    """Runs of words that are one place; «Рудавец Обоянского района» are two."""
    runs = [part for run in _runs(labels, pairs) for part in _without_district(run, pairs)]
    masked = _masked(pairs)
    return [run for run in runs if run.first not in masked]


def _runs(labels: Sequence[int], pairs: Sequence[Pair]) -> Iterator[Stretch]:
    first = 0
    for at in [at for at, label in enumerate(labels) if label != OUTSIDE]:
        part, _, kind = LABELS[labels[at]].partition("-")
        if part == "begin" or (kind in _NAMES and not _joined(pairs, at)):
            first = at
        goes_on = at + 1 < len(labels) and LABELS[labels[at + 1]] == f"inside-{kind}"
        if kind and not (goes_on and (kind not in _NAMES or _joined(pairs, at + 1))):
            yield Stretch(kind, first, at)


_NAMES = ("settlement", "street")


def _joined(pairs: Sequence[Pair], at: int) -> bool:
    """Whether no comma or the like parts a word from the one before; «Льгов - 2» is one name."""
    gap, word = pairs[at]
    return gap_kind(gap) in _JOINING or word[0].isdecimal()


def _without_district(run: Stretch, pairs: Sequence[Pair]) -> Iterator[Stretch]:
    """A district after a settlement's name is a place of its own."""
    words = [fold(word) for _, word in pairs[run.first : run.last + 1]]
    district = load_vocabulary().types["district"]
    size = len(words) - 1
    while size > 0 and (words[size] in district or words[size].endswith(_ADJECTIVE)):
        size -= 1
    own = run.kind == "settlement" and any(word in district for word in words[size + 1 :])
    if own and not words[size].endswith(_ADJECTIVE):
        yield Stretch(run.kind, run.first, run.first + size)
        yield Stretch(run.kind, run.first + size + 1, run.last)
    else:
        yield run


def _masked(pairs: Sequence[Pair]) -> set[int]:
    """Words of a mention («[club1|Центральный район]»): a name of a page, not a place."""
    found: set[int] = set()
    opened = inside = False
    for at, (gap, _) in enumerate(pairs):
        inside = (inside or (opened and gap.startswith("|"))) and "]" not in gap
        opened = gap.endswith("[") or (opened and not gap)
        if inside:
            found.add(at)
    return found
