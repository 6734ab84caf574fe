"""The registry and the content plan in the browser."""

import re
from io import BytesIO

import pytest
from icalendar import Calendar

from spreadsheet import workbook

OPENING = {
    "body": "Дом культуры",
    "kind": "subordinate",
    "network": "ВК",
    "address": "vk.com/dk_town",
    "on": "2026-11-16",
    "reported": "2026-11-18",
}


@pytest.fixture
def settings():
    page = {"network": "vk", "id": "1", "body": "Дом культуры", "kind": "subordinate"}
    return {"pages": [page]}


@pytest.fixture
def curator(as_role):
    browser = as_role("curator")
    assert browser.post("/pages/new", data=OPENING).status_code == 303
    return browser


def enter(browser, act, **facts):
    return browser.post("/pages/1", data={"act": act, "seen": "99", **facts})


def test_a_page_from_its_opening_to_its_history(curator):
    assert (
        enter(curator, "appoint", person_name="Гусева Мария", person_post="методист").status_code
        == 303
    )
    assert enter(curator, "move", address="vk.com/dk_ural", found="1").status_code == 303
    shown = curator.get("/pages/1").text
    for words in ("https://vk.com/dk_ural", "https://vk.com/dk_town", "Гусева Мария, методист",
        "служебная почта страницы не записана", "прил.2 п.2", "сменился адрес"):  # fmt: skip
        assert words in shown
    assert "Дом культуры" in curator.get("/pages", params={"text": "КУЛЬТ"}).text
    assert "Ничего не нашлось" in curator.get("/pages", params={"closed": "true"}).text


def test_what_is_refused_is_told_and_what_was_typed_stays(curator):
    refused = enter(curator, "credentials", place="Qwerty123!")
    assert refused.status_code == 422
    assert "похоже на пароль" in refused.text
    assert "vk.com/dk_town" in curator.get("/pages/1").text
    late = curator.post("/pages/1", data={"act": "note", "text": "x", "seen": "0"})
    assert "уже изменил другой человек" in late.text
    assert enter(curator, "told", entries="1").status_code == 422
    assert enter(curator, "note", text="x", on="вчера").status_code == 422
    assert curator.post("/pages/new", data=OPENING).status_code == 422
    assert curator.get("/pages/77").status_code == 404


@pytest.mark.parametrize("role", ["head", "moderator"])
def test_some_only_read(curator, as_role, role):
    reader = as_role(role)
    for path in (
        "/pages",
        "/pages/1",
        "/pages/check",
        "/pages/plan",
        "/pages/files",
        "/pages/public.html",
    ):
        assert reader.get(path).status_code == 200
        assert "Записать</button>" not in reader.get(path).text
    for path in (
        "/pages/1",
        "/pages/new",
        "/pages/check",
        "/pages/plan",
        "/pages/import",
        "/pages/notice",
    ):
        assert reader.post(path, data={}).status_code == 403
    assert reader.get("/pages/registry.xlsx").status_code == 403
    assert as_role("executor", body="МУП «Водоканал»").get("/pages").status_code == 403


def test_the_registry_as_a_whole(curator):
    check = "/pages/check"
    assert curator.post(check, data={"act": "order", "order": "№ 45-р"}).status_code == 303
    exempt = {"act": "exempt", "body": "Бухгалтерия", "ground": "приложение"}
    assert curator.post(check, data=exempt).status_code == 303
    assert (
        curator.post(check, data={"act": "news", "text": "новая", "body": "ДК"}).status_code == 303
    )
    shown = curator.get(check).text
    for words in ("№ 45-р", "Бухгалтерия: приложение", "3. ДК: новая", "Дом культуры, ВКонтакте"):
        assert words in shown
    assert curator.post(check, data={"act": "entered"}).status_code == 422
    assert "сообщение 3: ДК, новая" in curator.get("/pages/new").text
    answer = {**OPENING, "address": "vk.com/new", "body": "ДК", "news": "3"}
    assert curator.post("/pages/new", data=answer).status_code == 303
    assert "3. ДК: новая" not in curator.get(check).text


