"""Visits by QR code: what a person says, what a file says."""

from datetime import datetime

import pytest
from sqlalchemy import select
from weeks_town import AMURZET, MOSCOW, VK, open_page

from models import PageVisits
from pages.visits import enter, read, visits
from pages.weeks import Week

WEEK = Week.named("2026-W47")
NOW = datetime(2026, 11, 20, 15, tzinfo=MOSCOW)
PAGES = {"vk:100": 1, "Наш город": 1, "telegram:@town": 2}


def test_the_last_word_counts_and_the_former_stays(store):
    with store.writing() as session:
        page = open_page(session, VK, NOW)
        said = [enter(session, page, WEEK, devices, "Орлова", NOW) for devices in (4, 4, 6)]
        assert said == [True, False, True]
        assert visits(session, WEEK) == {page: 6}
        assert visits(session, WEEK.next()) == {}
        assert session.scalars(select(PageVisits.devices)).all() == [4, 6]


@pytest.mark.parametrize(("devices", "by"), [(-1, "Орлова"), (10**9, "Орлова"), (3, " ")])
def test_what_makes_no_sense_is_refused(store, devices, by):
    with store.writing() as session:
        page = open_page(session, VK, NOW)
        with pytest.raises(ValueError, match=r"нужно|вносит"):
            enter(session, page, WEEK, devices, by, NOW)


@pytest.mark.parametrize(
    "lines",
    [
        ["страница;неделя;устройств", "vk:100;2026-W47;6", "telegram:@town;2026-11-17;2"],
        ["\ufeffPage,Week,Devices\r", "Наш город,2026-W47,6\r", "telegram:@town,2026-W47,2\r"],
        [
            "-\tнеделя\tстраница\tустройств",
            "\t2026-W47\tvk:100\t6",
            "\t2026-W47\ttelegram:@town\t2",
        ],
    ],
)
def test_totals_in_a_file(lines):
    found = read(lines, PAGES, MOSCOW)
    assert (found.weeks, found.bad) == ({(1, WEEK): 6, (2, WEEK): 2}, [])


def test_single_visits_are_counted_by_device_and_week():
    lines = [
        "страница;время;устройство",
        "vk:100;2026-11-16 00:00;a",
        "vk:100;2026-11-22 23:59;a",  # the same device again
        "vk:100;20.11.2026 10:15;b",
        "vk:100;2026-11-23T00:00;a",  # another week
        "vk:100;2026-11-22T21:30:00+00:00;c",  # Monday in Moscow
    ]
    found = read(lines, PAGES, MOSCOW)
    assert found.weeks == {(1, WEEK): 2, (1, WEEK.next()): 2}
    assert read(lines[:2], PAGES, AMURZET).weeks == {(1, WEEK): 1}


def test_bad_lines_are_named_and_the_others_taken():
    lines = [
        "страница;неделя;устройств",
        "vk:999;2026-W47;6",
        "vk:100;2026-W60;6",
        "vk:100;2026-W47;много",
        "vk:100;2026-W47",
        "vk:100;2026-W47;7",
    ]
    found = read(lines, PAGES, MOSCOW)
    assert found.weeks == {(1, WEEK): 7}
    assert [number for number, _ in found.bad] == [2, 3, 4, 5]
    assert "vk:999" in found.bad[0][1]


@pytest.mark.parametrize("lines", [[], [""], ["a;b;c", "1;2;3"], ["страница;время", "vk:100;1"]])
def test_a_file_without_the_columns(lines):
    with pytest.raises(ValueError, match="нужны столбцы"):
        read(lines, PAGES, MOSCOW)
