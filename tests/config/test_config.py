"""The configuration: a mistake is named by its path, its value and what was expected."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

import config
from config import home, load, read_env_file
from errors import ConfigError


def written(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "config.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_the_shipped_file_is_valid():
    assert load(Path(config.__file__).parent.parent / "config.yaml", {}).pages == ()


def uncommented(lines: str) -> str:
    return re.sub(r"(?m)^( *)# ", r"\1", lines)


def test_its_examples_are_valid_once_uncommented(tmp_path):
    text = (Path(config.__file__).parent.parent / "config.yaml").read_text("utf-8")
    examples = re.compile(r"^( *)(\w+): \[\]\n((?:\1# ( *|- ).*\n)+)", re.M)
    text = examples.sub(lambda m: f"{m[1]}{m[2]}:\n{uncommented(m[3])}", text)
    text = re.sub(r"notices: .*\n((?:#.*\n)+)", lambda m: uncommented(m[1]), text)
    read = load(written(tmp_path, text), {})
    filled = (read.pages, read.people, read.routing.bodies, read.reports)
    assert [len(each) for each in filled] == [3, 3, 2, 4]
    assert read.notices.host == "mail.example.ru"


def test_a_configuration_is_typed_and_frozen(tmp_path):
    read = load(written(tmp_path, "collect: {since_days: 3}"), {})
    assert read.collect.since == timedelta(days=3)
    with pytest.raises(ValueError, match="frozen"):
        read.regulation = "amurzet-98"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("regulation: krasnodar", "regulation = 'krasnodar': нужно одно из: 'novokubansk-1740'"),
        ("databse_url: x", "неизвестный ключ. Может быть, database_url?"),
        ("networks: {vk: {timout: 5}}", "networks.vk.timout: неизвестный ключ"),
        ("networks: {vk: {limits: {attempts: 0}}}", "attempts = 0: нужно число ≥ 1"),
        ("networks: {vk: {api_url: localhost}}", "networks.vk.api_url = 'localhost'"),
        (
            "pages: [{network: fb, id: 1, body: А, kind: head}]",
            "pages.0.network = 'fb': нужно одно из",
        ),
        ("pages: [{network: vk, id: 1, kind: head}]", "pages.0.body: обязательный ключ не задан"),
        (
            "pages: [{network: vk, id: 1, body: А, kind: head}, "
            "{network: vk, id: '1', body: Б, kind: head}]",
            "страница указана дважды: vk:1",
        ),
        ("classify: {thresholds: {insult: 2}}", "thresholds.insult = 2: нужно число ≤ 1"),
        (
            "routing: {importance: [{reason: дети, lemmas: [детский сад]}]}",
            "нужно одно слово из букв",
        ),
        ("worktime: {timezone: Mars}", "нужно имя часового пояса"),
        ("worktime: {week: {mon: [9-18]}}", "worktime.week.mon.0"),
        (
            "worktime: {days_off: [2026-05-04], working_days: {2026-05-04: ['09:00-12:00']}}",
            "2026-05-04 и в days_off, и в working_days",
        ),
        ("retention: {texts_days: forever}", "retention.texts_days = 'forever': нужно число"),
        ("trusted: [Иванова]", "trusted.0 = 'Иванова'"),
        ("pages: [\n", "это не YAML"),
        ("- a list", "ожидаются пары «ключ: значение»"),
        (
            "pages: [{network: vk, id: 1, body: А, kind: head, tokens: {comunity: A}}]",
            "неизвестная роль comunity; есть: service, user, community",
        ),
        ("collect: {}\ncollect: {}", "ключ стоит дважды: collect"),
    ],
)
def test_a_mistake_is_named(tmp_path, text, expected):
    with pytest.raises(ConfigError) as error:
        load(written(tmp_path, text), {})
    assert expected in str(error.value)


@pytest.mark.parametrize(
    ("monday", "expected"),
    [
        ("['8:00-12:00']", "worktime.week.mon.0 = '8:00-12:00': нужны часы вида"),
        ("['13:00-17:00', '08:00-12:00']", "worktime.week.mon = "),
        ("['08:00-12:00', '11:00-17:00']", "по порядку и не пересекаются"),
        ("['22:00-06:00']", "ночную смену делят в полночь"),
        ("[]", "ни одного рабочего часа"),
    ],
)
def test_hours_of_a_day_are_checked(tmp_path, monday, expected):
    week = f"{{mon: {monday}, tue: [], wed: [], thu: [], fri: []}}"
    with pytest.raises(ConfigError) as error:
        load(written(tmp_path, f"worktime: {{week: {week}}}"), {})
    assert expected in str(error.value)


def test_a_weekday_is_off_only_if_the_file_says_so(tmp_path):
    with pytest.raises(ConfigError, match="не назван день tue; выходной пишется так: tue:"):
        load(written(tmp_path, "worktime: {week: {mon: ['08:00-12:00']}}"), {})


def test_all_mistakes_are_told_at_once(tmp_path):
    with pytest.raises(ConfigError) as error:
        load(written(tmp_path, "regulation: x\nretention: {texts_days: -1}"), {})
    assert len(str(error.value).splitlines()) == 2


@pytest.mark.parametrize(
    ("section", "key", "most"),
    [
        ("retention", "texts_days", 36500),
        ("collect", "since_days", 36500),
        ("collect", "fresh_days", 36500),
        ("collect", "window_days", 36500),
        ("collect", "full_read_hours", 876000),
        ("collect", "look_hours", 876000),
        ("moderation", "by_hand_hours", 876000),
        ("moderation", "grace_seconds", 604800),
        ("cadence", "silent_days", 36500),
        ("web", "session_hours", 8760),
        ("web", "idle_minutes", 525600),
    ],
)
def test_a_span_is_no_longer_than_the_calendar(tmp_path, section, key, most):
    assert load(written(tmp_path, f"{section}: {{{key}: {most}}}"), {})
    with pytest.raises(ConfigError, match=f"нужно число ≤ {most}"):
        load(written(tmp_path, f"{section}: {{{key}: 1000000000}}"), {})


PAGE = "network: vk, id: 1, body: А, kind: head"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "networks: {telegram: {tokens: {bot: '123456:AA-SECRET'}}}",
            "имя переменной окружения",
        ),
        (f"pages: [{{{PAGE}, token: vk1.a.SECRET}}]", "неизвестный ключ. Может быть, tokens?"),
        ("networks: {vk: {token: {user: vk1.a.SECRET}}}", "networks.vk.token: неизвестный ключ"),
        (f"pages: [{{tokens: {{admin: SECRET}}, {PAGE}}}]", "неизвестная роль admin"),
        ("databse_url: postgresql://me:SECRET@db/x", "databse_url: неизвестный ключ"),
        ("notices: {password: my-SECRET}", "notices.password: нужна строка вида"),
    ],
)
def test_a_secret_in_the_file_is_refused_and_not_printed(tmp_path, text, expected):
    with pytest.raises(ConfigError) as error:
        load(written(tmp_path, text), {})
    assert expected in str(error.value)
    assert "SECRET" not in str(error.value)


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("OTKLIK_DATABASE_URL", "sqlite:////x.db", lambda c: c.database_url == "sqlite:////x.db"),
        (
            "OTKLIK_NETWORKS__VK__API_URL",
            "http://127.0.0.1:9001",
            lambda c: c.networks.vk.api_url == "http://127.0.0.1:9001",
        ),
        ("OTKLIK_DATABASE_URL", "postgresql://a: b@c/d", lambda c: ": b" in c.database_url),
        ("OTKLIK_COLLECT__SINCE_DAYS", "1.5", lambda c: c.collect.since_days == 1.5),
        (
            "OTKLIK_PAGES",
            '[{"network": "vk", "id": -5, "body": "А", "kind": "head"}]',
            lambda c: c.pages[0].id == "-5",
        ),
        ("OTKLIK_VK_SERVICE_TOKEN", "a-secret", lambda c: True),
    ],
)
def test_the_environment_lies_over_the_file(tmp_path, name, value, found):
    text = "networks: {vk: {limits: {attempts: 2}}}"
    read = load(written(tmp_path, text), {name: value})
    assert found(read)
    assert read.networks.vk.limits.attempts == 2


def test_without_any_file_everything_has_its_usual_value(tmp_path, monkeypatch):
    monkeypatch.setenv("OTKLIK_HOME", str(tmp_path))
    assert load(None, {"OTKLIK_COLLECT__SINCE_DAYS": "2"}).collect.since_days == 2


def test_a_misspelt_variable_is_refused(tmp_path):
    with pytest.raises(ConfigError, match="OTKLIK_NETWORKZ__VK__API_URL"):
        load(written(tmp_path, "{}"), {"OTKLIK_NETWORKZ__VK__API_URL": "http://x"})


def test_tokens_that_are_not_named_keep_their_usual_variables(tmp_path):
    read = load(written(tmp_path, "networks: {vk: {tokens: {service: MY_TOKEN}}}"), {})
    assert read.networks.vk.tokens["service"] == "MY_TOKEN"
    assert read.networks.vk.tokens["community"] == "OTKLIK_VK_COMMUNITY_TOKEN"


def test_a_missing_file_says_how_to_make_one(tmp_path):
    with pytest.raises(ConfigError, match="otklik init"):
        load(tmp_path / "none.yaml", {})


def test_paths_do_not_depend_on_where_the_file_lies(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("OTKLIK_HOME", raising=False)
    assert home() == Path(config.__file__).parent.parent
    monkeypatch.setenv("OTKLIK_HOME", "/srv/otklik")
    assert home() == Path("/srv/otklik")


def test_secrets_come_from_a_file_closed_to_others(tmp_path):
    file = tmp_path / "otklik.env"
    file.write_text("# ключи\nexport OTKLIK_A='x=y'\nOTKLIK_B = z\n\n", encoding="utf-8")
    file.chmod(0o644)
    with pytest.raises(ConfigError, match="chmod 600"):
        read_env_file(file)
    file.chmod(0o600)
    assert read_env_file(file) == {"OTKLIK_A": "x=y", "OTKLIK_B": "z"}


@pytest.mark.parametrize("read", [read_env_file, lambda file: load(file, {})])
def test_a_file_in_another_encoding_is_refused_in_words(tmp_path, read):
    file = tmp_path / "windows"
    file.write_bytes("# ключи: нет".encode("cp1251"))
    file.chmod(0o600)
    with pytest.raises(ConfigError, match="в кодировке UTF-8"):
        read(file)


def test_the_mark_that_windows_puts_first_hides_no_secret(tmp_path):
    file = tmp_path / "otklik.env"
    file.write_bytes("OTKLIK_A=x\n".encode("utf-8-sig"))
    file.chmod(0o600)
    assert read_env_file(file) == {"OTKLIK_A": "x"}
