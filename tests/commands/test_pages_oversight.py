"""`otklik pages check`, `cadence`, `remind`, `style`, `visits` over a town read once."""

import json
import re
from datetime import datetime

import pytest
import time_machine
import yaml
from databases import new_sqlite
from postbox import postbox
from towns import shift

from collectors.looking import AGAIN
from pages.oversight import EVERY

FRIDAY = "2026-11-27T12:00:00+00:00"  # 15:00 in town
SATURDAY, NEXT_FRIDAY = "2026-11-28T12:00:00+00:00", "2026-12-04T12:00:00+00:00"
WATER = "vk:990000103"


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    """The database and configuration of the demo town after one pass on that Friday."""
    folder = tmp_path_factory.mktemp("town")
    now = datetime.fromisoformat(FRIDAY)
    with shift(now, new_sqlite(folder / "otklik.db")) as at_work:
        pages = tuple(page.model_copy(update={"include": ()}) for page in at_work.config.pages)
        at_work.config = at_work.config.model_copy(update={"pages": pages})
        at_work.run()
        settings = {
            **at_work.stage.settings,
            "people": [
                {"name": "Лапина В. И.", "roles": ["curator"], "email": "lapina@example.ru"},
                {"name": "Сыч Д. П.", "roles": ["moderator"]},
            ],
        }
    (folder / "config.yaml").write_text(yaml.safe_dump(settings, allow_unicode=True), "utf-8")
    return folder


@pytest.fixture
def pages(otklik, town):
    """Run `otklik pages …` there and then."""

    def run(*arguments, code=0, at=FRIDAY, stdin=""):
        with time_machine.travel(at, tick=False):
            done = otklik("pages", *arguments, "--config", str(town / "config.yaml"), stdin=stdin)
        assert done.returncode == code, done.stderr
        return done

    return run


def lines(done):
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_constants_fit_each_other():
    assert AGAIN < EVERY


def test_what_is_wrong_and_what_to_do(pages):
    done = pages("check", WATER)
    assert "не указан телефон (прил.2 п.6, обязательно). Впишите телефон" in done.stdout
    assert "С 27.11.2026" in done.stdout
    assert "Страниц: 1, открыто: 3 замечания." in done.stderr


def test_check_as_json_names_every_page(pages):
    told = {one["page"]: one for one in lines(pages("check", "--json"))}
    assert len(told) == 7
    assert {one["what"] for one in told[WATER]["findings"]} == {"address", "email", "phone"}
    assert told["telegram:@verhneluzhsk_ofitsialno"]["findings"] == []


def test_cadence_as_json(pages):
    told = {one["page"]: one for one in lines(pages("cadence", "--json"))}
    water = told[WATER]
    assert (water["norm"], water["paragraph"], water["force"]) == (5, "прил.2 п.5", "recommended")
    assert water["posts"] + water["missing"] >= 5
    assert len(water["past"]) == 8
    assert told["telegram:@verhneluzhsk_ofitsialno"]["sure"] is False


def test_cadence_on_a_screen(pages):
    done = pages("cadence")
    assert "Сорочий Яр — наше" in done.stdout  # the name goes on in the next line
    assert re.search(r"До конца недели 2 д 9 ч; не хватает публикаций у \d из 7", done.stderr)


def test_the_history_of_one_page(pages):
    assert re.search(r"2026-W47 \(16.11–22.11.2026\): \d+ из 5", pages("cadence", WATER).stdout)


def test_reminding_waits_for_the_end_of_the_week(pages):
    early = pages("remind", at="2026-11-25T12:00:00+00:00")
    assert "Рано" in early.stderr
    done = pages("remind")
    assert re.search(r"Сорочий Яр — наше село: \d из 5, не хватает \d публикаци", done.stdout)
    assert "писем отправлено: 0" in done.stderr  # no mail server is set up


def test_a_curator_is_reminded_once_a_week(pages, monkeypatch):
    with postbox() as box:
        monkeypatch.setenv(
            "OTKLIK_NOTICES",
            f"{{host: 127.0.0.1, port: {box.port}, security: none, sender: otklik@x.ru}}",
        )
        box.closed = True
        pages("remind", code=1)  # not sent, so not told
        box.closed = False
        sent = [pages("remind", at=day).stderr for day in (FRIDAY, SATURDAY, NEXT_FRIDAY)]
    assert [re.findall(r"отправлено: (\d)", told) for told in sent] == [["1"], ["0"], ["1"]]
    assert [letter["To"] for letter in box.letters] == ["lapina@example.ru"] * 2
    assert "Сорочий Яр — наше село" in box.letters[0].get_content()


def test_visits_by_hand_and_from_a_file(pages, tmp_path):
    done = pages("visits", "add", WATER, "4", "--as", "Лапина В. И.")
    assert "2026-W48: 4" in done.stderr
    file = tmp_path / "qr.csv"
    file.write_text(
        "страница;время;устройство\n"
        f"{WATER};2026-11-23 10:00;a\n{WATER};2026-11-24 10:00;b\nvk:1;2026-11-24 10:00;b\n",
        "utf-8",
    )
    done = pages("visits", "import", str(file), "--as", "Лапина В. И.", code=1)
    assert "Строка 4: страницы «vk:1» нет" in done.stderr
    assert f"{WATER}\t2 из 5" in pages("visits", "list").stdout
    assert "Новых недель: 0 из 1" in pages(
        "visits", "import", str(file), "--as", "Лапина В. И.", code=1
    ).stderr  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("visits", "add", "vk:1", "4"), "в конфигурации нет"),
        (("visits", "add", WATER, "4", "--week", "47"), "нужна неделя"),
        (("visits", "add", WATER, "4", "--as", "Сыч Д. П."), "ведут кураторы"),
        (("check", "vk:1"), "в конфигурации нет"),
        (("cadence", "нет такой"), "в конфигурации нет"),
    ],
)
def test_a_mistake_says_the_way_out(pages, arguments, why):
    assert why in pages(*arguments, code=1).stderr


def test_a_file_that_is_no_table(pages, tmp_path):
    file = tmp_path / "qr.csv"
    file.write_bytes("страница;неделя\n".encode("cp1251"))
    assert pages("visits", "import", str(file), "--as", "Лапина В. И.", code=1).stderr


def test_style_before_publication(pages):
    text = "Администрация информирует: осуществляется ремонт.\x1b[2J"
    done = pages("style", WATER, "--stdin", stdin=text)
    assert "язык пресс-релиза «Администрация информирует»" in done.stdout
    assert "(прил.2 п.10, рекомендовано)" in done.stdout
    assert "\x1b" not in done.stdout
    assert "с советами: 1" in done.stderr


def test_the_towns_own_posts_read_well(pages):
    done = pages("style", "--days", "3", "--json")
    assert all(one["advice"] == [] for one in lines(done))
    assert "с советами: 0" in done.stderr
