"""A router trained on history: the contract of `classify --router`, refusals, exports."""

import csv
import json
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from databases import new_sqlite
from given import NOW

from classify.lines import SampleError
from classify.passport import ArtefactError
from classify.routing.history import COLUMNS, history_of, read_lines
from classify.routing.router import Router
from classify.topics import model as topics_artefact
from classify.topics.model import Topics
from commands.classify import command
from commands.history import read_history
from commands.train import evaluate, train
from models import Incident, Step
from store import open_store

MATTERS = [
    ("нет горячей воды в доме", 3.0, "Вода", "Водоканал"),
    ("яма на дороге у школы", 0.0, "Ямы", "Дорожный отдел"),
    ("собаки бегают стаей", 4.0, "Собаки", None),
]
ROWS = [
    {"text": f"{text} {n}", "category": category, "topic": topic, "body": body}
    for n in range(6)
    for text, category, topic, body in MATTERS
]


@pytest.fixture(scope="module")
def topics() -> Topics:
    return Topics(topics_artefact.load())


@pytest.fixture(scope="module")
def history(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("history") / "history.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ROWS), "utf-8")
    return path


@pytest.fixture(scope="module")
def home(history: Path, tmp_path_factory) -> Path:
    return learn(history, tmp_path_factory.mktemp("router"))


def learn(source: Path, out: Path, *more: str) -> Path:
    command = ["routing", "--from", str(source), "--out", str(out), *more]
    result = CliRunner().invoke(train, command)
    assert result.exit_code == 0, result.output
    return out


def test_what_people_routed_is_history_too(history, tmp_path, monkeypatch) -> None:
    url = new_sqlite(tmp_path / "otklik.db")
    monkeypatch.setenv("OTKLIK_DATABASE_URL", url)
    store = open_store(url, tmp_path)
    with store.writing() as session:
        for n in range(6):
            told = Incident("new", NOW, text=f"фонарь не горит {n}", topic_name="Свет")
            told.bodies = ["Горсвет"]
            session.add(told)
            session.flush()
            session.add(Step(told.id, 1, "route", "executing", "Кузнецова", "curator", NOW))
    store.close()
    home = learn(history, tmp_path / "router", "--incidents")
    assert routed(home, "на улице не горит фонарь")["body"][0]["name"] == "Горсвет"


def routed(home: Path, text: str) -> dict:
    line = json.dumps({"id": 1, "text": text}) + "\n"
    result = CliRunner().invoke(command, ["--router", str(home)], input=line.encode())
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout_bytes)["routing"]


def test_the_contract(home: Path) -> None:
    found = routed(home, "опять нет горячей воды")
    assert tuple(found) == COLUMNS
    for proposals in found.values():
        assert 1 <= len(proposals) <= 3
        assert [list(each) for each in proposals] == [["name", "score", "reason"]] * len(proposals)
        scores = [each["score"] for each in proposals]
        assert scores == sorted(scores, reverse=True)
    assert found["category"][0]["name"] == "3.0"
    assert found["topic"][0]["name"] == "Вода"
    assert found["body"][0]["name"] == "Водоканал"
    assert "«воды»" in found["topic"][0]["reason"]


def test_null_labels_teach_nothing_and_are_never_proposed(home: Path, topics: Topics) -> None:
    (found,) = Router.load(home, topics).proposals(["собаки бегают стаей"])
    names = {each["name"] for each in found["body"]}
    assert names == {"Водоканал", "Дорожный отдел"}


def test_a_text_without_words_gets_an_answer(home: Path, topics: Topics) -> None:
    (found,) = Router.load(home, topics).proposals(["!!!"])
    assert found["topic"][0]["reason"] == "по сходству с прежними обращениями"


def test_one_column_is_enough(tmp_path: Path, topics: Topics) -> None:
    path = tmp_path / "one.jsonl"
    lines = [json.dumps({"text": row["text"], "body": row["body"]}) for row in ROWS]
    path.write_text("\n".join(lines), "utf-8")
    router = Router.load(learn(path, tmp_path / "out"), topics)
    assert list(router.proposals(["яма"])[0]) == ["body"]


def test_no_text_is_in_the_artefact(home: Path) -> None:
    written = b"".join(path.read_bytes() for path in home.iterdir())
    assert "бегают".encode() not in written


def test_evaluation(history: Path, home: Path) -> None:
    arguments = ["routing", "--on", str(history), "--router", str(home)]
    result = CliRunner().invoke(evaluate, arguments)
    assert "исполнитель: обращений 12, верно 1.000" in result.output


def test_too_little_history_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "none.jsonl"
    path.write_text('{"text": "да"}\n', "utf-8")
    result = CliRunner().invoke(train, ["routing", "--from", str(path), "--out", str(tmp_path)])
    assert isinstance(result.exception, SampleError)


@pytest.mark.parametrize("line", ["no json", '{"topic": "Ямы"}', '{"text": 5, "topic": "Ямы"}'])
def test_a_bad_line_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(f'{{"text": "да", "body": "А"}}\n{line}\n', "utf-8")
    with pytest.raises(SampleError, match=r"bad\.jsonl:2"):
        read_lines(path)


@pytest.mark.parametrize("key", ["format", "topics", "features"])
def test_a_router_of_another_version_is_refused(home: Path, tmp_path: Path, topics, key) -> None:
    passport = json.loads((home / "passport.json").read_text("utf-8")) | {key: "other"}
    (tmp_path / "passport.json").write_text(json.dumps(passport), "utf-8")
    (tmp_path / "weights.npz").write_bytes((home / "weights.npz").read_bytes())
    with pytest.raises(ArtefactError, match=rf"{key} is 'other'.*train routing"):
        Router.load(tmp_path, topics)


def test_labels_are_kept_as_they_stood() -> None:
    rows = [{"text": "а", "category": 4.0, "body": ""}, {"text": "б", "category": None}]
    assert history_of(rows).labels == {"category": ["4.0", None]}


HEADING = ["Тема", "Отдел", "Неведомый столбец", "Исполнитель", "Текст инцидента", "Группа тем"]
CELLS = ["Ямы", "Район", "x", "", "Яма на улице", "Дороги"]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_by_its_column_names(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"export.{kind}"
    (write_csv if kind == "csv" else write_xlsx)(path, [HEADING, CELLS, ["Ямы", "Р", "", "Д", "Б"]])
    found = read_history(path)
    assert found.texts == ["Яма на улице", "Б"]
    assert found.labels == {
        "category": ["Дороги", None],
        "topic": ["Ямы", "Ямы"],
        "body": ["Район", "Д"],
    }


def write_csv(path: Path, rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def write_xlsx(path: Path, rows: list[list[str]]) -> None:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
