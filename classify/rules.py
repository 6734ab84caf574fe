"""Where a rule decides, not a weight: categories too rare to learn, figures of speech."""

import re
from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from classify.artefact import LABELS
from classify.characters import folded
from classify.formats import personal_data
from classify.lexicon import ABUSIVE, load_lexicons
from classify.lexicon import CATEGORIES as LISTED
from classify.reading import COUNTS
from classify.scoring import CERTAIN, Doubles, Facts

Flags = NDArray[np.bool_]

UNSURE, UNLIKELY = 0.3, 0.1
RULED = ("personal_data", "unreadable")
_WITH_SENSES = ("vulgar", "insult", "hate")
_ABUSIVE = [LISTED.index(each) for each in ABUSIVE]
_FEWEST_SCRAPS = 2
_MOST_SCRAPS = 0.6
_SURELY_SELLING = 0.7
_SELLING = [LABELS.index("spam"), LABELS.index("ad")]


def ruled(texts: Sequence[str], facts: Facts, scores: Doubles) -> Mapping[str, Doubles]:
    """Scores that a rule decides or corrects, each of shape (texts,)."""
    selling = np.asarray((scores[:, _SELLING] >= _SURELY_SELLING).any(axis=1))
    found = {"personal_data": _personal(texts, facts, selling), "unreadable": _unreadable(facts)}
    certain = {name: _certain(scores[:, LABELS.index(name)], found[name]) for name in RULED}
    return (
        _spared(facts, scores)
        | certain
        | {
            "solicitation": _asking(facts, scores[:, LABELS.index("solicitation")]),
            "threat": _meant(texts, facts, scores[:, LABELS.index("threat")]),
        }
    )


def _spared(facts: Facts, scores: Doubles) -> dict[str, Doubles]:
    """Words in an innocent sense accuse nobody («сука с щенками»), if no other word does."""
    listed = facts.counts[:, : len(LISTED)] + facts.phrases
    alone = (listed <= facts.senses)[:, _ABUSIVE].all(axis=1)
    return {
        label: np.where(
            alone & (facts.senses[:, LISTED.index(label)] > 0),
            np.minimum(scores[:, LABELS.index(label)], UNLIKELY),
            scores[:, LABELS.index(label)],
        )
        for label in _WITH_SENSES
    }


def _asking(facts: Facts, judged: Doubles) -> Doubles:
    """A listed phrase is enough; other wordings the model knows."""
    listed = facts.phrases[:, LISTED.index("solicitation")] > 0
    return np.where(listed, np.maximum(judged, CERTAIN), judged)


def _meant(texts: Sequence[str], facts: Facts, judged: Doubles) -> Doubles:
    """A threat that only a figure of speech makes is none: «убила бы за шоколад»."""
    at = LISTED.index("threat")
    listed = facts.counts[:, at] + facts.phrases[:, at] > 0
    figures = _figures()
    doubtful = np.flatnonzero((judged > UNLIKELY) & ~listed).tolist()
    figurative = [row for row in doubtful if figures.search(folded(texts[row]))]
    meant = judged.copy()
    meant[figurative] = UNLIKELY
    return meant


@cache
def _figures() -> re.Pattern[str]:
    return next(each.figures for each in load_lexicons() if each.category == "threat")


def _certain(judged: Doubles, found: Flags) -> Doubles:
    return np.where(found, CERTAIN, np.minimum(judged, UNSURE))


def _personal(texts: Sequence[str], facts: Facts, selling: Flags) -> Flags:
    """Personal data need a digit, a Latin letter or a flat, so most texts are not searched.

    A telephone or an e-mail in an offer is the offer's.
    """
    columns = [COUNTS.index("number"), COUNTS.index("latin"), COUNTS.index("link")]
    possible = facts.counts[:, columns].max(axis=1).tolist()
    return np.array(
        [
            bool((maybe or "квартир" in text) and personal_data(text, contacts=not sold))
            for text, maybe, sold in zip(texts, possible, selling.tolist(), strict=True)
        ]
    )


def _unreadable(facts: Facts) -> Flags:
    words = facts.counts[:, COUNTS.index("words")] - facts.counts[:, COUNTS.index("number")]
    scraps = facts.counts[:, COUNTS.index("scrap")]
    return (scraps >= _FEWEST_SCRAPS) & (scraps > _MOST_SCRAPS * words)
