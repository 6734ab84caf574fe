"""Text in, verdict out."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from threading import RLock

import numpy as np

from classify import artefact
from classify.artefact import LABELS, Artefact
from classify.documents import Batch, ChunkStore
from classify.explaining import Explainer, Span
from classify.places import Gazetteer, PlaceFinder
from classify.reading import Reader
from classify.rules import ruled
from classify.scoring import Doubles, Facts, facts_of
from classify.topics import model as topics_artefact
from classify.topics.model import Topics
from classify.topics.own import OwnTopic
from models.verdict import CATEGORIES, Finding, Places, Topic, Verdict

BATCH = 128
PLACED = 0.03
"""Below this score of `incident` no place is sought: 5 of 1,669 texts with a place stand there,
and three of four comments."""

_NOWHERE = Places()
_DIGITS = 4
_INCIDENT = LABELS.index("incident")


class Classifier:
    """The whole way from a text to its verdict; keeps what it learned about words, bounded."""

    def __init__(
        self,
        model: Artefact,
        thresholds: Mapping[str, float] | None = None,
        topics: Topics | None = None,
        places: PlaceFinder | None = None,
    ) -> None:
        """Without `topics` or `places` verdicts have none."""
        self._places = places
        self._turn = topics.turn if topics else RLock()  # what is remembered is nobody's alone
        self.name = model.name
        self.topics = topics
        self.thresholds = _thresholds(model.thresholds, thresholds or {})
        self._limits = [self.thresholds[label] for label in LABELS]
        self.automatic = model.automatic
        self._judge = model.judge
        self._store = ChunkStore(Reader(), model.voting)

    @classmethod
    def load(
        cls,
        directory: Path | None = None,
        thresholds: Mapping[str, float] | None = None,
        own_topics: Sequence[OwnTopic] = (),
        gazetteer: Gazetteer | None = None,
    ) -> "Classifier":
        """The shipped model or the one in `directory`; thresholds by category or "incident".

        `own_topics` and `gazetteer`: the municipality's own topics and places.
        """
        topics = Topics(topics_artefact.load(), own_topics)
        places = PlaceFinder.load(gazetteer=gazetteer)
        return cls(artefact.load(directory), thresholds, topics, places)

    def verdict(self, text: str) -> Verdict:
        """The verdict on one text."""
        return self.verdicts([text])[0]

    def verdicts(self, texts: Sequence[str]) -> list[Verdict]:
        """Verdicts in the order of the texts."""
        return [verdict for part in _parts(texts) for verdict in self._judged(part)]

    def scores(self, texts: Sequence[str]) -> Doubles:
        """Scores alone, shape (texts, labels), in the order of LABELS."""
        with self._turn:
            parts = [self._scores(part, self._facts(part)[1]) for part in _parts(texts)]
        return np.vstack([np.zeros((0, len(LABELS))), *parts])

    def _judged(self, texts: Sequence[str]) -> list[Verdict]:
        with self._turn:
            return list(self._verdicts(texts))

    def _verdicts(self, texts: Sequence[str]) -> Iterator[Verdict]:
        batch, facts = self._facts(texts)
        scores = self._scores(texts, facts)
        exceeded = np.greater_equal(scores, self._limits)
        rows = zip(texts, scores.tolist(), exceeded.tolist(), strict=True)
        matters = zip(self._topics_of(texts), self._places_of(texts, scores), strict=True)
        for at, ((text, row, over), matter) in enumerate(zip(rows, matters, strict=True)):
            if any(over[:_INCIDENT]):
                phrases = facts.phrase_hits.get(at, ())
                explainer = Explainer(self._store, text, batch.of(at), phrases)
                flags, findings = _flagged(text, row, over, explainer)
            else:
                flags, findings = (), ()
            by_category = dict(zip(CATEGORIES, row, strict=False))
            yield Verdict(by_category, flags, findings, row[_INCIDENT], over[_INCIDENT], *matter)

    def _topics_of(self, texts: Sequence[str]) -> Sequence[tuple[Topic, ...]]:
        return self.topics.of(texts) if self.topics else [()] * len(texts)

    def _places_of(self, texts: Sequence[str], scores: Doubles) -> list[Places]:
        """Places of the texts that may be a matter at all: most chat is spared the looking."""
        found = [_NOWHERE] * len(texts)
        if self._places:
            asked = np.flatnonzero(scores[:, _INCIDENT] >= PLACED).tolist()
            for at, places in zip(
                asked, self._places.many([texts[at] for at in asked]), strict=True
            ):
                found[at] = places
        return found

    def _facts(self, texts: Sequence[str]) -> tuple[Batch, Facts]:
        batch = self._store.batch(texts)
        return batch, facts_of(self._store, batch)

    def _scores(self, texts: Sequence[str], facts: Facts) -> Doubles:
        scores = self._judge.scores(facts.features)
        for category, column in ruled(texts, facts, scores).items():
            scores[:, LABELS.index(category)] = column
        scores[[not text for text in texts]] = 0
        return scores.round(_DIGITS)


def _parts(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    return (texts[at : at + BATCH] for at in range(0, len(texts), BATCH))


def _flagged(
    text: str, row: Sequence[float], over: Sequence[bool], explainer: Explainer
) -> tuple[tuple[str, ...], tuple[Finding, ...]]:
    labels = [label for label in range(_INCIDENT) if over[label]]
    findings = tuple(
        _finding(text, CATEGORIES[label], row[label], span)
        for label in labels
        for span in explainer.spans(CATEGORIES[label], label)
    )
    return tuple(CATEGORIES[label] for label in labels), findings


def _finding(text: str, category: str, score: float, span: Span) -> Finding:
    start, end = span
    return Finding(category, score, start, end, text[start:end])


def _thresholds(shipped: Mapping[str, float], own: Mapping[str, float]) -> dict[str, float]:
    unknown = sorted(set(own) - set(LABELS))
    if unknown:
        raise ValueError(f"thresholds: unknown category {unknown[0]!r}, expected one of {LABELS}")
    return {**shipped, **own}
