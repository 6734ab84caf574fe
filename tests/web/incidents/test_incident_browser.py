"""The incident screens in a real browser: keys, drafts, a phone. Pictures with OTKLIK_SHOTS=DIR."""

import os
from pathlib import Path

import pytest
from browsers import PASSWORD
from incident_town import GOOD, ROADS, WATER, drafted, routed
from sqlalchemy import delete

from incidents.desk import journal
from models import Incident, WebSession, WorkingDraft

SHOTS = os.environ.get("OTKLIK_SHOTS")
HOLES = (
    "Яма на Садовой у дома пять, машины бьют колёса",
    "Светофор у школы опять мигает жёлтым, детям страшно переходить",
    "Автобус № 4 второй день не выходит на линию, стоим на морозе",
    "На Луговой не убран мусор с прошлой недели",
)


def shot(page, name: str) -> None:
    """A picture for those who look, where they asked for pictures."""
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


def calm(page) -> None:
    """No key acts on what came under the finger less than a quarter of a second ago."""
    page.wait_for_load_state()  # on a busy machine the script may come long after the page
    page.wait_for_timeout(300)


def fits(page) -> bool:
    """Nothing but what scrolls by itself is wider than the screen."""
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.fixture
def town(lived, put, clock):
    """A board with something in most columns, some of it late."""
    put("Когда отремонтируют дорогу на Полевой? Обещали весной", 11)
    for number, text in enumerate(HOLES, 20):
        lived(*routed(ROADS), text=text, number=number)
    lived(*drafted(), number=30)
    lived(*drafted(), ("approve", {}), text="Фонарь на Мира, 4 не горит", number=31)
    clock.go(hours=4)
    return lived(*routed(WATER), number=40)


def test_a_curator_sorts_and_routes_by_keys(web, account, window, put):
    number = put()
    page = window(account("curator"))
    page.goto("/incidents")
    shot(page, "board-small")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"[data-incident='{number}']")
    for keys, state, entries in (
        (("Enter",), "ждёт направления", 1),  # подтвердить
        (("t", "2"), "ждёт направления", 2),  # вторая из предложенных тем
        (("p", "1"), "ждёт направления", 3),
        (("1",), "у исполнителя", 4),  # первая из предложенных организаций
    ):
        calm(page)
        for opening in keys[:-1]:
            page.keyboard.press(opening)
            page.wait_for_selector("#topics", state="attached")  # names just come stop no key
        page.keyboard.press(keys[-1])
        page.wait_for_selector(f"article[data-seen='{entries}']")
        assert page.inner_text(".tag") == state
    with web.store.reading() as session:
        steps = journal(session, number)[1]
        assert [step.act for step in steps] == ["confirm", "correct", "correct", "route"]
        assert session.get(Incident, number).topic == "T001"


def test_j_and_k_walk_a_board_that_has_changed(account, window, put):
    put()
    page = window(account("curator"))
    page.goto("/incidents")
    put("Фонарь на Мира, 4 не горит", 2)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # asks at once
    page.wait_for_selector(".plate >> text=Фонарь")
    for key in ("j", "j", "k"):
        page.keyboard.press(key)
    page.wait_for_selector(".plate:first-of-type:focus")


def test_a_digit_chooses_in_the_panel_that_has_the_focus(web, account, window, lived):
    number = lived(*drafted())
    page = window(account("curator"))
    page.goto(f"/incidents/{number}")
    calm(page)
    for key in ("i", "v"):  # importance stays open above, with a «1» of its own
        page.keyboard.press(key)
        page.wait_for_selector(f"details[open] > summary[data-key={key}]")
    page.wait_for_selector("details[name=step] button:focus")
    page.keyboard.press("1")
    page.wait_for_selector("#notices .notice")
    with web.store.reading() as session:
        assert journal(session, number)[1][-1].act == "return"


