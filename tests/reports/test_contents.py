"""Reports: sentences, tables that fit their columns, charts that fit their tables."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from town_month import NOVEMBER, NOW, WATER, ZONE, Wall, at

from commands.reporting import workflow
from config import Config, regulation_of
from models import Comment, Incident, Page, PassRun
from reports.contents import REPORTS, Context
from reports.contents.facts import Facts
from reports.contents.parts import incidents, messages, terms, topics
from reports.contents.urgent import matters
from reports.document import Period
from reports.wording import days, duration, number, percent
from words import readable

TOWN = Context(
    municipality="Ключевский округ",
    now=NOW,
    worktime=Wall(),
    regulation=regulation_of(Config(regulation="lesozavodsk-215")),
    workflow=workflow(),
)
TYPES = {
    "text": str, "int": int, "share": float, "minutes": int, "date": date, "moment": datetime,
    "link": str,
}  # fmt: skip


def tables_of(report):
    for section in report.sections:
        yield from section.tables
        yield from (chart.table for chart in section.charts)


@pytest.mark.parametrize("name", REPORTS)
def test_tables_and_charts_fit(quick_month, name):
    report = REPORTS[name].build(quick_month, NOVEMBER, TOWN)
    assert report.name == name
    assert report.title == REPORTS[name].title
    assert report.summary.startswith("1–30 ноября 2026 года. ")
    assert list(tables_of(report))
    for table in tables_of(report):
        for row in table.rows:
            assert len(row) == len(table.columns)
            for value, column in zip(row, table.columns, strict=True):
                assert value is None or isinstance(value, TYPES[column.kind]), column
    for chart in (chart for section in report.sections for chart in section.charts):
        titles = [column.title for column in chart.table.columns]
        assert {chart.x, chart.y, *filter(None, [chart.series])} <= set(titles)


SAYS = {
    "pages": "Норму публикаций все недели соблюдали 1 из 2 страниц. "
    "Открыто 1 замечание, обязательных — 1; исправлено — 1.",
    "daily": "Жители написали 17 сообщений, требуют ответа 8; за предыдущие 30 дней — 1 и 1. "
    "В срок 54 %, нарушено: 6 сроков. Всплесков: 1 («Протечка труб», улица Садовая).",
    "topics": "Жители написали 17 сообщений, требуют ответа 8; за предыдущие 30 дней — 1 и 1. "
    "Чаще всего просят: «Освещение улиц» (3); «Протечка труб» (2); «Ямы на дорогах» (2). "
    "Заметного роста тем нет.",
    "deadlines": "В срок 54 %, нарушено: 6 сроков.",
    "moderation": "Помечено 6 комментариев, принято 6 решений: оставить — 2. "
    "Удалено в соцсетях: 2, в чёрный список: 1.",
    "shortcomings": "Нарушено: 6 сроков; допустили 4 должностных лица. "
    "Направляется по прил.1 п.19.",
    "urgent": "Угроз: 1, сообщений высокой важности: 1. Доклад требует прил.1 п.20: социально и "
    "общественно значимое сообщение или повышенная активность — немедленно доложить главе. "
    "Всплесков: 1 («Протечка труб», улица Садовая).",
}


@pytest.mark.parametrize("name", SAYS)
def test_what_is_said_first(quick_month, name):
    report = REPORTS[name].build(quick_month, NOVEMBER, TOWN)
    assert report.summary == f"1–30 ноября 2026 года. {SAYS[name]}"


def test_the_month_tells_all(month):
    session, _ = month
    report = REPORTS["monthly"].build(session, NOVEMBER, TOWN)
    titles = [table.title for table in tables_of(report)]
    assert len(titles) == len(set(titles)) == 23
    table = next(table for table in tables_of(report) if table.title == "По страницам")
    assert table.rows == (
        ("ВК", "Школа", 9, 4, 0),
        ("ВК", "Администрация", 5, 3, 1),
        ("ТГ", "Район в Телеграме", 3, 1, 0),
    )


def test_shortcomings_name_the_official_and_the_paragraph(quick_month):
    named = replace(TOWN, responsible=lambda role, body: {"curator": "Кузнецова"}.get(role, ""))
    report = REPORTS["shortcomings"].build(quick_month, NOVEMBER, named)
    assert report.addressees == ("Главе", "Руководителю аппарата", "Заместителям главы")
    summed, *each = report.sections
    assert summed.tables[0].rows[0] == (
        "Кузнецова", "куратор", 4, 2, "п.10, п.12, п.17, п.9", 60 * (24 * 27 + 23)
    )  # fmt: skip
    assert [section.title for section in each] == [
        "Кузнецова (куратор)", "Водник (исполнитель)", "Фонарёв (исполнитель)"
    ]  # fmt: skip


def test_urgent_keys_are_stable_and_told_once_by_whoever_keeps_them(quick_month):
    found = matters(quick_month, NOVEMBER.begin, TOWN)
    assert [key.split(":")[0] for key in found] == ["threat", "incident", "surge", "surge"]
    assert matters(quick_month, NOVEMBER.begin, TOWN) == found
    assert matters(quick_month, at("12-01 12:00"), TOWN) == []


@pytest.mark.parametrize("name", REPORTS)
def test_an_empty_period_says_so(quick_month, name):
    quiet = Period(date(2026, 8, 1), date(2026, 8, 1), ZONE)
    report = REPORTS[name].build(quick_month, quiet, TOWN)
    assert report.summary.startswith("1 августа 2026 года. ")
    assert not any(row for table in tables_of(report) for row in table.rows)
    if name not in ("urgent", "shortcomings"):
        assert "страницы в эти дни не читались" in report.summary
        assert report.sections == ()


def test_nothing_came_is_told_from_nobody_read(store):
    with store.writing() as session:
        session.add(PassRun(at("08-01 09:00")))
    with store.reading() as session:
        quiet = Period(date(2026, 8, 1), date(2026, 8, 1), ZONE)
        report = REPORTS["daily"].build(session, quiet, TOWN)
    assert "не было; страницы читались 1 раз" in report.summary


def test_pages_and_their_weeks(month):
    session, _ = month
    norm, wrong = REPORTS["pages"].build(session, NOVEMBER, TOWN).sections
    assert norm.tables[0].rows == (
        ("Район в Телеграме", "ТГ", 1, 3, None, 0, None),
        ("Администрация", "ВК", 3, 25, 10, 1, 2 / 3),
        ("Школа", "ВК", 1, 5, 5, 0, 1.0),
    )
    assert norm.charts[0].table.rows == (
        (date(2026, 10, 26), 0), (date(2026, 11, 2), 0), (date(2026, 11, 9), 1)
    )  # fmt: skip
    assert [(row[0], row[2], row[6], row[7]) for row in wrong.tables[0].rows] == [
        ("Администрация", "комментарии закрыты", date(2026, 11, 10), None),
        ("Школа", "нет описания", date(2026, 10, 20), date(2026, 11, 5)),
    ]


def test_pages_of_one_name_have_a_line_each(store):
    with store.writing() as session:
        for key in ("1", "2"):
            page = Page("vk", key, "Школа № 1", at("01-01 00:00"))
            session.add(page)
            session.flush()
            said = [_message(page.id, f"{key}_{number}") for number in range(int(key))]
            session.add_all(said)
            session.flush()
            session.add(Incident("new", at("11-03 09:00"), comment_id=said[0].id))
    with store.reading() as session:
        networks, pages = messages.on_pages(Facts(session, NOVEMBER, TOWN)).tables
    assert networks.rows == (("ВК", 3, 2, 0),)
    assert pages.rows == (("ВК", "Школа № 1", 2, 1, 0), ("ВК", "Школа № 1", 1, 1, 0))


def _message(page: int, number: str) -> Comment:
    when = at("11-03 09:00")
    return Comment(
        "vk", number, page, None, None, "comment", None, "Яма", [], None, when, when, context=False
    )


def test_moderation_is_not_of_a_body(quick_month):
    report = REPORTS["moderation"].build(quick_month, NOVEMBER, replace(TOWN, body=WATER))
    assert (report.sections, report.body) == ((), WATER)
    assert "не делится по организациям" in report.summary


def test_a_report_of_one_body(quick_month):
    report = REPORTS["weekly"].build(quick_month, NOVEMBER, replace(TOWN, body=WATER))
    assert report.body == WATER
    assert "Жители написали 1 сообщение" in report.summary
    assert "Всплеск" not in report.summary
    assert {"Модерация", "Всплески"}.isdisjoint(section.title for section in report.sections)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (number(1234567), "1\u00a0234\u00a0567"),
        (number(9999), "9999"),
        (percent(0.999), "99 %"),
        (percent(0.001), "1 %"),
        (percent(1.0), "100 %"),
        (percent(0.0), "0 %"),
        (duration(0), "0 мин"),
        (duration(130), "2 ч 10 мин"),
        (duration(120), "2 ч"),
        (readable("НЕКАЧЕСТВЕННЫЙ РЕМОНТ МКД"), "Некачественный ремонт МКД"),
        (readable("ЖКХ"), "ЖКХ"),
        (readable("Своя тема"), "Своя тема"),
        (readable(""), ""),
    ],
)
def test_words(given, said):
    assert given == said


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        ("2026-11-23", "2026-11-23", "23 ноября 2026 года"),
        ("2026-11-01", "2026-11-30", "1–30 ноября 2026 года"),
        ("2026-11-30", "2026-12-06", "30 ноября – 6 декабря 2026 года"),
        ("2026-12-28", "2027-01-03", "28 декабря 2026 – 3 января 2027 года"),
    ],
)
def test_dates(since, until, said):
    period = Period(date.fromisoformat(since), date.fromisoformat(until), ZONE)
    assert days(period) == said


def test_a_period_is_whole_local_days():
    day = Period(date(2026, 11, 3), date(2026, 11, 3), ZONE)
    assert (day.begin, day.end) == (at("11-03 00:00"), at("11-04 00:00"))
    assert day.previous() == Period(date(2026, 11, 2), date(2026, 11, 2), ZONE)
    with pytest.raises(ValueError, match="ends before"):
        Period(date(2026, 11, 3), date(2026, 11, 2), ZONE)


def test_sentences_of_little(quick_month):
    first = Period(date(2026, 10, 31), date(2026, 10, 31), ZONE)
    facts = Facts(quick_month, first, TOWN)
    assert incidents.told(facts) == (
        "Выявлено и подтверждено: 1 инцидент, ждут подтверждения 0. Ответов не было. "
        "Повторных сообщений: 0, возобновлено инцидентов: 0."
    )
    assert terms.told(facts) == "Сроки в периоде не истекали."
    assert topics.told(Facts(quick_month, first.previous(), TOWN)) == "Просьб не было."
