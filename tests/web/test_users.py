"""Accounts as the administrator keeps them, in the browser and on the command line."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from browsers import PASSWORD, knock
from given import NOW

from incidents.desk import Order, perform
from incidents.entry import enter
from incidents.people import NotAllowed, Person
from models import Account
from web.accounts import register, tokens
from web.accounts.door import FREE_TRIES, NotLetIn, Visitor, Wait, sign_in
from web.accounts.people import united
from web.accounts.register import AccountError
from web.accounts.sessions import Terms


@pytest.fixture
def boss(as_role):
    return as_role("administrator")


def password_in(page: str) -> str:
    return page.split("Пароль <code>")[1].split("</code>", maxsplit=1)[0]


def test_somebody_new_gets_a_password_shown_once(boss, browser):
    sent = {"login": "Petr", "name": "  Пётр   Петров ", "roles": ["executor", "moderator"],
            "body": "МУП «Водоканал»"}  # fmt: skip
    page = boss.post("/users", data=sent)
    assert page.status_code == 200
    assert "no-store" in page.headers["cache-control"]
    listed = boss.get("/users").text
    assert "Пётр Петров" in listed
    assert "модератор, исполнитель" in listed
    assert password_in(page.text) not in listed
    assert knock(browser(), "petr", password_in(page.text)).status_code == 303


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"login": ""}, "Логин: от 2 до 64"),
        ({"login": "два слова"}, "Логин: от 2 до 64"),
        ({"login": "administrator1"}, "уже занят"),
        ({"name": ""}, "Имя: от 1 до 64"),
        ({"name": "Иванова 1"}, "двух одинаковых имён"),
        ({"roles": []}, "Не названа ни одна роль"),
        ({"roles": ["king"]}, "Роли «king» нет"),
        ({"roles": ["executor"]}, "нужна организация"),
    ],
)
def test_what_cannot_be_is_refused_and_the_form_keeps_the_rest(boss, sent, words):
    usual = {"login": "petr", "name": "Пётр<b>", "roles": ["moderator"]}
    page = boss.post("/users", data=usual | sent)
    assert page.status_code == 422
    assert words.lower() in page.text.lower()
    if "login" not in sent:
        assert 'value="petr"' in page.text
    if "name" not in sent:
        assert "Пётр&lt;b&gt;" in page.text
    assert "Пётр<b>" not in page.text


def test_a_reset_ends_sessions_and_asks_for_an_own_password(boss, as_role, browser):
    client = as_role("moderator", login="vera")
    page = boss.post(f"/users/{client.who.id}/password")
    assert client.get("/account").status_code == 303
    assert knock(browser(), "vera", PASSWORD).status_code == 401
    again = browser()
    knock(again, "vera", password_in(page.text))
    assert again.get("/account").headers["location"] == "/account/password"


def test_the_last_administrator_stays(boss, as_role):
    own = f"/users/{boss.who.id}"
    assert "единственный администратор" in boss.post(f"{own}/disable").text
    assert boss.post(f"{own}/roles", data={"roles": ["curator"]}).status_code == 422
    as_role("administrator")
    assert boss.post(f"{own}/disable").status_code == 303
    assert boss.get("/users").status_code == 303


def test_there_is_no_such_account(boss):
    for act in ("disable", "enable", "password"):
        assert boss.post(f"/users/99/{act}").status_code == 404
    assert boss.post("/users/99/roles", data={"roles": ["head"]}).status_code == 404
    assert boss.get("/users/99").status_code == 404


def test_the_door_and_the_register_on_both_databases(store, cheap, clock):
    with store.writing() as session:
        made = register.add(session, cheap, "anna", "Анна", ["curator"], PASSWORD, NOW)
        key = tokens.issue(session, made, "бот", "write", NOW)
        session.flush()
        assert tokens.bearer(session, key)[1].name == "Анна"

    def enter_as(password: str) -> str:
        here = Visitor("192.0.2.1", "pytest")
        return sign_in(store, cheap, Terms(), "ANNA", password, here, clock())

    assert enter_as(PASSWORD) != enter_as(PASSWORD)
    for _ in range(5):
        with pytest.raises(NotLetIn):
            enter_as("мимо")
    with pytest.raises(Wait):
        enter_as(PASSWORD)
    with store.writing() as session:
        register.disable(session, register.found(session, "anna"), NOW)
        assert tokens.bearer(session, key) is None


def test_a_crowd_of_guesses_is_counted_one_by_one(store, cheap):
    with store.writing() as session:
        register.add(session, cheap, "anna", "Анна", ["curator"], PASSWORD, NOW)

    def guess(number: int) -> type[Exception]:
        try:
            sign_in(
                store, cheap, Terms(), "anna", f"мимо{number}", Visitor(f"192.0.2.{number}"), NOW
            )
        except NotLetIn as refusal:
            return type(refusal)

    with ThreadPoolExecutor(12) as crowd:
        answers = Counter(crowd.map(guess, range(24)))
    assert answers == {NotLetIn: FREE_TRIES, Wait: 24 - FREE_TRIES}


@pytest.mark.parametrize(
    ("name", "scope", "words"), [("", "read", "Назовите ключ"), ("бот", "root", "неизвестен")]
)
def test_a_token_is_named_and_limited(web, account, name, scope, words):
    who = account("curator")
    with web.store.writing() as session, pytest.raises(AccountError, match=words):
        tokens.issue(session, who, name, scope, NOW)


def held(name: str, *roles: str, body: str = "", disabled: bool = False) -> Account:
    gone = NOW if disabled else None
    return Account(name, name, list(roles), "", NOW, NOW, body, disabled_at=gone)


def test_one_name_is_one_person():
    written = [Person("Анна", ("head",), "", "a@x.ru"), Person("Борис", ("curator",))]
    accounts = [held("Анна", "executor", body="Дороги"), held("Борис", disabled=True),
                held("Вера", "administrator")]  # fmt: skip
    people = {person.name: person for person in united(written, accounts)}
    assert people == {
        "Анна": Person("Анна", ("executor",), "Дороги", "a@x.ru"),
        "Вера": Person("Вера", ("administrator",)),
    }


def test_roles_of_accounts_count_in_the_journal_of_incidents(web, account):
    curator, boss = account("curator"), account("administrator")
    with web.store.writing() as session:
        number = enter(session, NOW, "Яма", link="https://vk.com/1").id
    with pytest.raises(NotAllowed, match="Иванова 2 — администратор"):
        perform(web.store.writing, web.desk(), number, Order("confirm", boss.name), NOW)
    with pytest.raises(NotAllowed, match="ни среди учётных записей"):
        perform(web.store.writing, web.desk(), number, Order("confirm", "Чужой"), NOW)
    done = perform(web.store.writing, web.desk(), number, Order("confirm", curator.name), NOW)
    assert done.state != "candidate"
