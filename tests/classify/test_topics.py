"""Topics of messages: what the shipped model names, own topics, learning and refusing."""

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from classify.lines import SampleError
from classify.passport import ArtefactError
from classify.samples import text_hash
from classify.topics import model as artefact
from classify.topics import ridge
from classify.topics.corpus import corpus_of
from classify.topics.evaluation import figures
from classify.topics.model import Topics
from classify.topics.own import OwnTopic
from classify.topics.samples import read_samples
from classify.topics.sharpness import best_sharpness, chances
from classify.topics.taxonomy import Entry, federal
from classify.topics.teller import Teller
from classify.topics.training import train, truth_of
from classify.topics.vectors import shipped
from classify.topics.words import stem, words_of
from commands.train import evaluate
from commands.train import train as train_command

SAID = [  # a message and a topic that must stand among the first three
    ("Не работает лифт в третьем подъезде уже неделю", "лифт"),
    ("На остановке не дождаться автобуса, ходит раз в два часа", "график движения"),
    ("Не вывозят крупногабаритный мусор, диваны лежат у контейнеров", "мусор"),
    ("Стая бродячих собак бегает у школы, отловите их", "собак"),
    ("Третий день нет горячей воды", "вод"),
    ("В школе кормят холодной кашей, дети голодные", "питание"),
]
OWN = OwnTopic(
    Entry("R01", "ЖКХ", "ВОДОКАЧКА"),
    ("водокачка",),
    ("Башня гудит ночью, насос качает с перебоями",),
)
TRAIN = [
    *({"code": "T008", "text": f"бродячие собаки у дома {n}"} for n in range(6)),
    *({"code": "T096", "text": f"нет воды в квартире {n}"} for n in range(6)),
    *({"text": f"яма на дороге {n}", "topics": ["T078", "T026"]} for n in range(6)),
    {"text": "спасибо за праздник", "topics": []},
]
MODEL = artefact.load()
FEDERAL = Topics(MODEL)


@pytest.fixture(scope="module")
def topics() -> Topics:
    return Topics(MODEL, [OWN])


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("topics") / "rows.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in TRAIN), "utf-8")
    return path


@pytest.mark.parametrize(("text", "part"), SAID)
def test_the_right_topic_is_among_the_first_three(topics: Topics, text: str, part: str) -> None:
    assert any(part in topic.topic.lower() for topic in topics.of([text])[0][:3])


def test_the_first_three_are_those_of_the_raw_scores(topics: Topics) -> None:
    texts = [text for text, _ in SAID]
    order = topics.all_scores(texts).argsort(axis=1)[:, ::-1][:, :3]
    federal_codes = [*(entry.code for entry in federal()), OWN.entry.code]
    for found, best in zip(topics.of(texts), order.tolist(), strict=True):
        assert [topic.code for topic in found][:3] == [federal_codes[at] for at in best]


@given(st.lists(st.text(max_size=200), max_size=5))
@settings(max_examples=25, deadline=None)
def test_three_groups_are_named_best_first_whatever_the_text(texts: list[str]) -> None:
    for found in FEDERAL.of(texts):
        scores = [topic.score for topic in found]
        assert len(found) >= 3
        assert len({topic.group for topic in found}) >= 3
        assert len({topic.code for topic in found}) == len(found)
        assert scores == sorted(scores, reverse=True)
        assert all(0 <= score <= 1 for score in scores)


def test_a_text_has_the_same_topics_alone_and_in_a_batch(topics: Topics) -> None:
    texts = [text for text, _ in SAID]
    together = [[topic.code for topic in found] for found in topics.of(texts)]
    alone = [[topic.code for topic in topics.of([text])[0]] for text in texts]
    assert together == alone


def test_an_own_topic_is_known_by_its_lemma_in_any_form_and_by_examples(topics: Topics) -> None:
    named, alike, other = topics.of(
        ["у водокачки опять лужа", "башня гудит, насос качает с перебоями ночью", "нет автобуса"]
    )
    assert named[0].code == alike[0].code == "R01"
    assert other[0].code != "R01"


@pytest.mark.parametrize(
    ("text", "words"),
    [("Ёлки, 15-й дом!", ["елки", "0", "й", "дом"]), ("", []), ("ЖКХ/vk", ["жкх", "vk"])],
)
def test_words(text: str, words: list[str]) -> None:
    assert list(words_of(text)) == words


def test_inflected_forms_have_one_stem() -> None:
    assert len({stem(word) for word in ("дороги", "дорогу", "дорога")}) == 1


def test_likeness_of_meaning() -> None:
    doctor, clinic, pit = shipped().of(["врач", "поликлиника", "яма"])
    assert doctor @ clinic > doctor @ pit
    assert not shipped().of(["абырвалгович"]).any()


def test_a_guess_without_seeing_equals_training_without(rng=np.random.default_rng(1)) -> None:  # noqa: B008
    points = rng.normal(size=(12, 4)).astype(np.float32)
    likeness, labels = points @ points.T, np.eye(3, dtype=np.float32)[rng.integers(0, 3, 12)]
    ones, mean = np.ones(12, np.float32), labels.mean(axis=0)
    unseen = ridge.fit(likeness.copy(), labels, ones, 0.5).unseen[0]
    among = likeness[1:, 1:] + 0.5 * np.eye(11)
    expected = likeness[0, 1:] @ np.linalg.solve(among, labels[1:] - mean) + mean
    assert unseen == pytest.approx(expected, abs=1e-4)