@pytest.mark.parametrize(
    ("act", "typed"),
    [
        ("order", {"order": "№ 45-р"}),
        ("exempt", {"body": "Бухгалтерия", "ground": "приложение"}),
        ("news", {"text": "новая группа", "body": "ДК", "reported": "2026-11-20", "found": "1"}),
    ],
)
def test_a_refused_entry_of_the_whole_keeps_what_was_typed(curator, act, typed):
    refused = curator.post("/pages/check", data={"act": act, "on": "2026-13-01", **typed})
    assert (refused.status_code, "нужна вида" in refused.text) == (422, True)
    for name, value in typed.items():
        assert re.findall(rf'name="{name}"[^>]*value="{value}"', refused.text), name
    assert refused.text.count(f'value="{typed.get("body")}"') == ("body" in typed)  # there alone
    assert (' value="1" checked' in refused.text) == ("found" in typed)


def test_files_in_and_out(curator):
    enter(curator, "appoint", person_name="Гусева Мария")
    enter(curator, "dismiss", person_name="Гусева Мария")
    table = curator.get("/pages/registry.xlsx").content
    told = curator.post("/pages/import", files={"file": ("r.xlsx", BytesIO(table))})
    assert "без перемен: 1" in told.text
    head, row = ("Орган", "Адрес", "Дата создания"), ("ДК", "сайт", "01.02.2024")
    told = curator.post("/pages/import", files={"file": ("r.xlsx", workbook("x", head, [row]))})
    assert "строка 2: соцсеть не указана" in told.text
    broken = curator.post("/pages/import", files={"file": ("r.xlsx", b"PK")})
    assert (broken.status_code, "не читается как XLSX" in broken.text) == (422, True)
    for shape in ("html", "csv", "json"):
        public = curator.get(f"/pages/public.{shape}").text
        assert "Дом культуры" in public
        assert "Гусева" not in public
    assert "больше не отвечает: Гусева Мария" in curator.get("/pages/files").text
    assert curator.get("/pages/notice.xlsx").status_code == 200


def test_of_what_was_not_in_the_letter_the_tsur_has_not_heard(curator):
    for name in ("Гусева Мария", "Ткачёв Пётр"):
        enter(curator, "appoint", person_name=name)
    letter = curator.get("/pages/files").text
    enter(curator, "dismiss", person_name="Гусева Мария")
    for odd in ({}, {"shown": "x 1:2:3 :: 7:7"}):
        curator.post("/pages/notice", data=odd)
        assert "назначен ответственный: Ткачёв Пётр" in curator.get("/pages/files").text
    for _ in range(2):  # the button is pressed twice
        assert curator.post("/pages/notice", data=shown(letter)).status_code == 303
        left = curator.get("/pages/files").text
        assert "назначен ответственный" not in left
        assert "больше не отвечает: Гусева Мария" in left
    assert curator.post("/pages/notice", data=shown(left)).status_code == 303
    assert "Сообщать не о чем" in curator.get("/pages/files").text


def shown(page: str) -> dict[str, str]:
    """The changes that the letter on this page tells of."""
    return {"shown": re.search(r'name="shown" value="([^"]+)"', page).group(1)}


def test_the_plan(as_role):
    curator = as_role("curator")
    wish = {"page": "vk:1", "on": "2026-11-25", "clock": "10:30", "text": "Ярмарка мёда"}
    assert curator.post("/pages/plan", data=wish).status_code == 303
    moved = {"on": "2026-11-26", "clock": "", "text": "Ярмарка"}
    assert curator.post("/pages/plan/1", data=moved).status_code == 303
    assert "Ярмарка" in curator.get("/pages/plan").text
    [event] = Calendar.from_ical(curator.get("/pages/plan/plan.ics").content).walk("VEVENT")
    assert event["SUMMARY"] == "Дом культуры: Ярмарка"
    assert curator.post("/pages/plan/2", data={"act": "drop", "ground": ""}).status_code == 422
    assert (
        curator.post("/pages/plan/2", data={"act": "drop", "ground": "отмена"}).status_code == 303
    )
    assert "Ярмарка" not in curator.get("/pages/plan").text
    assert curator.post("/pages/plan", data=wish).status_code == 303
    odd = {"on": "2026-11-27", "clock": "99", "text": "Ярмарка с чаем", "since": "2026-11-23"}
    refused = curator.post("/pages/plan/4", data=odd)
    assert (refused.status_code, refused.text.count("Ярмарка с чаем")) == (422, 1)
    assert 'value="99"' in refused.text and 'value="2026-11-27"' in refused.text
    assert "<details open>" in refused.text
    for since in ("нет", "0001-01-01", "9999-12-31"):
        assert curator.get("/pages/plan", params={"since": since}).status_code == 200
    bad = curator.post("/pages/plan", data={**wish, "clock": "99"})
    assert (bad.status_code, "вида 10:30" in bad.text) == (422, True)
