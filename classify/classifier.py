"""Text in, verdict out."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from classify import artefact
from classify.artefact import LABELS, Artefact
from classify.documents import Batch, ChunkStore
from classify.explaining import Explainer, Span
from classify.lexicon import load_lexicons
from classify.reading import Reader
from classify.rules import ruled
from classify.scoring import Doubles, facts_of
from models.verdict import CATEGORIES, Finding, Verdict

BATCH = 128
_DIGITS = 4
_INCIDENT = LABELS.index("incident")


class Classifier:
    """The whole way from a text to its verdict; keeps what it learned about words, bounded."""

    def __init__(self, model: Artefact, thresholds: Mapping[str, float] | None = None) -> None:
        self.name = model.name
        self.thresholds = _thresholds(model.thresholds, thresholds or {})
        self._limits = [self.thresholds[label] for label in LABELS]
        self._judge = model.judge
        self._store = ChunkStore(Reader(load_lexicons()), model.voting)

    @classmethod
    def load(
        cls, directory: Path | None = None, thresholds: Mapping[str, float] | None = None
    ) -> "Classifier":
        """The shipped model or the one in `directory`; thresholds by category or "incident"."""
        return cls(artefact.load(directory), thresholds)

    def verdict(self, text: str) -> Verdict:
        """The verdict on one text."""
        return self.verdicts([text])[0]

    def verdicts(self, texts: Sequence[str]) -> list[Verdict]:
        """Verdicts in the order of the texts."""
        return [verdict for part in _parts(texts) for verdict in self._verdicts(part)]

    def scores(self, texts: Sequence[str]) -> Doubles:
        """Scores alone, shape (texts, labels), in the order of LABELS."""
        parts = (self._scores(part, self._store.batch(part)) for part in _parts(texts))
        return np.vstack([np.zeros((0, len(LABELS))), *parts])

    def _verdicts(self, texts: Sequence[str]) -> Iterator[Verdict]:
        batch = self._store.batch(texts)
        scores = self._scores(texts, batch)
        exceeded = scores >= self._limits
        flagged = exceeded[:, :_INCIDENT].any(axis=1)
        for at, (text, row) in enumerate(zip(texts, scores.tolist(), strict=True)):
            over = exceeded[at].tolist()
            findings = self._findings(text, batch, at, row, over) if flagged[at] else ()
            yield _verdict(row, over, findings)

    def _scores(self, texts: Sequence[str], batch: Batch) -> Doubles:
        facts = facts_of(self._store, batch)
        scores = self._judge.scores(facts.features)
        for category, column in ruled(texts, facts, scores, self._limits).items():
            scores[:, LABELS.index(category)] = column
        said = np.array([bool(text) for text in texts])
        return np.round(scores * said[:, None], _DIGITS)

    def _findings(
        self, text: str, batch: Batch, at: int, row: Sequence[float], over: Sequence[bool]
    ) -> tuple[Finding, ...]:
        explainer = Explainer(self._store, text, batch.of(at))
        return tuple(
            _finding(text, category, row[label], span)
            for label, category in enumerate(CATEGORIES)
            if over[label]
            for span in explainer.spans(category, label)
        )


def _parts(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    return (texts[at : at + BATCH] for at in range(0, len(texts), BATCH))


def _verdict(row: list[float], over: list[bool], findings: tuple[Finding, ...]) -> Verdict:
    flags = tuple(category for category, is_over in zip(CATEGORIES, over, strict=False) if is_over)
    scores = dict(zip(CATEGORIES, row, strict=False))
    return Verdict(scores, flags, findings, row[_INCIDENT], over[_INCIDENT])


def _finding(text: str, category: str, score: float, span: Span) -> Finding:
    start, end = span
    return Finding(category, score, start, end, text[start:end])


def _thresholds(shipped: Mapping[str, float], own: Mapping[str, float]) -> dict[str, float]:
    unknown = sorted(set(own) - set(LABELS))
    if unknown:
        raise ValueError(f"thresholds: unknown category {unknown[0]!r}, expected one of {LABELS}")
    return {**shipped, **own}
