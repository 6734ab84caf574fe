"""What the script does in a real browser: drafts, polling, keys, parts of a page, expiry."""

import pytest
from browsers import accessibility_faults
from fastapi import HTTPException, Request
from sqlalchemy import delete

from models import WebSession
from web.access import Sent, User, opens
from web.pages import TEMPLATES, live, redirect, render, wants_fragment

PAGE = """{% extends "base.html" %}{% block main %}
<div id="count" data-live="/try/count" data-every="1"><b tabindex="0">{{ count }}</b></div>
<form id="note" method="post" action="/try" data-swap="#note">{{ parts.csrf(csrf) }}
  <textarea name="text" aria-label="Текст" data-keep="note">{{ text }}</textarea>
  {{ parts.action("Сохранить", key="s", name="act", value="save") }}
</form>
<form id="whole" method="post" action="/try">{{ parts.csrf(csrf) }}
  <input name="text" aria-label="Строка" data-keep="line"><button>Отправить</button>
</form>
<p id="undo">Отменить <time data-left="1" data-after="#undo">0:01</time></p>
{% endblock %}"""
COUNT = '<b tabindex="0">{{ count }}</b>'
PART = """<section id="note"><p class="done">Сохранено: {{ text }}</p>
<button data-key="j" type="button">Дальше</button></section>"""


class Desk:
    """A screen that uses all there is."""

    def __init__(self) -> None:
        self.count, self.asked, self.refuse, self.saved = 1, [], 0, []


@pytest.fixture
def desk(site):
    made = Desk()

    @site.get("/try")
    def show(request: Request, user: User = opens("account")):
        return render(request, TEMPLATES.from_string(PAGE), count=made.count, text="")

    @site.post("/try")
    def save(request: Request, sent: Sent, user: User = opens("account")):
        if made.refuse:
            raise HTTPException(made.refuse, "Вас опередили.")
        made.saved.append(sent["text"])
        if wants_fragment(request):
            return render(request, TEMPLATES.from_string(PART), text=sent["text"])
        return redirect("/try", "Отправлено.")

    @site.get("/try/count")
    def count(request: Request, user: User = opens("account")):
        answer = live(request, TEMPLATES.from_string(COUNT), count=made.count)
        made.asked.append(answer.status_code)
        return answer

    return made


@pytest.fixture
def page(desk, account, window):
    opened = window(account("curator"))
    opened.goto("/try")
    opened.wait_for_timeout(600)  # what has just arrived takes neither key nor click
    return opened


def test_a_part_is_sent_and_shown_without_reloading(page, desk):
    page.get_by_label("Текст").fill("<b>Позвонить</b>")
    page.get_by_role("button", name="Сохранить").click()
    assert page.locator(".done").inner_text() == "Сохранено: <b>Позвонить</b>"
    assert desk.saved == ["<b>Позвонить</b>"]
    page.reload()
    assert page.get_by_label("Текст").input_value() == ""  # what was taken is no draft any more


@pytest.mark.parametrize(("status", "words"), [(409, "Вас опередили"), (503, "Вас опередили")])
def test_a_refusal_keeps_what_was_typed(page, desk, status, words):
    desk.refuse = status
    page.get_by_label("Текст").fill("Черновик")
    page.get_by_role("button", name="Сохранить").click()
    page.get_by_role("alert").filter(has_text=words).wait_for()
    assert page.get_by_label("Текст").input_value() == "Черновик"
    page.reload()
    assert page.get_by_label("Текст").input_value() == "Черновик"
    page.locator("#note").get_by_role("button", name="Вернуть прежний").click()
    assert page.get_by_label("Текст").input_value() == ""


def test_a_draft_outlives_the_session(page, desk, web):
    page.get_by_label("Текст").fill("Долго думал")
    end_sessions(web)
    page.get_by_role("button", name="Сохранить").click()
    page.get_by_role("link", name="Войти").click()
    assert "/sign-in?next=%2Ftry" in page.url
    sign_in(page)
    assert page.get_by_label("Текст").input_value() == "Долго думал"
    assert desk.saved == []


def test_a_whole_form_sent_too_late_loses_nothing_either(page, desk, web):
    page.get_by_label("Строка").fill("Уже набрано")
    end_sessions(web)
    page.get_by_role("button", name="Отправить").click()
    sign_in(page)
    assert page.url.endswith("/try")
    assert page.get_by_label("Строка").input_value() == "Уже набрано"
    page.get_by_role("button", name="Отправить").click()
    page.get_by_text("Отправлено.").wait_for()
    assert desk.saved == ["Уже набрано"]
    assert page.get_by_label("Строка").input_value() == ""


