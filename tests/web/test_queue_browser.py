"""The review queue in a real browser: keys, guard, undo, two people, hostile text, a phone."""

import re

import pytest
from flagging import Flagging, rows, shoot

from models import Decision, ReviewItem

CARDS = 20
HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(2)> тут \u202eтскет\u202c и "
    "\u200bневидимо" + "а\u0301" * 50_000
)


@pytest.fixture
def flag(web):
    return Flagging(web)


@pytest.fixture
def at_queue(account, window):
    """A moderator at the first card, with a clock of the page that we move."""

    def make(address="/queue", **size):
        page = window(account("moderator"), **size)
        page.clock.install()
        page.goto(address)
        calm(page)
        return page

    return make


def calm(page) -> None:
    """The card has been on the screen long enough for keys and clicks to act."""
    page.clock.fast_forward(600)


def stand(page) -> None:
    """The page's clock goes only as we move it, however busy the machine is."""
    page.clock.pause_at(page.evaluate("Date.now()") / 1000 + 60)


def card(page) -> str:
    return page.locator("#card").get_attribute("data-address")


def press(page, key: str) -> str:
    """Press a key that brings another card; its address."""
    before = card(page)
    page.keyboard.press(key)
    arrives(page, before)
    calm(page)
    return card(page)


def arrives(page, before: str) -> None:
    """Another card than this one is on the screen."""
    page.locator(f'#card:not([data-address="{before}"])').wait_for()


