"""Categories too rare to learn: what decides there is a rule, not a weight."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from classify.artefact import LABELS
from classify.formats import personal_data
from classify.lexicon import CATEGORIES as LISTED
from classify.reading import COUNTS
from classify.scoring import CERTAIN, Doubles, Facts

Flags = NDArray[np.bool_]

UNSURE = 0.3
RULED = ("solicitation", "personal_data", "unreadable")
_FEWEST_SCRAPS = 2
_MOST_SCRAPS = 0.6
_SURELY_SELLING = 0.5
_SELLING = [LABELS.index("spam"), LABELS.index("ad")]


def ruled(texts: Sequence[str], facts: Facts, scores: Doubles) -> Mapping[str, Doubles]:
    """Scores of the ruled categories, each of shape (texts,)."""
    selling = (scores[:, _SELLING] >= _SURELY_SELLING).any(axis=1)
    found = {
        "solicitation": facts.phrases[:, LISTED.index("solicitation")] > 0,
        "personal_data": _personal(texts, facts) & ~selling,
        "unreadable": _unreadable(facts),
    }
    return {name: _certain(scores[:, LABELS.index(name)], found[name]) for name in RULED}


def _certain(judged: Doubles, found: Flags) -> Doubles:
    return np.where(found, CERTAIN, np.minimum(judged, UNSURE))


def _personal(texts: Sequence[str], facts: Facts) -> Flags:
    """Personal data need a digit, a Latin letter or a flat, so most texts are not searched."""
    columns = [COUNTS.index("number"), COUNTS.index("latin"), COUNTS.index("link")]
    possible = facts.counts[:, columns].max(axis=1).tolist()
    return np.array(
        [
            bool(maybe or "квартир" in text) and any(personal_data(text))
            for text, maybe in zip(texts, possible, strict=True)
        ]
    )


def _unreadable(facts: Facts) -> Flags:
    words = facts.counts[:, COUNTS.index("words")] - facts.counts[:, COUNTS.index("number")]
    scraps = facts.counts[:, COUNTS.index("scrap")]
    return (scraps >= _FEWEST_SCRAPS) & (scraps > _MOST_SCRAPS * words)