def test_a_whole_form_that_reached_nobody_is_a_draft_still(page, desk):
    page.get_by_label("Строка").fill("Уже набрано")
    page.context.set_offline(True)
    page.get_by_role("button", name="Отправить").click()
    page.wait_for_url("chrome-error://**")
    page.context.set_offline(False)
    for address in ("/account", "/try"):  # a page that loads well proves nothing
        page.goto(address)
    assert page.get_by_label("Строка").input_value() == "Уже набрано"
    assert desk.saved == []


def end_sessions(web):
    with web.store.writing() as session:
        session.execute(delete(WebSession))


def sign_in(page):
    page.get_by_label("Логин").fill("curator1")
    page.get_by_label("Пароль").fill("три зелёных яблока")
    page.get_by_role("button", name="Войти").click()


def test_what_is_live_is_asked_again_and_costs_nothing_unchanged(page, desk):
    until(page, lambda: desk.asked)
    desk.count = 7
    page.locator("#count b", has_text="7").wait_for()
    until(page, lambda: desk.asked[-1] == 304)
    assert desk.asked.count(200) == 2  # at first, and when there was something new


def test_what_came_while_somebody_was_inside_is_shown_when_they_leave(page, desk):
    page.locator("#count b").focus()
    desk.count = 7
    until(page, lambda: len(desk.asked) > 2)
    assert page.locator("#count").inner_text() == "1"  # the focus does not vanish underfoot
    page.evaluate("document.activeElement.blur()")
    page.locator("#count b", has_text="7").wait_for()


def until(page, condition):
    for _ in range(100):
        if condition():
            return
        page.wait_for_timeout(100)
    raise AssertionError("ten seconds, and nothing")


def test_keys_work_in_any_layout_but_not_while_typing(page, desk):
    page.get_by_label("Текст").fill("")
    page.get_by_label("Текст").press("s")
    assert desk.saved == []
    page.evaluate("document.activeElement.blur()")
    page.evaluate(
        "document.body.dispatchEvent(new KeyboardEvent('keydown',"
        "{key: 'ы', code: 'KeyS', bubbles: true}))"
    )
    page.locator(".done").wait_for()


def test_no_key_acts_on_what_has_just_arrived(page):
    pressed = """() => new Promise((done) => {
      const clicks = [];
      document.addEventListener("otklik:shown", (event) => {
        const come = event.target.querySelector("[data-key=j]");
        if (!come) return;  // the count has come, which is live
        come.addEventListener("click", () => clicks.push(1));
        const press = () => document.body.dispatchEvent(
          new KeyboardEvent("keydown", {key: "j", code: "KeyJ", bubbles: true}));
        press();
        setTimeout(press, 100);
        setTimeout(press, 400);
        setTimeout(() => done(clicks.length), 500);
      });
      document.querySelector("#note button").click();
    })"""
    assert page.evaluate(pressed) == 1


def test_the_list_of_keys(page):
    page.keyboard.press("?")
    keys = page.locator("#keys")
    assert "Сохранить" in keys.inner_text()
    page.keyboard.press("Escape")
    assert not keys.is_visible()


def test_a_clock_runs_down_and_what_it_was_for_goes(page):
    page.locator("#undo").wait_for(state="hidden")


def test_a_phone_at_night_needs_no_scrolling_sideways(window, account):
    page = window(account("administrator"), width=360, dark=True)
    for path in ("/users", "/account", "/account/password", "/users/1"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") == 360
        assert page.locator("h1").is_visible()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing(window, account, dark):
    page = window(account("administrator"), dark=dark)
    for path in ("/users/1", "/nowhere"):  # the others: tests/web/incidents/test_barriers.py
        page.goto(path)
        assert accessibility_faults(page) == [], path
    stranger = window(dark=dark)
    stranger.goto("/sign-in")
    stranger.get_by_role("button", name="Войти").evaluate("(button) => button.form.submit()")
    stranger.get_by_role("alert").wait_for()
    assert accessibility_faults(stranger) == []
    stranger.evaluate("document.querySelector('label').remove()")
    assert any(fault.startswith("label (critical)") for fault in accessibility_faults(stranger))


def test_the_keyboard_reaches_everything(window, account):
    page = window(account("administrator"))
    page.goto("/users")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "К содержанию"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
