"""Categories too rare to learn: what decides there is a rule, not a weight."""

from collections.abc import Mapping, Sequence

import numpy as np

from classify.artefact import LABELS
from classify.formats import personal_data
from classify.lexicon import CATEGORIES as LISTED
from classify.reading import COUNTS
from classify.scoring import Doubles, Facts

CERTAIN = 0.9
UNSURE = 0.3
RULED = ("solicitation", "personal_data", "unreadable")
_FEWEST_WORDS = 4
_MOST_SCRAPS = 0.6
_SELLING = [LABELS.index("spam"), LABELS.index("ad")]


def ruled(
    texts: Sequence[str], facts: Facts, scores: Doubles, limits: Sequence[float]
) -> Mapping[str, Doubles]:
    """Scores of the ruled categories, each of shape (texts,)."""
    selling = (scores[:, _SELLING] >= np.take(limits, _SELLING)).any(axis=1)
    found = {
        "solicitation": facts.phrases[:, LISTED.index("solicitation")] > 0,
        "personal_data": _personal(texts, facts) & ~selling,
        "unreadable": _unreadable(facts),
    }
    return {name: _certain(scores[:, LABELS.index(name)], found[name]) for name in RULED}


def _certain(judged: Doubles, found: np.ndarray) -> Doubles:
    return np.where(found, CERTAIN, np.minimum(judged, UNSURE))


def _personal(texts: Sequence[str], facts: Facts) -> np.ndarray:
    """Personal data need a digit or a Latin letter, so most texts are not searched."""
    columns = [COUNTS.index("number"), COUNTS.index("latin"), COUNTS.index("link")]
    found = facts.counts[:, columns].any(axis=1)
    for at in np.flatnonzero(found):
        found[at] = any(True for _ in personal_data(texts[at]))
    return found


def _unreadable(facts: Facts) -> np.ndarray:
    words = facts.counts[:, COUNTS.index("words")]
    scraps = facts.counts[:, COUNTS.index("scrap")]
    return (words >= _FEWEST_WORDS) & (scraps > _MOST_SCRAPS * words)