def test_twenty_cards_by_keyboard(at_queue, flag, web):
    flag(*[(f"Обращение номер {number} совсем грубое", "obscene") for number in range(CARDS)])
    page = at_queue()
    for number in range(CARDS):
        press(page, ("Enter", "d", "k", "e", "NumpadEnter")[number % 5])
    assert page.get_by_role("heading", name="Очередь пуста").is_visible()
    assert card(page) == "/queue"
    made = [action for (action,) in rows(web, Decision.action)]
    assert made == ["delete", "delete", "keep", "escalate", "delete"] * (CARDS // 5)
    assert [item for (item,) in rows(web, Decision.item_id)] == list(range(1, CARDS + 1))


def test_a_key_does_not_act_on_a_card_that_has_just_come(at_queue, flag, web):
    flag(*[(f"Комментарий {number}", "spam") for number in range(3)])
    page = at_queue()
    stand(page)
    before = card(page)
    page.keyboard.press("k")
    arrives(page, before)
    page.keyboard.press("k")  # the finger was still going down
    page.clock.fast_forward(200)
    page.keyboard.press("k")
    assert rows(web, Decision.item_id) == [(1,)]
    calm(page)
    press(page, "k")
    assert rows(web, Decision.item_id) == [(1,), (2,)]


def test_a_double_click_decides_one_card(at_queue, flag, web):
    flag(*[(f"Комментарий {number}", "spam") for number in range(3)])
    page = at_queue()
    stand(page)
    keep = page.get_by_role("button", name="Оставить")
    for number in (1, 2):
        before = card(page)
        keep.click()
        arrives(page, before)
        page.clock.fast_forward(180)
        keep.click()  # nobody has read the card that is under the pointer now
        calm(page)
        assert rows(web, Decision.item_id) == [(one,) for one in range(1, number + 1)]


def test_two_browsers_never_get_one_card(at_queue, flag, web):
    flag(*[(f"Комментарий {number}", "spam") for number in range(10)])
    pages = at_queue(), at_queue()
    for _ in range(4):
        assert card(pages[0]) != card(pages[1])
        for page in pages:
            press(page, "k")
    assert card(pages[0]) != card(pages[1])
    made = rows(web, Decision.item_id, Decision.by)
    assert sorted(item for item, _ in made) == list(range(1, 9))
    assert len({by for _, by in made}) == 2


def test_undo_note_help_and_a_second_thought(at_queue, flag, web):
    flag(("Вы дармоеды и воры", "insult", "obscene"), ("Второй комментарий", "spam"))
    page = at_queue()
    shoot(page, "queue-card")
    page.keyboard.press("n")
    page.keyboard.type("не первый раз")
    page.keyboard.press("Enter")  # ends the note, decides nothing
    assert rows(web, Decision.id) == []
    press(page, "Enter")
    assert rows(web, Decision.note) == [("не первый раз",)]
    undo = page.locator("#undo")
    assert "Решено: удалить" in undo.inner_text()
    assert re.search(r"0:(30|29)", undo.inner_text())
    shoot(page, "queue-undo")
    assert press(page, "z") == "/queue/1"
    assert rows(web, ReviewItem.state) == [("open",), ("open",)]
    assert page.locator("#undo").count() == 0
    page.keyboard.press("?")
    helped = page.locator("#keys")
    assert helped.get_by_text("Передать главе").is_visible()
    shoot(page, "queue-keys")
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    assert page.locator(".filters select").first.evaluate("one => one === document.activeElement")


def test_a_note_outlives_an_edit_of_the_comment(at_queue, flag, web):
    flag(("Первый", "insult"))
    page = at_queue()
    page.locator("#note").fill("звонил, не отвечает")
    flag.done.clear()
    flag(("Теперь иначе", "insult"))
    page.keyboard.press("Enter")  # ends the note
    page.keyboard.press("k")
    page.get_by_text("посмотрите новый текст").wait_for()
    assert page.locator("#note").input_value() == "звонил, не отвечает"
    calm(page)
    press(page, "k")
    assert rows(web, Decision.note) == [("звонил, не отвечает",)]


def test_a_cluster_is_decided_with_two_keys(at_queue, flag, web):
    flag(*[("Ремонт ванных недорого и быстро, звоните", "spam")] * 4, ("Другое дело", "spam"))
    page = at_queue()
    assert page.get_by_text("похожих: 3").is_visible()
    page.keyboard.press("c")
    shoot(page, "queue-cluster")
    assert press(page, "k") == "/queue/5"
    assert "(4)" in page.locator("#undo").inner_text()
    press(page, "z")
    assert rows(web, ReviewItem.state) == [("open",)] * 5


def test_a_hostile_comment_is_text(at_queue, flag):
    flag((HOSTILE, "spam"), ("Второй", "spam"))
    page = at_queue()
    page.on("dialog", lambda dialog: pytest.fail("a script of the comment has run"))
    said = page.locator("blockquote.said")
    assert "<script>alert(1)</script>" in said.inner_text()
    assert said.locator("img, script").count() == 0
    assert page.locator(".hidden-sign").first.inner_text() == "U+202E"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator(".choices button").first.is_visible()
    shoot(page, "queue-hostile")
    assert press(page, "k") == "/queue/2"


def test_on_a_phone_the_buttons_are_under_the_thumb(at_queue, flag):
    flag(("Вы дармоеды и воры, " * 30, "insult"), ("Второй", "spam"))
    page = at_queue(width=360)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    for button in page.locator(".choices button").all():
        box = button.bounding_box()
        assert box["height"] >= 44
        assert box["y"] + box["height"] <= 800
    shoot(page, "queue-phone")
    page.get_by_role("button", name="Оставить").click()
    arrives(page, "/queue/1")


def test_the_list_and_the_empty_queue(at_queue, flag):
    flag(*[(f"Обращение номер {number} совсем грубое", "insult") for number in range(3)])
    for size in ({"width": 1200}, {"width": 360, "dark": True}):
        page = at_queue("/queue?category=hate", **size)
        assert page.get_by_role("heading", name="По этому фильтру всё решено").is_visible()
        shoot(page, f"queue-empty-{size['width']}")
        page.goto("/queue/list")
        assert page.locator("tbody tr").count() == 3
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        shoot(page, f"queue-list-{size['width']}")


def test_a_closed_tab_frees_the_card_and_the_other_is_told(at_queue, flag, web):
    flag(("Единственный", "spam"))
    first = at_queue()
    second = at_queue("/queue/1")
    assert "сейчас у" in second.locator(".lease").inner_text()
    assert second.locator("#decide").count() == 0
    shoot(second, "queue-held")
    first.close(run_before_unload=True)
    second.wait_for_timeout(0)
    for _ in range(50):
        if rows(web, ReviewItem.held_by) == [(None,)]:
            break
        second.evaluate("new Promise(done => requestAnimationFrame(done))")
    assert rows(web, ReviewItem.held_by) == [(None,)]
