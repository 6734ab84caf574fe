"""Learning the federal topics from messages of residents and messages written for the purpose."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from classify.hashing import Ints
from classify.passport import origin
from classify.topics import ridge
from classify.topics.compressing import DEPTH, compressed
from classify.topics.corpus import corpus_of
from classify.topics.evaluation import Figures, figures
from classify.topics.model import TopicModel, expectations
from classify.topics.samples import TopicSample, with_topic
from classify.topics.sharpness import best_sharpness
from classify.topics.taxonomy import federal, groups_of
from classify.topics.vectors import shipped
from classify.voting import Floats

STRENGTH = 0.3
OTHER_WEIGHT = 0.7
"""A message written for the purpose or labelled by a machine against an annotated one."""

SECOND = 0.6
"""How true the second topic of a message is."""

GROUP_BONUS = 0.25
"""How much the score of its group adds to a topic's: groups are learned better than topics."""


def train(samples: Sequence[TopicSample], sources: Mapping[str, str]) -> TopicModel:
    """A model from samples; `sources` are hashes of the files they came from."""
    samples = [*with_topic(samples), *_names()]
    truth = truth_of(samples)
    weights = np.array(
        [1.0 if sample.annotated else OTHER_WEIGHT for sample in samples], np.float32
    )
    corpus = corpus_of([sample.text for sample in samples], shipped())
    likeness = corpus.gram()
    strength = STRENGTH * float(np.diag(likeness).mean())
    learned = ridge.fit(likeness, np.hstack([truth, _by_group(truth)]), weights, strength)
    annotated = np.array([sample.annotated for sample in samples])
    counted = annotated if annotated.any() else ~annotated
    unseen = _with_groups(learned.unseen)[counted]
    sharpness = best_sharpness(unseen, (truth[counted] > 0).astype(np.float32))
    linear = compressed(corpus, likeness, _with_groups(learned.pull), _with_groups(learned.mean))
    passport = _passport(samples, sources, sharpness, figures(unseen, truth[counted]))
    return TopicModel(linear, passport)


def _names() -> list[TopicSample]:
    """What each topic is called, as a message about it."""
    return [TopicSample(entry.topic, (entry.code,), annotated=False) for entry in federal()]


def truth_of(samples: Sequence[TopicSample]) -> Floats:
    """How true each topic is of each message, shape (texts, topics)."""
    column = {entry.code: at for at, entry in enumerate(federal())}
    truth = np.zeros((len(samples), len(column)), np.float32)
    for row, sample in enumerate(samples):
        for place, code in enumerate(sample.codes):
            truth[row, column[code]] = SECOND if place else 1.0
    return truth


def _by_group(truth: Floats) -> Floats:
    names, group = groups_of(federal())
    return np.stack([truth[:, group == at].max(axis=1) for at in range(len(names))], axis=1)


def _with_groups(scores: Floats) -> Floats:
    """The topics' columns with a share of their groups' added; linear, so it fits weights too."""
    group: Ints = groups_of(federal())[1]
    topics = len(group)
    added = scores[..., topics:][..., group] * np.float32(GROUP_BONUS)
    return np.asarray(scores[..., :topics] + added, np.float32)


def _passport(
    samples: Sequence[TopicSample], sources: Mapping[str, str], sharpness: float, found: Figures
) -> dict[str, Any]:
    return {
        **expectations(),
        **origin("topics", sources),
        "samples": {"annotated": sum(s.annotated for s in samples), "all": len(samples)},
        "sharpness": round(sharpness, 3),
        "parameters": {
            "strength": STRENGTH,
            "other_weight": OTHER_WEIGHT,
            "second": SECOND,
            "group_bonus": GROUP_BONUS,
            "depth": DEPTH,
        },
        "figures_unseen": found.as_json(),
    }
