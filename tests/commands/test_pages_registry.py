"""`otklik pages registry` and `plan`: a page's life at the keyboard."""

import json

import pytest
import time_machine
import yaml
from icalendar import Calendar
from openpyxl import load_workbook

TODAY = "2026-11-23T05:00:00+00:00"  # a Monday noon in Barnaul
CONFIG = {
    "regulation": "rubtsovsk-63",
    "municipality": {"name": "Верхний Луг"},
    "pages": [
        {"network": "vk", "id": "dk_town", "body": "Дом культуры", "kind": "subordinate"},
        {"network": "ok", "id": "70000000000001", "body": "Водоканал", "kind": "subordinate"},
    ],
}


@pytest.fixture
def pages(otklik, tmp_path):
    """Run `otklik pages …` of a town in the Altai on that Monday."""

    def run(*arguments, code=0, **config):
        (tmp_path / "config.yaml").write_text(yaml.safe_dump({**CONFIG, **config}), "utf-8")
        with time_machine.travel(TODAY, tick=False):
            done = otklik("pages", *arguments)
        assert done.returncode == code, done.stderr
        return done

    return run


def test_the_life_of_a_page(pages, tmp_path):
    registry = "registry"
    done = add(pages, body="Дом культуры", network="ВК", address="vk.com/dk_town",
               on="2026-11-16", reported="18.11.2026")  # fmt: skip
    assert "Страница 1: Дом культуры, https://vk.com/dk_town. Запись 1." in done.stderr
    assert "ссылка на сайте: с 16.11.2026 до 23.11.2026 — идёт (1.4(5))" in done.stderr
    assert "ответственный не назван (1.4(2), обязательно)" in done.stderr
    assert done.stdout == ""
    pages(registry, "person", "1", "--appoint", "Гусева Мария", "--post", "методист")
    pages(registry, "person", "1", "--dismiss", "Гусева Мария", "--appoint", "Сом Илья")
    pages(registry, "change", "1", "--address", "vk.com/dk_ural", "--found",
          "--site-link", "https://dk.example.ru", "--subscribe", "head")  # fmt: skip
    pages(registry, "mark", "1", "given")
    pages(registry, "access", "1", "--admit", "Сом Илья", "--two-factor", "Ким О. А.",
          "--kept", "сейф отдела ИТО")  # fmt: skip
    shown = pages(registry, "show", "1").stdout
    for words in (
        "адрес: https://vk.com/dk_ural", "прежний: https://vk.com/dk_town, 16.11.2026 — 23.11.2026",
        "ответственные: Сом Илья (с 23.11.2026)", "сейф отдела ИТО", "подтверждён 23.11.2026, Ким",
        "внести в реестр: с 18.11.2026 до 25.11.2026, сделано 23.11.2026 — соблюдён (3.4)",
        "2. 23.11.2026 назначен ответственный Гусева Мария, методист",
    ):  # fmt: skip
        assert words in shown
    assert "https://vk.com/dk_ural" in pages(registry, "list", "культ").stdout
    assert "В реестре: 0 страниц" in pages(registry, "list", "--closed").stderr


def add(pages, **given):
    usual = {"body": "Водоканал", "network": "ok", "on": "2026-11-02", "as": "Ким",
             "address": "ok.ru/group/70000000000001"}  # fmt: skip
    options = {**usual, **given}
    return pages("registry", "add", *(part for n, v in options.items() for part in (f"--{n}", v)))


def test_what_is_wrong_is_told_with_its_paragraph(pages):
    add(pages)
    told = pages("registry", "check", "--json").stdout.splitlines()
    found = {(one["page"], one["duty"]): one["paragraph"] for one in map(json.loads, told)}
    assert found[None, "registry_order"] == "3.5"
    assert found[None, "registry"] == "3.3"  # the page of VK is read but not entered
    assert found[1, "site_link"] == "1.4(5)"
    assert "Реестр" in pages("registry", "check").stdout
    pages("registry", "order", "№ 45-р", "--on", "2026-11-20")
    assert '"registry_order"' not in pages("registry", "check", "--json").stdout


def test_terms_of_pages_and_of_news(pages):
    add(pages, reported="2026-11-20")
    told = pages("registry", "news", "новая группа", "--body", "ДК", "--reported", "2026-11-09",
                 "--on", "2026-11-09")  # fmt: skip
    assert "Сообщение 1 записано" in told.stderr
    done = pages("registry", "terms")
    assert "сообщение 1 · ДК  внести в реестр: с 09.11.2026 до 16.11.2026" in done.stdout
    assert "сделано" not in done.stdout.splitlines()[0]  # what is still to be done comes first
    assert "Идут: 0, нарушены: 3, соблюдены: 2" in done.stderr
    add(pages, address="vk.com/dk_town", network="vk", body="ДК", news="1")
    assert "сообщение 1" not in pages("registry", "terms", "--all").stdout


