"""The section `reports`: what is said wrong is refused in words."""

import pytest

from config import load
from config.reports import FormatName, ReportName, parsed
from errors import ConfigError
from reports.contents import REPORTS
from reports.render import FORMATS

MAIL = "notices: {host: mail.example.ru, sender: otklik@example.ru}\n"
BODY = "routing: {bodies: [{name: Водоканал}]}\n"


def loaded(tmp_path, plans: str, before: str = MAIL + BODY):
    file = tmp_path / "config.yaml"
    file.write_text(f"{before}reports: [{plans}]", encoding="utf-8")
    return load(file, {})


def test_the_configuration_knows_every_report_and_format():
    assert set(ReportName.__args__) == set(REPORTS)
    assert set(FormatName.__args__) == set(FORMATS)


@pytest.mark.parametrize(
    ("when", "every", "at", "day"),
    [
        ("daily 08:00", "day", "08:00", 0),
        ("weekly mon 08:00", "week", "08:00", 0),
        ("weekly sun 23:59", "week", "23:59", 6),
        ("monthly 1 00:00", "month", "00:00", 1),
        ("monthly 31 18:30", "month", "18:30", 31),
    ],
)
def test_when(when, every, at, day):
    found = parsed(when)
    assert found is not None
    assert (found[0], f"{found[1]:%H:%M}", found[2]) == (every, at, day)


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        ("{report: weakly, when: daily 08:00}", "reports.0.report = 'weakly': нужно одно из"),
        ("{report: daily, when: daily}", "нужно daily 08:00, weekly mon 08:00"),
        ("{report: daily, when: daily 24:00}", "нужно daily 08:00"),
        ("{report: daily, when: weekly xyz 08:00}", "дня xyz нет; есть: mon, tue"),
        ("{report: daily, when: monthly 32 08:00}", "день месяца — от 1 до 31"),
        ("{report: daily, when: at once}", "at once бывает только urgent"),
        ("{report: daily, when: daily 08:00, formats: [pdf]}", "нужно одно из: 'html'"),
        ("{report: daily, when: daily 08:00, formats: []}", "reports.0.formats"),
        ("{report: daily, when: daily 08:00, to: [head]}", "нужен адрес почты или telegram:"),
        ("{report: daily, when: daily 08:00, to: ['telegram:чат']}", "нужен адрес почты"),
        ("{report: daily, when: daily 08:00, too: []}", "неизвестный ключ. Может быть, to?"),
        (
            "{report: daily, when: daily 08:00}, {report: daily, when: daily 09:00}",
            "«daily» дважды",
        ),
        (
            "{report: daily, when: daily 08:00}, {report: daily, when: daily 08:00, body: Дом}",
            "reports.1.body: организации «Дом» нет. Есть: Водоканал",
        ),
    ],
)
def test_mistakes_are_named(tmp_path, plan, words):
    with pytest.raises(ConfigError) as refused:
        loaded(tmp_path, plan)
    assert words in str(refused.value)


def test_letters_need_a_server(tmp_path):
    plan = "{report: daily, when: daily 08:00, to: [a@example.ru]}"
    assert loaded(tmp_path, plan).reports[0].plan == "daily"
    with pytest.raises(
        ConfigError, match=r"yaml: reports: «daily» идёт .*, а notices\.host не задан"
    ):
        loaded(tmp_path, plan, "")


def test_two_reports_of_one_kind_have_names(tmp_path):
    given = loaded(
        tmp_path,
        "{report: daily, when: daily 08:00, name: главе}, {report: daily, when: daily 09:00},"
        "{report: daily, when: daily 09:00, body: Водоканал}",
    )
    assert [plan.plan for plan in given.reports] == ["главе", "daily", "daily · Водоканал"]