def test_what_an_executor_types_is_checked_beside_and_survives(web, account, window, lived):
    number = lived(*routed(WATER))
    who = account("executor", body=WATER)
    page = window(who)
    page.goto(f"/incidents/{number}")
    page.fill("#text", "Здравствуйте! Водда на улице Мира будет 25 ноября.")
    page.wait_for_selector("#remarks li")
    assert "Водда" in page.inner_text("#remarks")
    shot(page, "executor-draft")
    with web.store.reading() as session:
        assert session.get(WorkingDraft, (number, who.name)).text.startswith("Здравствуйте! Водда")
    page.evaluate("localStorage.clear()")
    page.reload()
    assert page.input_value("#text").startswith("Здравствуйте! Водда")
    other = page.context.new_page()
    other.goto(f"/incidents/{number}")
    other.fill("#text", "Другое окно того же человека")
    other.wait_for_selector("text=Сохранено в")
    page.fill("#text", "Первое окно пишет дальше")
    page.wait_for_selector("text=в другом вашем окне")
    shot(page, "two-windows")
    page.click("text=Оставить этот")
    page.wait_for_selector("text=Сохранено в")
    assert page.input_value("#text") == "Первое окно пишет дальше"


def test_an_older_copy_in_one_browser_never_replaces_what_another_has_kept(
    web, account, window, lived
):
    number = lived(*routed(WATER))
    who = account("executor", body=WATER)
    office, home = window(who), window(who)
    for version, page in enumerate((office, home), start=1):
        page.goto(f"/incidents/{number}")
        page.fill("#text", f"Здравствуйте! Сделали {version}")
        page.wait_for_selector(f"#remarks[data-version='{version}']")
    with office.expect_response("**/working"):
        office.goto(f"/incidents/{number}")
    assert office.input_value("#text") == "Здравствуйте! Сделали 2"
    with web.store.reading() as session:
        assert session.get(WorkingDraft, (number, who.name)).text == "Здравствуйте! Сделали 2"


def test_a_session_that_ends_takes_no_word_along(web, account, window, lived):
    number = lived(*routed(WATER))
    who = account("executor", body=WATER, login="sidorov")
    page = window(who)
    page.goto(f"/incidents/{number}")
    page.fill("#text", "Здравствуйте! Начало сохранено.")
    page.wait_for_selector("text=Сохранено в")
    with web.store.writing() as session:
        session.execute(delete(WebSession))
    page.fill("#text", "Здравствуйте! Начало сохранено. А это уже нет.")
    page.click("#notices >> text=Войти")
    page.fill("[name=login]", "sidorov")
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector(f"[data-incident='{number}']")
    assert page.input_value("#text") == "Здравствуйте! Начало сохранено. А это уже нет."
    page.wait_for_selector("text=Сохранено в")
    with web.store.reading() as session:
        kept = session.get(WorkingDraft, (number, who.name))
    assert kept.text == "Здравствуйте! Начало сохранено. А это уже нет."


def test_who_is_overtaken_sees_both_texts(account, window, lived):
    number = lived(*routed(WATER))
    slow, quick = window(account("executor", body=WATER)), window(account("executor", body=WATER))
    for page, text in ((slow, "Мой ответ о воде"), (quick, GOOD)):
        page.goto(f"/incidents/{number}")
        page.fill("#text", text)
    quick.click("text=Передать на согласование")
    quick.wait_for_selector("text=на согласовании")
    slow.click("text=Передать на согласование")
    slow.wait_for_selector("text=Вас опередили")
    assert "Мой ответ о воде" in slow.inner_text("main")
    assert GOOD in slow.inner_text("main")
    shot(slow, "conflict")


def test_the_screens_on_a_desk_and_on_a_phone(account, window, town):
    who = account("curator")
    for page, name in ((window(who), "desk"), (window(who, width=360, dark=True), "phone")):
        for address, title in (
            ("/incidents", "board"),
            ("/incidents/list", "list"),
            ("/incidents/list?term=late", "late"),
            (f"/incidents/{town}", "incident"),
            (f"/incidents/{town - 2}", "review"),
            ("/incidents/new", "new"),
        ):
            page.goto(address)
            shot(page, f"{name}-{title}")
            assert fits(page), address
    head = window(account("head"))
    head.goto("/incidents")
    shot(head, "head-board")
