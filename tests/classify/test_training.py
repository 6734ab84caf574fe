"""Learning, saving, loading and refusing, on a small set written for the purpose."""

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from classify import Classifier, artefact
from classify.artefact import ArtefactError
from classify.evaluation import best_threshold, count, wilson
from classify.samples import SampleError, read_samples
from commands.train import evaluate, train

ROWS = [
    *({"text": f"дурак номер {n}", "labels": ["insult"]} for n in range(20)),
    *({"text": f"почините свет в доме {n}", "labels": ["incident"]} for n in range(20)),
    *({"text": f"спасибо за праздник {n}", "labels": []} for n in range(20)),
    *({"text": f"яма на улице {n}", "topics": ["T001"]} for n in range(10)),
    *({"text": f"нет воды в доме {n}", "code": "T002"} for n in range(10)),
]


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("data") / "rows.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ROWS), "utf-8")
    return path


@pytest.fixture(scope="module")
def trained(data: Path, tmp_path_factory) -> Path:
    return learn(data, tmp_path_factory.mktemp("model"))


def learn(data: Path, out: Path) -> Path:
    arguments = ["moderation", "--from", str(data), "--out", str(out), "--seed", "7"]
    result = CliRunner().invoke(train, arguments)
    assert result.exit_code == 0, result.output
    return out


def test_the_model_has_learned(trained: Path) -> None:
    classifier = Classifier.load(trained)
    rude, matter, thanks = classifier.verdicts(
        ["дурак номер 77", "почините свет в доме 77", "спасибо за праздник 77"]
    )
    assert rude.scores["insult"] > 0.5 > thanks.scores["insult"]
    assert matter.incident > max(thanks.incident, rude.incident)


def test_the_same_seed_gives_the_same_model(data: Path, trained: Path, tmp_path: Path) -> None:
    again = artefact.load(learn(data, tmp_path))
    first = artefact.load(trained)
    assert again.passport == first.passport
    assert np.array_equal(again.voting.weights, first.voting.weights)
    assert np.array_equal(again.judge.weights, first.judge.weights)


def test_saved_and_loaded_is_the_same(trained: Path, tmp_path: Path) -> None:
    artefact.save(artefact.load(trained), tmp_path)
    texts = [row["text"] for row in ROWS]
    assert Classifier.load(tmp_path).verdicts(texts) == Classifier.load(trained).verdicts(texts)


def test_the_artefact_holds_no_text(trained: Path) -> None:
    written = b"".join(path.read_bytes() for path in trained.iterdir())
    assert "почините".encode() not in written


@pytest.mark.parametrize("key", ["format", "labels", "features", "bucket_bits"])
def test_a_model_of_another_version_is_refused(trained: Path, tmp_path: Path, key: str) -> None:
    artefact.save(artefact.load(trained), tmp_path)
    passport = json.loads((tmp_path / "passport.json").read_text("utf-8"))
    (tmp_path / "passport.json").write_text(json.dumps(passport | {key: "other"}), "utf-8")
    with pytest.raises(ArtefactError, match=rf"passport\.json.*{key} is 'other'.*train"):
        artefact.load(tmp_path)


def test_a_missing_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ArtefactError, match=r"passport\.json"):
        artefact.load(tmp_path)


def test_arrays_that_do_not_fit_are_refused(trained: Path, tmp_path: Path) -> None:
    artefact.save(artefact.load(trained), tmp_path)
    with np.load(tmp_path / "weights.npz") as arrays:
        kept = {name: arrays[name] for name in arrays.files}
    np.savez(tmp_path / "weights.npz", **(kept | {"rarity": kept["rarity"][1:]}))
    with pytest.raises(ArtefactError, match=r"weights\.npz.*do not fit"):
        artefact.load(tmp_path)


def test_the_table_of_an_evaluation(data: Path, trained: Path) -> None:
    labelled = data.with_name("labelled.jsonl")
    rows = [{**row, "kind": "own"} for row in ROWS if "labels" in row]
    labelled.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    result = CliRunner().invoke(
        evaluate, ["moderation", "--on", str(labelled), "--model", str(trained)]
    )
    assert result.exit_code == 0, result.output
    assert "insult" in result.output
    assert "own" in result.output


def test_a_bad_sample_is_named(tmp_path: Path) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text('{"text": "да", "labels": []}\n{"text": "нет", "labels": ["rude"]}\n', "utf-8")
    with pytest.raises(SampleError, match=r"bad\.jsonl:2.*rude"):
        read_samples([path])


def test_best_threshold_is_between_the_scores() -> None:
    truth, scores = np.array([1.0, 1, 0, 0]), np.array([0.9, 0.7, 0.4, 0.1])
    assert best_threshold(truth, scores) == pytest.approx(0.55)
    assert best_threshold(truth, scores, lowest=0.8) == pytest.approx(0.8)
    assert best_threshold(truth, scores, slack=0.25) == pytest.approx(0.25)


def test_counts_and_intervals() -> None:
    counts = count(np.array([1, 1, 0, 0]), np.array([1, 0, 1, 0]))
    assert (counts.precision, counts.recall, counts.f1) == (0.5, 0.5, 0.5)
    low, high = wilson(8, 10)
    assert low < 0.8 < high
    assert wilson(0, 0) == (0.0, 1.0)