def test_secrets_and_mistakes_are_refused_in_words(pages):
    add(pages)
    for arguments, words in [
        (("access", "1", "--kept", "Qwerty123!"), "похоже на пароль или ключ"),
        (("change", "1"), "Не указано, что записать"),
        (("change", "1", "--no-gospubliki"), "не указано: основание"),
        (("change", "1", "--address", "vk.com/x"), "нужен адрес страницы вида https://ok.ru/…"),
        (("show", "9"), "Страницы 9 в реестре нет"),
        (("notice",), "Сообщать не о чем"),
        (("change", "1", "--note", "x", "--seen", "0"), "уже изменил другой человек"),
    ]:
        done = pages("registry", *arguments, code=1)
        assert words in done.stderr
        assert "Qwerty" not in done.stderr


def test_only_curators_write_once_people_are_named(pages):
    people = [{"name": "Ким", "roles": ["curator"]}, {"name": "Сом", "roles": ["moderator"]}]
    done = pages("registry", "order", "№ 1", "--as", "Сом", code=1, people=people)
    assert "ведут кураторы (Ким)" in done.stderr
    pages("registry", "order", "№ 1", "--as", "Ким", people=people)


def test_out_and_in_again(pages, tmp_path):
    add(pages)
    pages("registry", "person", "1", "--appoint", "Гусева Мария")
    pages("registry", "exempt", "Бухгалтерия", "--ground", "приложение к Порядку")
    book, html = tmp_path / "registry.xlsx", tmp_path / "public.html"
    pages("registry", "export", str(book))
    assert book.stat().st_mode & 0o777 == 0o600
    assert load_workbook(book).active["A2"].value == "1"
    assert "без перемен: 1" in pages("registry", "import", str(book)).stderr
    pages("registry", "public", "--out", str(html))
    shown = html.read_text("utf-8") + pages("registry", "public", "--format", "csv").stdout
    assert "Водоканал" in shown
    assert "Бухгалтерия: приложение к Порядку" in shown
    assert "Гусева" not in shown
    assert json.loads(pages("registry", "public", "--format", "json").stdout)["pages"]


def test_the_notice_of_a_changed_person(pages, tmp_path):
    town = {"regulation": "amurzet-98"}
    add(pages)
    pages("registry", "person", "1", "--appoint", "Гусева Мария", **town)
    pages("registry", "notice", code=1, **town)  # the first is no change
    pages("registry", "person", "1", "--dismiss", "гусева мария", "--appoint", "Сом Илья",
          "--phone", "8 900 000-11-22", **town)  # fmt: skip
    assert (
        "ЦУР не извещён о смене ответственного (5.3, 6.4"
        in pages("registry", "show", "1", **town).stdout
    )
    table = tmp_path / "tsur.xlsx"
    letter = pages("registry", "notice", "--table", str(table), "--sent", "--as", "Ким", **town)
    assert "23.11.2026 больше не отвечает: Гусева Мария" in letter.stdout
    assert "назначен ответственный: Сом Илья; 8 900 000-11-22" in letter.stdout
    assert load_workbook(table).active.max_row == 3
    pages("registry", "notice", code=1, **town)


def test_a_plan_at_the_keyboard(pages, tmp_path):
    pages("plan", "add", "--page", "vk:dk_town", "--on", "2026-11-25", "--at", "10:30",
          "--text", "Ярмарка мёда", "--as", "Ким")  # fmt: skip
    pages("plan", "change", "1", "--on", "26.11.2026")
    pages("plan", "add", "--page", "vk:dk_town", "--on", "2026-11-23", "--text", "Лишнее")
    pages("plan", "drop", "3", "--ground", "перенесли")
    done = pages("plan", "list")
    assert "2  26.11.2026 10:30  Ярмарка мёда — впереди" in done.stdout
    assert "впереди: 1" in done.stderr
    file = tmp_path / "plan.ics"
    pages("plan", "ics", "--out", str(file))
    [event] = Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    assert event["SUMMARY"] == "Дом культуры: Ярмарка мёда"
    assert "в конфигурации нет" in pages("plan", "list", "--page", "vk:x", code=1).stderr
    assert "Не указано, что изменить" in pages("plan", "change", "2", code=1).stderr
