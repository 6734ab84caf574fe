"""Every clock of the decrees, paragraph by paragraph; all expected times were reckoned by hand.

The town works 08:00–12:00 and 12:48–17:00, on Friday until 15:48.
"""

from datetime import datetime

import pytest
from regulations import act, town

from incidents.clocks import Message, table

NOVOKUBANSK, LESOZAVODSK, GULKEVICHI = "novokubansk-1740", "lesozavodsk-215", "gulkevichi-draft"
CASES = [  # what; decree; channel; importance; from when; step: due
    (
        "понедельник, через обед",
        (NOVOKUBANSK, "own", "ordinary", "2026-11-23T10:30"),
        {
            "route": "2026-11-23T11:30",  # п.10, 1 час
            "route_several": "2026-11-23T11:00",  # п.19, 30 минут
            "info_several": "2026-11-23T13:18",  # п.19, 2 часа
            "not_ours": "2026-11-23T11:00",  # п.11
            "reroute": "2026-11-23T11:00",  # п.11
            "clarify": "2026-11-23T11:00",  # п.13
            "draft": "2026-11-23T13:48",  # п.12, за 30 минут до срока ответа
            "approve": "2026-11-23T11:00",  # п.14
            "rework": "2026-11-23T11:00",  # п.15
            "publish": "2026-11-23T11:00",  # п.16
            "answer": "2026-11-23T14:18",  # п.9, 3 часа
            "interim_to_final": "2026-11-30T17:00",  # п.18, 5 дней: вт, ср, чт, пт, пн
        },
    ),
    (
        "понедельник, повышенная важность",
        (NOVOKUBANSK, "incident", "high", "2026-11-23T10:30"),
        {
            "route": "2026-11-23T11:30",  # без особого срока — общий
            "draft": "2026-11-23T12:48",  # за 30 минут до 13:18 — начало второй половины дня
            "answer": "2026-11-23T13:18",  # п.17, 2 часа
            "interim_to_final": "2026-11-30T17:00",
        },
    ),
    (
        "пятница, конец дня",
        (NOVOKUBANSK, "own", "ordinary", "2026-11-27T15:00"),
        {
            "route": "2026-11-30T08:12",  # 48 минут в пятницу, 12 в понедельник
            "draft": "2026-11-30T09:42",
            "answer": "2026-11-30T10:12",
            "interim_to_final": "2026-12-04T15:48",  # пятый день — пятница, до её конца
        },
    ),
    (
        "суббота",
        (NOVOKUBANSK, "own", "ordinary", "2026-11-28T14:00"),
        {"route": "2026-11-30T09:00", "draft": "2026-11-30T10:30", "answer": "2026-11-30T11:00"}
        | {"interim_to_final": "2026-12-04T15:48"},
    ),
    (
        "вторник, ночь",
        (NOVOKUBANSK, "own", "ordinary", "2026-11-24T23:10"),
        {"route": "2026-11-25T09:00", "answer": "2026-11-25T11:00"},
    ),
    (
        "среда, обед",
        (NOVOKUBANSK, "own", "ordinary", "2026-11-25T12:15"),
        {"not_ours": "2026-11-25T13:18", "answer": "2026-11-25T15:48"},
    ),
    (
        "понедельник: срок кончается в 12:00, а не после обеда",
        (NOVOKUBANSK, "own", "ordinary", "2026-11-23T09:00"),
        {"answer": "2026-11-23T12:00", "draft": "2026-11-23T11:30"},
    ),
    (
        "пятница перед рабочей субботой (за понедельник 29 апреля)",
        (NOVOKUBANSK, "own", "ordinary", "2024-04-26T15:30"),
        {"route": "2024-04-27T08:42", "answer": "2024-04-27T10:42"},
    ),
    (
        "рабочая суббота 1 ноября, сокращена на час; понедельник и вторник выходные",
        (NOVOKUBANSK, "own", "ordinary", "2025-11-01T14:30"),
        {"route": "2025-11-01T15:30", "answer": "2025-11-05T09:30"},
    ),
    (
        "четверг перед праздником, до 16:00",
        (NOVOKUBANSK, "own", "ordinary", "2026-04-30T15:30"),
        {"route": "2026-05-04T08:30", "answer": "2026-05-04T10:30"},
    ),
    (
        "среда перед Новым годом",
        (NOVOKUBANSK, "own", "ordinary", "2026-12-30T16:30"),
        {"answer": "2027-01-11T10:30", "interim_to_final": "2027-01-15T15:48"},
    ),
    (
        "понедельник, UTC+10",
        (LESOZAVODSK, "incident", "ordinary", "2026-11-23T10:30"),
        {
            "route": "2026-11-23T11:30",  # п.7, час по часам
            "info_several": "2026-11-23T13:18",  # п.14, 2 часа
            "clarify": "2026-11-24T09:18",  # п.8, как ответ
            "draft": "2026-11-23T15:18",  # п.10, за 3 часа до срока ответа
            "approve": "2026-11-23T11:00",  # п.11, 30 минут по часам
            "rework": "2026-11-23T11:30",  # п.12, час по часам
            "answer": "2026-11-24T09:18",  # п.8, 7 часов
            "interim_to_final": "2026-11-26T17:00",  # п.13, 3 дня
        },
    ),
    (
        "понедельник, UTC+10, повышенная важность",
        (LESOZAVODSK, "own", "high", "2026-11-23T10:30"),
        {
            "clarify": "2026-11-23T14:18",  # п.9
            "draft": "2026-11-23T11:30",  # п.10, за 2 часа
            "answer": "2026-11-23T14:18",  # п.9, 3 часа
        },
    ),
    (
        "пятница, UTC+10: по часам срок идёт и после конца дня",
        (LESOZAVODSK, "own", "ordinary", "2026-11-27T15:30"),
        {
            "route": "2026-11-27T16:30",
            "approve": "2026-11-27T16:00",
            "rework": "2026-11-27T16:30",
            "answer": "2026-11-30T15:30",
            "draft": "2026-11-30T11:42",
            "interim_to_final": "2026-12-02T17:00",
        },
    ),
    (
        "понедельник, UTC+10, обед по часам не считается",
        (LESOZAVODSK, "own", "ordinary", "2026-11-23T11:50"),
        {"route": "2026-11-23T12:50", "approve": "2026-11-23T12:20"},
    ),
    (
        "понедельник, свои страницы",
        (GULKEVICHI, "own", "ordinary", "2026-11-23T10:30"),
        {
            "route": "2026-11-23T13:18",  # 3.1.1, 2 часа
            "clarify": "2026-11-23T15:18",  # 3.1.2, 4 часа
            "draft": "2026-11-24T10:18",  # 3.1.2, 8 часов
            "rework": "2026-11-23T15:18",  # 3.1.4, 4 часа
            "answer": "2026-11-25T17:00",  # 3.1.5, 2 дня
            "interim_to_final": "2026-12-02T17:00",  # 3.3, 7 дней
            "explanation": "2026-11-24T10:18",  # 3.8, 8 часов
        },
    ),
    (
        "понедельник, «Инцидент», важность особого срока не имеет",
        (GULKEVICHI, "incident", "high", "2026-11-23T10:30"),
        {
            "route": "2026-11-23T13:18",  # 3.2.1, 2 часа
            "draft": "2026-11-23T15:18",  # 3.2.2, 4 часа
            "rework": "2026-11-23T14:18",  # 3.2.4, 3 часа
            "answer": "2026-11-24T10:18",  # 3.2.5, 3.2.6, 8 часов
            "interim_to_final": "2026-12-02T17:00",
            "explanation": "2026-11-24T10:18",
        },
    ),
    (
        "суббота, свои страницы: первый рабочий день (3.1.6)",
        (GULKEVICHI, "own", "ordinary", "2026-11-28T14:00"),
        {"draft": "2026-11-30T16:48", "answer": "2026-12-01T17:00"},
    ),
]


