"""The command line as a town's engineer uses it: exit codes, streams, words."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml
from databases import new_sqlite

from cli import COMMANDS
from commands.init import parse_link
from demo.server import Fault

ROOT = Path(__file__).parent.parent.parent


def recorded(tmp_path: Path, *lines: object) -> str:
    file = tmp_path / "comments.jsonl"
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    file.write_text("\n".join(texts), "utf-8")
    return str(file)


def test_a_pass_reads_all_pages_and_says_so(otklik, town):
    done = otklik("run", **town.stage.environ)
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert lines[-1]["message"] == "pass finished"
    assert lines[-1]["new"] > 300
    assert not any(secret in done.stderr for secret in town.stage.environ.values())


def test_a_page_that_fails_makes_the_exit_code_one(otklik, town):
    town.stage.simulators["ok"].faults.plan(Fault("*", "status", code=500, times=1000))
    done = otklik("run", **town.stage.environ)
    assert done.returncode == 1
    assert "page not read" in done.stderr


def test_a_bad_configuration_is_exit_code_two(otklik, tmp_path):
    (tmp_path / "bad.yaml").write_text("regulation: x\n", "utf-8")
    done = otklik("run", "--config", str(tmp_path / "bad.yaml"))
    assert done.returncode == 2
    assert "regulation = 'x'" in done.stderr


def test_a_second_pass_at_the_same_time_is_exit_code_75(otklik, town):
    with town.office.store.lock("pass"):
        done = otklik("run", **town.stage.environ)
    assert done.returncode == 75
    assert "ещё идёт" in done.stderr


def test_no_pages_say_how_to_add_them(otklik, tmp_path):
    (tmp_path / "config.yaml").write_text("{}", "utf-8")
    done = otklik("run")
    assert done.returncode == 1
    assert "otklik init" in done.stderr


def test_pipeline_py_is_the_same_command_line(town, tmp_path):
    environ = {**os.environ, **town.stage.environ, "OTKLIK_HOME": str(tmp_path)}
    command = [sys.executable, str(ROOT / "pipeline.py"), "run"]
    done = subprocess.run(command, env=environ, capture_output=True, cwd="/", check=False)
    assert done.returncode == 0, done.stderr  # cli.py: the next test


def test_watch_passes_over_what_is_due_and_ends_on_sigterm(town, tmp_path):
    command = [sys.executable, str(ROOT / "cli.py"), "watch"]
    environ = {**os.environ, **town.stage.environ, "OTKLIK_HOME": str(tmp_path)}
    watching = subprocess.Popen(command, env=environ, stderr=subprocess.PIPE, text=True, cwd="/")
    text = "Напишу прямо сейчас, пока смотрят"
    page = next(iter(town.town.vk.pages.values()))
    post = next(post for post in page.posts.values() if post.kind == "post")
    assert any("pass finished" in line for line in iter(watching.stderr.readline, ""))
    # The schedule is ten minutes away: what comes now is heard by Long Poll.
    town.town.vk.add_comment(page, post, next(iter(town.town.vk.people)), text, int(time.time()))
    assert any('"heard"' in line for line in iter(watching.stderr.readline, ""))
    watching.send_signal(signal.SIGTERM)
    assert watching.wait(30) == 0


def test_a_replay_twice_adds_nothing(otklik, tmp_path):
    (tmp_path / "config.yaml").write_text("{}", "utf-8")
    lines = [{"text": f"Комментарий {n}", "id": n} for n in range(5)] + [{"text": "Без номера"}]
    file = recorded(tmp_path, *lines)
    first, second = otklik("replay", file), otklik("replay", file)
    assert (first.returncode, second.returncode) == (0, 0), first.stderr
    assert json.loads(first.stderr.splitlines()[-1])["new"] == 6
    last = json.loads(second.stderr.splitlines()[-1])
    assert [last[name] for name in ("new", "edited", "deleted", "flagged")] == [0, 0, 0, 0]


def test_an_export_replays_into_the_same_comments(otklik, read_town, tmp_path):
    export = otklik("export", "comments").stdout
    second = {"OTKLIK_DATABASE_URL": new_sqlite(tmp_path / "second.db")}
    done = otklik("replay", recorded(tmp_path, export), **second)
    assert done.returncode == 0, done.stderr
    again = otklik("export", "comments", **second).stdout
    fields = ("network", "page", "external_id", "post", "parent", "author", "text", "created")

    def keyed(lines: str) -> set[tuple[str, ...]]:
        return {tuple(json.loads(line)[f] for f in fields) for line in lines.splitlines()}

    assert keyed(again) == keyed(export)
    assert list(json.loads(export.splitlines()[0])) == [*fields, "edited", "deleted"]


def test_a_bad_line_is_named_and_the_rest_is_read(otklik, tmp_path):
    (tmp_path / "config.yaml").write_text("{}", "utf-8")
    file = recorded(tmp_path, {"text": "Первый"}, "{половина", {"id": 3}, {"text": "Последний"})
    done = otklik("replay", file)
    assert done.returncode == 1
    assert "первая — 2" in done.stderr
    assert otklik("export", "comments").stdout.count("\n") == 2


def test_a_line_in_another_encoding_is_named_and_the_rest_is_read(otklik, tmp_path):
    (tmp_path / "config.yaml").write_text("{}", "utf-8")
    lines = ['{"text": "Первый"}'.encode(), '{"text": "Второй"}'.encode("cp1251")]
    (tmp_path / "mixed.jsonl").write_bytes(b"\n".join(lines))
    done = otklik("replay", str(tmp_path / "mixed.jsonl"))
    assert done.returncode == 1
    assert "первая — 2: нужен JSON в кодировке UTF-8" in done.stderr
    assert otklik("export", "comments").stdout.count("\n") == 1


def test_the_moderators_day_on_the_command_line(otklik, read_town):
    shown = otklik("queue", "list", "--limit", "3")
    assert shown.stdout.startswith("В очереди ")
    first = json.loads(otklik("queue", "list", "--limit", "1", "--json").stdout)
    card = str(first["card"])
    assert first["text"] in otklik("queue", "show", card).stdout
    done = otklik("queue", "decide", card, "delete", "--by", "Иванова", "--note", "мат")
    assert done.returncode == 0
    assert "Иванова: удалить (мат)" in otklik("queue", "show", card).stdout
    again = otklik("queue", "decide", card, "keep", "--by", "Петрова")
    assert (again.returncode, "уже закрыта" in again.stderr) == (1, True)


def test_an_empty_queue_says_when_the_last_pass_was(otklik, town, tmp_path):
    empty = {"OTKLIK_DATABASE_URL": new_sqlite(tmp_path / "empty.db")}
    assert "ещё не было" in otklik("queue", "list", **empty).stdout


def test_hostile_comments_cannot_paint_the_terminal(otklik, tmp_path):
    (tmp_path / "config.yaml").write_text("classify: {thresholds: {obscene: 0}}", "utf-8")
    otklik("replay", recorded(tmp_path, {"text": "хуй \x1b[2J [bold]жирно[/bold] \u202e"}))
    shown = otklik("queue", "list").stdout
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "[bold]жирно[/bold]" in shown


def test_backup_and_restore(otklik, read_town, tmp_path):
    copy = otklik("db", "backup").stdout.strip()
    second = {"OTKLIK_DATABASE_URL": f"sqlite:///{tmp_path}/second.db"}
    assert otklik("db", "restore", copy, **second).returncode == 0
    assert otklik("export", "comments", **second).stdout == otklik("export", "comments").stdout
    refused = otklik("db", "restore", copy)
    assert (refused.returncode, "не пуста" in refused.stderr) == (1, True)


@pytest.mark.parametrize("made", [False, True])
def test_a_database_that_is_not_there_is_neither_copied_nor_made(otklik, tmp_path, made):
    database, copy = tmp_path / "data" / "absent.db", tmp_path / "copy.jsonl.gz"
    if made:  # an empty file, as an empty database of PostgreSQL
        database.parent.mkdir()
        database.touch()
    refused = otklik("db", "backup", str(copy), OTKLIK_DATABASE_URL=f"sqlite:///{database}")
    assert refused.returncode == 1
    assert "--env-file otklik.env" in refused.stderr
    assert (database.exists(), copy.exists()) == (made, False)


def test_init_writes_a_configuration_that_checks_out(otklik, tmp_path):
    answers = [
        "Верхнелужский район", "5", "",
        "https://vk.com/club77", "Администрация", "1",
        "просто текст",
        "t.me/verhneluzhsk", "Глава", "2",
        "",
        "ключ-service", "", "", "12:ключ",
    ]  # fmt: skip
    out = tmp_path / "town"
    done = otklik("init", "--out", str(out), stdin="\n".join(answers) + "\n")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Не похоже на страницу" in done.stdout
    settings = yaml.safe_load((out / "config.yaml").read_text("utf-8"))
    assert settings["regulation"] == "gulkevichi-draft"
    assert [page["id"] for page in settings["pages"]] == ["club77", "@verhneluzhsk"]
    secrets = out / "otklik.env"
    assert secrets.stat().st_mode & 0o077 == 0
    assert "OTKLIK_VK_SERVICE_TOKEN=ключ-service" in secrets.read_text("utf-8")
    files = ("--config", str(out / "config.yaml"), "--env-file", str(secrets))
    checked = otklik("config", "check", *files)
    assert "Конфигурация в порядке: страниц 2" in checked.stdout
    assert otklik("init", "--out", str(out)).returncode == 2


def test_init_asks_again_for_what_would_not_check_out(otklik, tmp_path):
    answers = [
        "Город", "1", "Москва", "Europe/Moscow",
        "https://vk.com/club77", "Администрация", "1",
        "vk.ru/club77",
        "",
        "", "", "",
    ]  # fmt: skip
    done = otklik("init", "--out", str(tmp_path / "town"), stdin="\n".join(answers) + "\n")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "нужно имя часового пояса, например Europe/Moscow" in done.stdout
    assert "Эта страница уже названа" in done.stdout
    settings = yaml.safe_load((tmp_path / "town" / "config.yaml").read_text("utf-8"))
    assert settings["worktime"]["timezone"] == "Europe/Moscow"
    assert [page["id"] for page in settings["pages"]] == ["club77"]


def first_answers(otklik, *arguments):
    answers = ["Верхнелужский район", "5", "", "vk.com/club77", "Администрация", "1"]
    return otklik("init", *arguments, stdin="\n".join([*answers, *[""] * 4]) + "\n")


def test_init_keeps_the_explanations_of_every_line(otklik, tmp_path):
    assert first_answers(otklik).returncode == 0
    shipped = (ROOT / "config.yaml").read_text("utf-8")
    written = (tmp_path / "config.yaml").read_text("utf-8")
    given, usual = yaml.safe_load(written), yaml.safe_load(shipped)
    assert set(shipped.splitlines()) - set(written.splitlines()) == {
        "municipality: {name: Ваш муниципалитет}",
        "regulation: novokubansk-1740",
        "  # timezone: Europe/Moscow # если не указан, пояс берётся из регламента",
        "pages: []",
    }
    page = {"network": "vk", "id": "club77", "body": "Администрация", "kind": "administration"}
    assert given["pages"] == [page]
    assert given["municipality"] == {"name": "Верхнелужский район"}
    assert set(given) == set(usual)


def test_init_fills_what_was_begun_by_hand_and_loses_none_of_it(otklik, tmp_path):
    shipped = (ROOT / "config.yaml").read_text("utf-8")
    begun = shipped.replace("people: []", "people: [{name: Орлов, roles: [head]}]")
    (tmp_path / "config.yaml").write_text(begun, "utf-8")
    assert first_answers(otklik).returncode == 0
    given = yaml.safe_load((tmp_path / "config.yaml").read_text("utf-8"))
    assert (given["people"][0]["name"], given["pages"][0]["id"]) == ("Орлов", "club77")


@pytest.mark.parametrize("own", ["people: [{name: Орлов, roles: [head]}]", "pages: [", ""])
def test_init_replaces_no_file_that_it_cannot_fill(otklik, tmp_path, own):
    (tmp_path / "config.yaml").write_text(own, "utf-8")
    refused = first_answers(otklik)
    assert (refused.returncode, "уже есть" in refused.stderr) == (2, True)
    assert (tmp_path / "config.yaml").read_text("utf-8") == own
    assert not (tmp_path / "otklik.env").exists()


def test_init_offers_no_files_to_read(otklik):
    shown = otklik("init", "--help").stdout
    assert "--out" in shown
    assert "--config" not in shown
    assert "--env-file" not in shown


def test_config_check_warns_of_missing_tokens(otklik, town):
    warned = otklik("config", "check")
    assert warned.returncode == 0
    assert "OTKLIK_TELEGRAM_BOT_TOKEN" in warned.stderr


def test_config_check_counts_the_calls_of_a_day(otklik, tmp_path):
    pages = [{"network": "vk", "id": n, "body": "А", "kind": "head"} for n in range(40)]
    (tmp_path / "config.yaml").write_text(yaml.safe_dump({"pages": pages}), "utf-8")
    assert "5760 вызовов wall.get" in otklik("config", "check").stderr


@pytest.mark.parametrize(
    ("link", "page"),
    [
        ("https://vk.com/club123", ("vk", "club123")),
        ("vk.ru/adm.rayon", ("vk", "adm.rayon")),
        ("https://m.vk.com/public5/", ("vk", "public5")),
        ("https://ok.ru/group/70000000000001", ("ok", "70000000000001")),
        ("t.me/nash_raion", ("telegram", "@nash_raion")),
        ("@nash_raion", ("telegram", "@nash_raion")),
        ("https://example.ru/vk.com/1", None),
    ],
)
def test_a_link_from_the_browser_names_the_page(link, page):
    assert parse_link(link) == page


def test_help_lists_every_command(otklik):
    shown = otklik("--help").stdout
    for name in COMMANDS:
        assert f"\n  {name}" in shown
        assert otklik(name, "--help").returncode == 0
    for leaf in (
        ("run",),
        ("queue", "list"),
        ("db", "backup"),
        ("classify",),
        ("train", "moderation"),
    ):
        assert "--config" in otklik(*leaf, "--help").stdout
