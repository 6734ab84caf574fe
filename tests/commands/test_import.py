"""`otklik import incidents`: every row is taken or named, and nothing comes twice."""

import csv

import pytest
from given import NOW, PAGE
from sqlalchemy import select

from collectors.intake import save_batch
from incidents import candidates
from models import Batch, Incident
from store import retention

HEAD = ["Тема", "Номер инцидента", "Текст инцидента", "Дата создания", "Урл поста", "Балл"]
ROWS = [
    ["Ямы", "17", "Яма на Садовой", "2026-01-12 09:00:00", "https://vk.com/wall-1_1", "8"],
    ["Вода", "18", "", "2026-01-12 10:00:00", "", ""],
    ["Свет", "19", "Нет света", "позавчера\x1b[2J", "", ""],
    ["Свет", "20", "Нет света", "", "", ""],
]


@pytest.fixture
def export(tmp_path):
    def write(rows=ROWS, head=HEAD, name="export.csv"):
        with (tmp_path / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=";").writerows([head, *rows])
        return str(tmp_path / name)

    return write


@pytest.fixture
def take(otklik, database_url, store):
    """Import into a database of either kind."""

    def run(*arguments):
        return otklik("import", "incidents", *arguments, OTKLIK_DATABASE_URL=database_url)

    return run


def kept(store):
    with store.reading() as session:
        return list(session.scalars(select(Incident).order_by(Incident.imported_as)))


def test_a_file_is_checked_and_nothing_is_entered(otklik, export):
    done = otklik("import", "incidents", export())
    assert (done.returncode, done.stdout) == (0, "")
    assert "2 строки не взяты" in done.stderr
    assert "строка 3: пустой «Текст инцидента»" in done.stderr
    assert "строка 4: «Дата создания» не читается: позавчера" in done.stderr
    assert "\x1b" not in done.stderr
    assert "Годных строк: 2" in done.stderr


def test_rows_become_candidates_of_the_incident_system(take, store, export):
    assert "Заведено: 2 инцидента, было раньше: 0" in take(export(), "--as-incidents").stderr
    pit, light = kept(store)
    assert (pit.origin, pit.channel, pit.state) == ("import", "incident", "candidate")
    assert (pit.text, pit.link, pit.imported_as) == ("Яма на Садовой", ROWS[0][4], "17")
    assert pit.detected_at.isoformat() == "2026-01-12T06:00:00+00:00"
    assert pit.aside["Балл"] == "8"
    assert (light.imported_as, light.link) == ("20", None)
    assert "Балл" not in light.aside


def test_a_second_import_adds_only_what_is_new(take, store, export):
    take(export(), "--as-incidents")
    more = [*ROWS, ["Снег", "21", "Не чистят снег", "", "", ""]]
    assert "Заведено: 1 инцидент, было раньше: 2" in take(export(more), "--as-incidents").stderr
    assert [incident.imported_as for incident in kept(store)] == ["17", "20", "21"]


def test_without_a_number_a_message_is_known_by_its_text_and_time(take, store, export):
    head, rows = ["Текст инцидента", "Дата создания"], [["Яма", "2026-01-12"], ["Яма", ""]]
    for _ in range(2):
        take(export([*rows, rows[0]], head), "--as-incidents")
    assert len(kept(store)) == 2


def test_a_comment_of_our_page_is_not_entered_again(take, store, page, comment, export):
    with store.writing() as session:
        ours = Batch(PAGE, comments=(comment(url=ROWS[0][4]),))
        (item,) = save_batch(session, page, ours, NOW).unjudged
        candidates.take_up(session, item.comment_id, NOW)
    assert "Заведено: 1 инцидент, было раньше: 1" in take(export(), "--as-incidents").stderr


def test_only_what_is_not_finished(take, store, export):
    head = ["Номер инцидента", "Текст инцидента", "Дата окончания"]
    source = export([["1", "Яма", "2026-01-13 10:00:00"], ["2", "Свет", ""]], head)
    assert "отобрано: 1" in take(source, "--as-incidents", "--unfinished").stderr
    assert [incident.imported_as for incident in kept(store)] == ["2"]


def test_after_the_retention_period_only_the_number_is_left(take, store, export):
    take(export(ROWS[:1]), "--as-incidents")
    with store.writing() as session:
        retention.purge_incidents(session, NOW.replace(year=NOW.year + 1))
    (incident,) = kept(store)
    assert (incident.text, incident.link, incident.aside) == ("", None, None)
    assert "было раньше: 1" in take(export(ROWS[:1]), "--as-incidents").stderr
