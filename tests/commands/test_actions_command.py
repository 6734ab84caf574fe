"""Acting as a moderator types it: decide, look, take back, stop everything, export."""

import csv
import io
import json
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
import yaml
from postbox import postbox

from commands.action_words import safe_cell


@pytest.fixture
def town(otklik, tmp_path):
    """Recorded comments: their network has no hands, so every action becomes a task."""
    people = [{"name": "Орлов", "roles": ["head"]}]
    settings = {"people": people, "moderation": {"grace_seconds": 0}}
    (tmp_path / "config.yaml").write_text(yaml.safe_dump(settings, allow_unicode=True), "utf-8")
    lines = [
        {"text": "Да пошли вы на хуй, уроды", "id": 1, "author": "=1+1"},
        {"text": "Да пошли вы нахуй, уроды!", "id": 2, "author": "=1+1"},
    ]
    file = tmp_path / "comments.jsonl"
    file.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    assert otklik("replay", str(file)).returncode == 0
    return otklik


def test_a_decision_goes_its_way(town):
    shown = town("queue", "show", "1").stdout
    assert "Предложение: удалить следует (прил.2 п.14)" in shown
    decided = town("queue", "decide", "1", "delete", "--by", "Иванова")
    assert "otklik actions undo 1" in decided.stderr
    assert "ждёт" in town("actions", "list").stdout
    assert "ЗА ЧЕЛОВЕКОМ: 1" in town("actions", "run").stderr
    assert "ЗА ЧЕЛОВЕКОМ до" in town("queue", "show", "1").stdout
    assert town("actions", "done", "1", "--by", "Иванова").returncode == 0
    again = town("actions", "done", "1")
    assert (again.returncode, "не ждёт человека" in again.stderr) == (1, True)


def test_undo_in_one_key(town):
    town("queue", "decide", "1", "delete", "--by", "Иванова")
    assert "отменено до исполнения" in town("actions", "undo", "1").stderr
    assert "Отправлять нечего" in town("actions", "run").stderr
    assert "В очереди 2" in town("queue", "list").stdout
    assert town("actions", "undo", "77").returncode == 1


def test_everything_outgoing_stops_at_once(town):
    town("queue", "decide", "1", "delete", "--by", "Иванова")
    town("actions", "pause", "--by", "Орлов", "--note", "выборы")
    assert "остановил(а) Орлов (выборы)" in town("actions", "list").stderr
    assert "Отправлять нечего" in town("actions", "run").stderr
    town("actions", "resume")
    assert "ЗА ЧЕЛОВЕКОМ: 1" in town("actions", "run").stderr


def test_an_escalation_keeps_the_evidence_and_names_the_head(town):
    told = town("queue", "decide", "1", "escalate", "--by", "Иванова").stderr
    assert "СРОЧНО сообщите главе: Орлов" in told
    town("actions", "run")
    assert "сообщите главе сами: Орлов" in town("actions", "list").stdout
    package = json.loads(town("actions", "show", "1", "--json").stdout)
    assert package["evidence"]["text"] == "Да пошли вы на хуй, уроды"
    assert len(package["sha256"]) == 64


def test_the_head_gets_a_letter_without_a_word_of_it(town):
    with postbox() as box:
        notices = f"{{host: 127.0.0.1, port: {box.port}, security: none, sender: otklik@x.ru}}"
        people = "[{name: Орлов, roles: [head], email: orlov@x.ru}]"
        given = {"OTKLIK_NOTICES": notices, "OTKLIK_PEOPLE": people}
        told = town("queue", "decide", "1", "escalate", **given).stderr
        assert "Главе уйдёт письмо: Орлов" in told
        assert "сделано: 1" in town("actions", "run", **given).stderr
        assert "Отправлять нечего" in town("actions", "run", **given).stderr
    (letter,) = box.letters
    assert (letter["To"], letter["Subject"]) == ("orlov@x.ru", "Отклик: СРОЧНО, угроза")
    assert "otklik actions show 1 --json" in letter.get_content()
    assert "уроды" not in letter.get_content()


def test_many_at_once_are_previewed(town):
    refused = town("queue", "bulk", "1", "delete", stdin="n\n")
    assert (refused.returncode, "2 комментария" in refused.stderr) == (1, True)
    assert town("actions", "list").stdout == ""
    done = town("queue", "bulk", "1", "delete_and_ban", "--yes", "--by", "Иванова")
    assert "otklik actions undo 1 2 3" in done.stderr


def test_a_ban_has_its_term_and_its_early_end(town):
    town("queue", "decide", "1", "delete_and_ban", "--days", "3")
    town("actions", "run")
    assert town("actions", "unban", "1").returncode == 1  # a person has not done it yet
    town("actions", "done", "1")
    (_, banned) = csv.reader(io.StringIO(town("actions", "blacklist").stdout))
    since, until = map(datetime.fromisoformat, banned[4:6])
    assert timedelta(days=2, hours=23) < until - since <= timedelta(days=3)
    assert "действие 3" in town("actions", "unban", "1").stderr


def test_the_log_is_a_table_of_all_that_was_done_without_formulas(town):
    town("queue", "decide", "2", "keep", "--by", "Петрова", "--note", "шутка")
    town("queue", "decide", "1", "delete_and_ban", "--by", "=Иванова")
    town("actions", "pause", "--by", "Орлов")
    town("actions", "resume", "--by", "Орлов")
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=1)):
        town("actions", "run")
    head, *rows = csv.reader(io.StringIO(town("actions", "log").stdout))
    assert head[:6] == ["время", "запись", "номер", "что", "стало", "кто решил"]
    ban, deletion = "в чёрный список", "удалить"
    assert [tuple(row[1:6]) for row in rows] == [
        ("решение", "2", "оставить", "", "Петрова"),
        ("решение", "1", "удалить и в чёрный список", "", "'=Иванова"),
        ("действие", "1", ban, "задумано", "'=Иванова"),
        ("действие", "2", deletion, "задумано", "'=Иванова"),
        ("остановка", "", "остановка", "", "Орлов"),
        ("остановка", "", "продолжение", "", "Орлов"),
        ("действие", "1", ban, "выполняется", "'=Иванова"),
        ("действие", "1", ban, "ЗА ЧЕЛОВЕКОМ", "'=Иванова"),
        ("действие", "2", deletion, "выполняется", "'=Иванова"),
        ("действие", "2", deletion, "ЗА ЧЕЛОВЕКОМ", "'=Иванова"),
    ]
    assert "шутка" in rows[0][-1]
    town("actions", "done", "1", "2")
    (_, banned) = csv.reader(io.StringIO(town("actions", "blacklist").stdout))
    assert banned[2] == "'=1+1"


def test_a_trial_that_never_was_says_how_to_begin(town):
    assert "moderation.automatic" in town("actions", "shadow").stderr


@pytest.mark.parametrize("text", ["=1+1", "+7", "-1", "@x", "\tx"])
def test_no_comment_becomes_a_formula(text):
    assert safe_cell(text) == f"'{text}"
