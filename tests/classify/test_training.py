"""Learning, saving, loading and refusing, on a small set written for the purpose."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from classify import Classifier, artefact, training
from classify.artefact import ArtefactError
from classify.documents import ChunkStore
from classify.evaluation import best_threshold, count, operating_points
from classify.fitting import fit_votes
from classify.lines import SampleError
from classify.reading import Reader
from classify.samples import Sample, lessons_hash, read_annotations, read_samples, text_hash
from classify.scoring import additive_logits
from commands.train import evaluate, train
from models.share import wilson

THINGS = [
    "асфальт", "библиотека", "велосипед", "газопровод", "дворник", "ёлка", "жильё", "забор",
    "инвентарь", "калитка", "лестница", "магазин", "набережная", "ограда", "площадка", "родник",
    "светофор", "тротуар", "урожай", "фонтан",
]  # fmt: skip
PAIRS = [f"{one} {other}" for one, other in zip(THINGS, THINGS[7:] + THINGS[:7], strict=True)]
"""Unlike each other: what is nearly the same would be one fold, and nothing left to learn from."""
ROWS = [
    *({"text": f"дурак {pair}", "labels": ["insult"]} for pair in PAIRS),
    *({"text": f"почините {pair}", "labels": ["incident"]} for pair in PAIRS),
    *({"text": f"спасибо, {pair}", "labels": []} for pair in PAIRS),
    *({"text": f"яма, {pair}", "topics": ["T001"]} for pair in PAIRS[:10]),
    *({"text": f"нет воды, {pair}", "code": "T002"} for pair in PAIRS[10:]),
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
        ["дурак с самокатом", "почините самокат", "спасибо за самокат"]
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


def test_labels_kept_apart_from_their_texts(tmp_path: Path) -> None:
    texts, labels = tmp_path / "texts.jsonl", tmp_path / "labels.tsv"
    rows = [{"text": "дурак"}, {"text": "спасибо"}, {"text": "никем не читано"}]
    texts.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    labels.write_text(
        f"# hash, labels\n{text_hash('дурак')}\tinsult\tx\n{text_hash('спасибо')}\t-\tt\n", "utf-8"
    )
    assert read_samples([texts], read_annotations([labels])) == [
        Sample("дурак", frozenset({"insult"}), plain=False),
        Sample("спасибо", frozenset()),
    ]


def test_a_bad_annotation_is_named(tmp_path: Path) -> None:
    path = tmp_path / "labels.tsv"
    path.write_text("abc\trude\tx\n", "utf-8")
    with pytest.raises(SampleError, match=r"labels\.tsv:1.*rude"):
        read_annotations([path])


def test_a_worse_model_is_not_installed(data: Path, trained: Path, tmp_path: Path) -> None:
    artefact.save(artefact.load(trained), tmp_path)
    deaf = tmp_path / "deaf.jsonl"
    rows = [{**row, "labels": []} for row in ROWS if "labels" in row]
    deaf.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    frozen = tmp_path / "frozen.jsonl"
    frozen.write_text("".join(json.dumps(row) + "\n" for row in ROWS if "labels" in row), "utf-8")
    arguments = ["--from", str(deaf), "--gate", str(frozen), "--out", str(tmp_path)]
    result = CliRunner().invoke(train, ["moderation", *arguments])
    assert "insult: F1 0.000, was 1.000" in str(result.exception)
    assert artefact.load(tmp_path).name == artefact.load(trained).name
    good = ["--from", str(data), "--gate", str(frozen), "--out", str(tmp_path), "--seed", "8"]
    assert CliRunner().invoke(train, ["moderation", *good]).exit_code == 0
    assert artefact.load(tmp_path).name != artefact.load(trained).name


def test_a_bad_sample_is_named(tmp_path: Path) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text('{"text": "да", "labels": []}\n{"text": "нет", "labels": ["rude"]}\n', "utf-8")
    with pytest.raises(SampleError, match=r"bad\.jsonl:2.*rude"):
        read_samples([path])


def test_best_threshold_is_between_the_scores() -> None:
    truth, scores = np.array([1.0, 1, 0, 0]), np.array([0.9, 0.7, 0.4, 0.1])
    assert best_threshold(truth, scores) == pytest.approx(0.55)
    assert best_threshold(truth, scores, lowest=0.8) == pytest.approx(0.8)


def test_an_operating_point_has_the_precision_that_was_wanted() -> None:
    scores = np.linspace(1, 0, 1000)
    truth = np.array([at < 300 or at % 10 == 0 for at in range(1000)], float)
    points = {point.wanted: point for point in operating_points(truth, scores)}
    assert points[0.9].threshold < points[0.98].threshold < points[0.995].threshold
    assert points[0.9].recall > points[0.98].recall
    for wanted, point in points.items():
        flagged = scores >= point.threshold
        assert truth[flagged].mean() == pytest.approx(point.precision)
        assert point.precision >= wanted


def test_too_few_flags_prove_no_precision() -> None:
    assert operating_points(np.ones(10), np.linspace(1, 0, 10)) == []


def test_the_model_says_what_it_was_trained_to_say() -> None:
    texts = [f"{word} в доме {n}" for n in range(20) for word in ("почините", "спасибо", "дурак")]
    samples = [Sample(text, frozenset({"insult"} if "дурак" in text else ())) for text in texts]
    lesson = training._prepare(samples, seed=1)
    voting = fit_votes(lesson.matrix, lesson.truth, lesson.vocabulary)
    store = ChunkStore(Reader(), voting)
    said = additive_logits(store, store.batch(texts))
    assert np.allclose(said, lesson.matrix @ voting.weights + voting.bias, atol=1e-3)


def test_counts_and_intervals() -> None:
    counts = count(np.array([1, 1, 0, 0]), np.array([1, 0, 1, 0]))
    assert (counts.precision, counts.recall, counts.f1) == (0.5, 0.5, 0.5)
    low, high = wilson(8, 10)
    assert low < 0.8 < high
    assert wilson(0, 0) == (0.0, 1.0)


def test_a_matter_by_decision_leaves_open_whether_the_flags_were_right() -> None:
    matter = frozenset({"incident"})
    said = Sample("Кому вы там подчиняетесь?", matter, matter, plain=False, decided=True)
    assert not said.message
    assert replace(said, decided=False).message


def test_other_lessons_of_the_same_number_make_another_model() -> None:
    assert lessons_hash([("Яма", "T001")]) != lessons_hash([("Яма", "T002")])
    assert lessons_hash([("Яма", "T001")]) == lessons_hash([["Яма", "T001"]])


@pytest.mark.parametrize("mark", ["\u2028", "\u0085", "\ufeff"])
def test_only_a_line_feed_ends_a_line(tmp_path: Path, mark: str) -> None:
    path = tmp_path / "lines.jsonl"
    row = json.dumps({"text": f"Уберите{mark}снег", "labels": []}, ensure_ascii=False)
    path.write_text(f"\ufeff{row}\r\n\r\n{row}\r\n", "utf-8")
    assert [sample.text for sample in read_samples([path])] == [f"Уберите{mark}снег"] * 2


def test_another_encoding_is_named(tmp_path: Path) -> None:
    path = tmp_path / "old.jsonl"
    path.write_bytes('{"text": "Яма"}'.encode("cp1251"))
    with pytest.raises(SampleError, match=r"old\.jsonl: not UTF-8"):
        read_samples([path])


def test_too_little_to_learn_from_is_said(tmp_path: Path) -> None:
    path = tmp_path / "few.jsonl"
    path.write_text('{"text": "дурак", "labels": ["insult"]}\n', "utf-8")
    arguments = ["moderation", "--from", str(path), "--out", str(tmp_path / "model")]
    assert "1 texts to learn from" in str(CliRunner().invoke(train, arguments).exception)


@pytest.mark.parametrize("left", [0, 1000])
def test_a_torn_model_is_refused(trained: Path, tmp_path: Path, left: int) -> None:
    artefact.save(artefact.load(trained), tmp_path)
    arrays = tmp_path / "weights.npz"
    arrays.write_bytes(arrays.read_bytes()[:left])
    with pytest.raises(ArtefactError, match=r"weights\.npz: no readable arrays"):
        artefact.load(tmp_path)
