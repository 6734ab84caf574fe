"""What is said before a decision, and approved answers on their way out, as people type them."""

import json

import pytest
import yaml

PAGES = [
    {"network": network, "id": name, "body": "Администрация", "kind": "administration"}
    for network, name in (("vk", "100"), ("ok", "530"), ("telegram", "@town"))
]
LINES = [
    {"network": "vk", "page": "100", "id": "wall-100_50_1", "author": "571"},
    {"network": "ok", "page": "530", "id": "7_abc", "author": "571"},
    {"network": "telegram", "page": "@town", "id": "-100500_5", "author": "571"},
]


@pytest.fixture
def town(otklik, tmp_path, monkeypatch):
    """One rude comment a network; the only key allows nothing, so every action becomes a task."""
    monkeypatch.setenv("OTKLIK_VK_SERVICE_TOKEN", "x")
    settings = {"pages": PAGES, "moderation": {"grace_seconds": 0}}
    (tmp_path / "config.yaml").write_text(yaml.safe_dump(settings, allow_unicode=True), "utf-8")
    file = tmp_path / "comments.jsonl"
    rude = {"text": "Да пошли вы на хуй, уроды"}
    file.write_text("\n".join(json.dumps(rude | line) for line in LINES), "utf-8")
    assert otklik("replay", str(file)).returncode == 0
    return otklik


@pytest.mark.parametrize(
    ("card", "deletion", "ban"),
    [
        ("1", "", ""),
        ("2", "Вернуть удалённый комментарий в ОК нельзя", "снять блокировку можно лишь на сайте"),
        ("3", "Вернуть удалённое в Телеграме нельзя", "удалит из группы все сообщения"),
    ],
)
def test_what_cannot_be_taken_back_is_said_before_and_with_the_decision(town, card, deletion, ban):
    shown = town("queue", "show", card).stdout
    deleted = town("queue", "decide", card, "delete", "--by", "Иванова").stderr
    assert town("actions", "undo", "1").returncode == 0
    banned = town("queue", "decide", card, "delete_and_ban", "--by", "Иванова").stderr
    assert deletion in shown
    assert ban in shown
    assert deletion in deleted
    assert ban in banned
    assert [said.count("Внимание") for said in (shown, deleted, banned)] == (
        [2, 1, 2] if ban else [0, 0, 0]
    )


def test_without_any_key_of_a_network_what_is_due_there_waits_for_one(town, monkeypatch):
    monkeypatch.delenv("OTKLIK_VK_SERVICE_TOKEN")
    town("queue", "decide", "1", "delete", "--by", "Иванова")
    for _ in range(2):
        ran = town("actions", "run")
        assert (ran.returncode, "ВК: не задано ни одного ключа" in ran.stderr) == (1, True)
        assert "--env-file otklik.env" in ran.stderr
        assert "ждёт" in town("actions", "list").stdout
    ran = town("actions", "run", OTKLIK_VK_SERVICE_TOKEN="x")
    assert (ran.returncode, "ЗА ЧЕЛОВЕКОМ: 1" in ran.stderr) == (0, True)


def test_a_decision_about_many_says_once_what_cannot_be_taken_back(town):
    refused = town("queue", "bulk", "3", "delete_and_ban", stdin="n\n")
    assert refused.stderr.count("Вернуть удалённое в Телеграме нельзя") == 1
    assert refused.stderr.count("удалит из группы все сообщения") == 1


@pytest.fixture
def approved(town):
    """Incident 1, of card 1: its answer is approved."""
    town("queue", "decide", "1", "incident", "--by", "Иванова")
    for step in (
        ("confirm", "1"),
        ("route", "1", "--to", "Дороги"),
        ("draft", "1", "--text", "Здравствуйте! Яму заделают."),
        ("approve", "1"),
    ):
        done = town("incidents", *step, "--as", "Кузнецова")
        assert done.returncode == 0, done.stderr
    return town


def test_an_approved_answer_goes_out_once_and_the_incident_hears_of_it(approved):
    sent = approved("incidents", "send", "1", "--as", "Кузнецова")
    assert (sent.returncode, sent.stdout) == (0, "")
    assert "отменить: otklik actions undo 1" in sent.stderr
    approved("incidents", "send", "1", "--as", "Кузнецова")  # the same draft is the same intent
    package = json.loads(approved("actions", "show", "1", "--json").stdout)
    assert package["evidence"]["answer"] == "Здравствуйте! Яму заделают."
    assert "ЗА ЧЕЛОВЕКОМ: 1" in approved("actions", "run").stderr
    assert "отвечен" not in approved("incidents", "show", "1").stdout
    approved("actions", "done", "1", "--by", "Кузнецова")
    approved("actions", "run")
    assert approved("incidents", "show", "1").stdout.startswith("Инцидент 1: отвечен")


def test_what_is_not_approved_or_a_photo_that_is_not_there_is_not_sent(town):
    town("incidents", "add", "--text", "Яма", "--as", "Кузнецова")
    refused = town("incidents", "send", "1", "--as", "Кузнецова")
    assert (refused.returncode, "согласованного текста" in refused.stderr) == (1, True)
    assert town("incidents", "send", "1", "--photo", "нет.jpg").returncode == 2
    assert town("actions", "list").stdout == ""


def test_an_answer_of_somebody_who_may_no_longer_publish_stops_nothing(approved):
    approved("incidents", "send", "1", "--as", "Кузнецова")
    approved("actions", "run")
    approved("actions", "done", "1", "--by", "Кузнецова")
    people = "[{name: Орлов, roles: [head]}]"
    ran = approved("actions", "run", OTKLIK_PEOPLE=people)
    assert ran.returncode == 0
    assert "отвечен" not in approved("incidents", "show", "1").stdout
    approved("actions", "run")
    assert "отвечен" in approved("incidents", "show", "1").stdout