def test_copies_of_a_text_are_left_out_together(rng=np.random.default_rng(1)) -> None:  # noqa: B008
    points = rng.normal(size=(12, 90)).astype(np.float32)
    points[4], points[9] = points[0] * 1.1, points[2]
    likeness, labels = points @ points.T, np.eye(3, dtype=np.float32)[rng.integers(0, 3, 12)]
    copies = ridge.copies_in(likeness)
    assert [rows.tolist() for rows in copies] == [[0, 4], [2, 9]]
    fitted = ridge.fit(likeness.copy(), labels, np.ones(12, np.float32), 0.5, copies)
    rest = [at for at in range(12) if at not in (0, 4)]
    among = likeness[np.ix_(rest, rest)] + 0.5 * np.eye(10)
    mean = labels.mean(axis=0)
    expected = likeness[np.ix_([0, 4], rest)] @ np.linalg.solve(among, labels[rest] - mean) + mean
    assert fitted.unseen[[0, 4]] == pytest.approx(expected, abs=1e-4)


def test_copies_among_some_rows() -> None:
    copies = [np.array([0, 4, 5]), np.array([2, 9])]
    found = ridge.among(np.array([0, 2, 5, 7]), copies)
    assert [rows.tolist() for rows in found] == [[0, 2]]


def test_the_narrow_model_scores_as_the_training_does(data: Path) -> None:
    samples = [sample for sample in read_samples([data]) if sample.codes]
    texts = [sample.text for sample in samples]
    model = train(samples, {"rows": "0"})
    teller = Teller(model.linear, shipped())
    scores = teller.scores(teller.tell(texts))
    first = [federal()[at].code for at in scores.argmax(axis=1)]
    assert first == [sample.codes[0] for sample in samples]
    assert corpus_of(texts, shipped()).gram().shape == (len(texts), len(texts))


def test_words_met_lately_are_forgotten_when_too_many_and_scores_stay() -> None:
    small, large = Teller(MODEL.linear, shipped(), 5), Teller(MODEL.linear, shipped())
    texts = ["нет воды в доме", "собаки у школы и детского сада бегают стаей каждый вечер"]
    for text in texts * 2:
        assert np.allclose(small.scores(small.tell([text])), large.scores(large.tell([text])))


def test_labels_by_hash(tmp_path: Path) -> None:
    rows, labels = tmp_path / "rows.jsonl", tmp_path / "labels.tsv"
    rows.write_text('{"text": "нет света"}\n{"text": "неизвестно"}\n', "utf-8")
    labels.write_text(f"{text_hash('нет света')}\tT252,T038\n", "utf-8")
    (sample,) = read_samples([rows], labels)
    assert (sample.codes, sample.annotated) == (("T252", "T038"), False)


@pytest.mark.parametrize("line", ["[]", '{"code": "T008"}', '{"text": "да", "code": "T999"}'])
def test_a_bad_line_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(f'{{"text": "да", "code": "T008"}}\n{line}\n', "utf-8")
    with pytest.raises(SampleError, match=r"bad\.jsonl:2"):
        read_samples([path])


def test_train_and_evaluate(data: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(
        train_command, ["topics", "--from", str(data), "--out", str(tmp_path)]
    )
    assert result.exit_code == 0, result.output
    measured = CliRunner().invoke(evaluate, ["topics", "--on", str(data), "--model", str(tmp_path)])
    assert "группа: 1.000" in measured.output


@pytest.mark.parametrize("key", ["format", "codes", "bucket_bits", "features"])
def test_a_model_of_another_version_is_refused(tmp_path: Path, key: str) -> None:
    passport = json.loads((artefact.DIRECTORY / "passport.json").read_text("utf-8"))
    (tmp_path / "passport.json").write_text(json.dumps(passport | {key: "other"}), "utf-8")
    with pytest.raises(ArtefactError, match=rf"{key} is 'other'.*train topics"):
        artefact.load(tmp_path)


def test_figures_count_a_hit_among_the_true_ones() -> None:
    truth = np.zeros((1, len(federal())), np.float32)
    truth[0, [0, 50]] = 1, 0.6
    scores = np.zeros_like(truth)
    scores[0, 50], scores[0, 300] = 1, 2
    found = figures(scores, truth)
    assert (found.topic, found.topic_in_three, found.group, found.group_in_three) == (0, 1, 0, 1)


def test_chances_are_as_sharp_as_the_truth_allows() -> None:
    scores, right = np.eye(3, dtype=np.float32), np.eye(3, dtype=np.float32)
    assert chances(scores, 5).sum(axis=1) == pytest.approx(np.ones(3))
    assert best_sharpness(scores, right) > best_sharpness(scores, np.roll(right, 1, axis=1))


def test_truth_of_a_second_topic_is_less(data: Path) -> None:
    sample = next(s for s in read_samples([data]) if len(s.codes) == 2)
    assert sorted(truth_of([sample]).ravel().tolist())[-2:] == pytest.approx([0.6, 1.0])