@pytest.mark.parametrize(
    ("given", "expected"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
def test_each_term_ends_when_the_paragraph_says(given, expected):
    id, channel, importance, at = given
    worktime = town(act(id).zone)
    start = datetime.fromisoformat(at).replace(tzinfo=worktime.zone)
    found = table(act(id), Message(channel, importance), start, worktime)
    dues = {due.clock.step: due.at.replace(tzinfo=None).isoformat("T", "minutes") for due in found}
    assert {step: dues[step] for step in expected} == expected


@pytest.mark.parametrize(
    ("id", "channel", "steps"),
    [
        (
            NOVOKUBANSK,
            "own",
            "route route_several info_several not_ours reroute clarify draft approve rework "
            "publish answer interim_to_final",
        ),
        (
            LESOZAVODSK,
            "own",
            "route info_several clarify draft approve rework answer interim_to_final",
        ),
        (GULKEVICHI, "own", "route clarify draft rework answer interim_to_final explanation"),
        (GULKEVICHI, "incident", "route draft rework answer interim_to_final explanation"),
        ("rubtsovsk-63", "own", ""),
        ("amurzet-98", "incident", ""),
    ],
)
def test_where_an_act_is_silent_there_is_no_term(id, channel, steps):
    start = datetime.fromisoformat("2026-11-23T10:30+03:00")
    found = table(act(id), Message(channel), start, town())
    assert [due.clock.step for due in found] == steps.split()


def test_what_is_marked_urgent_does_not_wait_for_monday():
    """Gulkevichi 3.10: answers to emergencies are given on days off."""
    saturday = datetime(2026, 11, 28, 14, tzinfo=town().zone)
    found = table(act(GULKEVICHI), Message("incident", emergency=True), saturday, town())
    dues = {due.clock.step: due.at for due in found}
    assert dues["answer"].isoformat() == "2026-11-28T22:00:00+03:00"


def test_a_year_whose_days_off_are_not_decreed_is_marked():
    start = datetime(2031, 11, 24, 10, tzinfo=town().zone)
    assert all(due.provisional for due in table(act(NOVOKUBANSK), Message(), start, town()))
