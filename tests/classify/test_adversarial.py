"""1,124 texts written to fool the classifier, by two who saw neither its lists nor its data.

They teach nothing and move no list: what is asked of the model here is what it was measured to do,
so that a change that harms honest complaints is seen at once.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from classify import Classifier
from models import Verdict

Case = tuple[frozenset[str], Verdict]


@pytest.fixture(scope="module")
def cases(classifier: Classifier) -> Mapping[str, Sequence[Case]]:
    lines = Path(__file__).with_name("adversarial.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    verdicts = classifier.verdicts([row["text"] for row in rows])
    found: dict[str, list[Case]] = {}
    for row, verdict in zip(rows, verdicts, strict=True):
        found.setdefault(row["kind"], []).append((frozenset(row["labels"]), verdict))
    return found


@pytest.mark.parametrize(
    ("kind", "most"),
    [
        ("harsh_criticism", 0.02),
        ("lookalike_clean", 0.05),
        ("figurative_violence", 0.10),
        ("harmless_numbers", 0.10),
        ("petition_clean", 0.05),
        ("chat_clean", 0.02),
        ("distorted", 0.08),
    ],
)
def test_the_clean_is_spared(cases: Mapping[str, Sequence[Case]], kind: str, most: float) -> None:
    clean = [verdict for labels, verdict in cases[kind] if labels <= {"incident"}]
    assert sum(bool(verdict.flags) for verdict in clean) <= most * len(clean)


@pytest.mark.parametrize(
    ("kind", "label", "least"),
    [
        ("masked_obscene", "obscene", 0.90),
        ("personal_data", "personal_data", 0.80),
        ("solicitation", "solicitation", 0.50),
        ("ad_local", "ad", 0.85),
        ("spam", "spam", 0.90),
        ("distorted", "obscene", 0.90),
        ("distorted", "vulgar", 0.70),
        ("distorted", "insult", 0.75),
        ("distorted", "threat", 0.70),
        ("distorted", "hate", 0.80),
    ],
)
def test_the_hidden_is_found(
    cases: Mapping[str, Sequence[Case]], kind: str, label: str, least: float
) -> None:
    guilty = [verdict for labels, verdict in cases[kind] if label in labels]
    assert sum(label in verdict.flags for verdict in guilty) >= least * len(guilty)


def test_matters_are_told_from_talk(cases: Mapping[str, Sequence[Case]]) -> None:
    judged = [
        ("incident" in labels, verdict.needs_answer)
        for kind, each in cases.items()
        for labels, verdict in each
        if kind != "distorted"  # talk of all the world, where matters are rare
    ]
    right = sum(truth and said for truth, said in judged)
    assert right >= 0.85 * sum(truth for truth, _ in judged)
    assert right >= 0.85 * sum(said for _, said in judged)
