"""The door: passwords, lock-out, the limit of an address, sessions, what ends them."""

from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from browsers import PASSWORD, key_in, knock

from models import Account, SignIn, WebSession
from web.accounts import register
from web.accounts.door import ADDRESS_TRIES, FREE_TRIES, wait_after
from web.accounts.passwords import Passwords, WeakPassword, refuse_weak


@pytest.fixture
def anna(account) -> Account:
    return account("curator", login="anna", name="Анна")


def test_whoever_knows_the_password_gets_in(browser, anna):
    client = browser()
    entered = knock(client, " Anna ")
    assert (entered.status_code, entered.headers["location"]) == (303, "/")
    assert "Анна" in client.get("/account").text


@pytest.mark.parametrize(
    ("login", "password"), [("anna", "не тот пароль"), ("nobody", PASSWORD), ("", ""),
                            ("anna", "x" * 5000), ("an\x00na", PASSWORD)],
)  # fmt: skip
def test_a_refusal_never_says_which_part_was_wrong(browser, anna, login, password):
    client = browser()
    refused = knock(client, login, password)
    assert refused.status_code == 401
    assert "Логин или пароль не подходит." in refused.text
    assert password not in refused.text or not password
    assert client.get("/account").status_code == 303


def test_a_disabled_account_is_refused_in_the_same_words(browser, anna, web):
    with web.store.writing() as session:
        register.disable(session, register.found(session, "anna"), web.clock())
    assert "Логин или пароль не подходит." in knock(browser()).text


@pytest.mark.parametrize("login", ["anna", "nobody"])
def test_failures_lock_the_login_known_or_not(browser, anna, clock, login):
    client = browser()
    for _ in range(FREE_TRIES):
        assert knock(client, login, "мимо").status_code == 401
    locked = knock(client, login)
    assert (locked.status_code, locked.headers["retry-after"]) == (429, "60")
    assert "через 1 минуту" in locked.text
    clock.go(seconds=61)
    assert knock(client, login, "мимо").status_code == 401
    assert knock(client, login).headers["retry-after"] == "120"


def test_a_success_wipes_the_failures_out(browser, anna):
    for _ in range(3):
        client = browser()
        for _ in range(FREE_TRIES - 1):
            knock(client, "anna", "мимо")
        assert knock(client).status_code == 303


@pytest.mark.parametrize(
    ("failures", "minutes"), [(0, 0), (4, 0), (5, 1), (6, 2), (7, 4), (11, 60), (10**9, 60)]
)
def test_the_wait_grows_and_ends(failures, minutes):
    assert wait_after(failures) == timedelta(minutes=minutes)


def test_an_address_may_not_try_login_after_login(browser, anna, clock):
    client = browser()
    for number in range(ADDRESS_TRIES):
        assert knock(client, f"guess{number}", "мимо").status_code == 401
    assert knock(client).status_code == 429
    clock.go(minutes=16)
    assert knock(client).status_code == 303


def test_an_office_behind_one_address_is_no_attack(browser, anna):
    for _ in range(ADDRESS_TRIES + 1):
        assert knock(browser()).status_code == 303


def test_a_lock_is_lifted_by_the_administrator(browser, anna, as_role):
    for _ in range(FREE_TRIES):
        knock(browser(), "anna", "мимо")
    assert knock(browser()).status_code == 429
    as_role("administrator").post(f"/users/{anna.id}/enable")
    assert knock(browser()).status_code == 303


def test_signing_in_gives_a_new_session_whatever_the_browser_brought(browser, anna):
    client = browser()
    client.cookies.set("otklik", "planted-by-somebody", domain="localhost.local")
    knock(client)
    assert client.cookies["otklik"] != "planted-by-somebody"
    assert browser(cookies={"otklik": "planted-by-somebody"}).get("/account").status_code == 303


def test_the_database_knows_no_key_and_no_password(browser, anna, web):
    client = browser()
    knock(client)
    with web.store.reading() as session:
        held, person = session.query(WebSession).one(), session.query(Account).one()
    assert client.cookies["otklik"] not in (held.key_hash, held.csrf)
    assert person.password_hash.startswith("$argon2id$")


@pytest.mark.parametrize(
    ("spans", "status"),
    [([59], 200), ([61], 303), ([50] * 14, 200), ([50] * 15, 303)],
    ids=["there", "idle", "all day", "too long"],
)
def test_a_session_ends_by_idleness_and_by_age(as_role, clock, spans, status):
    client = as_role("curator")
    for minutes in spans:
        clock.go(minutes=minutes)
        answer = client.get("/account")
    assert answer.status_code == status


def test_polling_is_no_sign_of_life(as_role, clock):
    client = as_role("curator")
    for _ in range(4):
        clock.go(minutes=20)
        answer = client.get("/account", headers={"X-Live": "1"})
    assert answer.status_code == 303


def test_signing_out_ends_the_session_itself(as_role, browser):
    client = as_role("curator")
    stolen = client.cookies["otklik"]
    assert client.post("/sign-out").headers["location"] == "/sign-in"
    assert browser(cookies={"otklik": stolen}).get("/account").status_code == 303


def test_a_disabled_account_is_out_at_once(as_role):
    client, boss = as_role("moderator"), as_role("administrator")
    assert client.get("/account").status_code == 200
    assert boss.post(f"/users/{client.who.id}/disable").status_code == 303
    assert client.get("/account").status_code == 303


def test_roles_taken_away_are_gone_with_the_next_click(as_role):
    client, boss = as_role("administrator"), as_role("administrator")
    assert client.get("/users").status_code == 200
    boss.post(f"/users/{client.who.id}/roles", data={"roles": ["moderator"]})
    assert client.get("/users").status_code == 403


def change(client, old=PASSWORD, new="пять спелых груш", again=None):
    sent = {"old": old, "new": new, "again": new if again is None else again}
    return client.post("/account/password", data=sent)


def test_a_new_password_ends_all_other_sessions(browser, anna):
    here, elsewhere = browser(), browser()
    knock(here)
    knock(elsewhere)
    here.csrf = key_in(here.get("/account").text)
    assert change(here).headers["location"] == "/account"
    assert here.get("/account").status_code == 200
    assert elsewhere.get("/account").status_code == 303
    assert knock(browser()).status_code == 401
    assert knock(browser(), password="пять спелых груш").status_code == 303


@pytest.mark.parametrize(
    ("sent", "status", "words"),
    [
        ({"old": "мимо"}, 401, "Нынешний пароль не подходит"),
        ({"again": "другое"}, 422, "повторён с ошибкой"),
        ({"new": "короткий"}, 422, "короче 10"),
        ({"new": PASSWORD}, 422, "совпадает с прежним"),
    ],
)
def test_a_refused_change_changes_nothing(as_role, sent, status, words):
    client = as_role("curator")
    refused = change(client, **sent)
    assert refused.status_code == status
    assert words in refused.text
    assert change(client).status_code == 303


def test_an_open_browser_is_no_place_to_guess_the_password(as_role):
    client = as_role("curator")
    for _ in range(FREE_TRIES):
        assert change(client, old="мимо").status_code == 401
    assert change(client).status_code == 429


def test_a_password_somebody_else_has_seen_must_be_changed_first(browser, as_role, web):
    boss = as_role("administrator")
    page = boss.post("/users", data={"login": "petr", "name": "Пётр", "roles": ["moderator"]})
    password = page.text.split("Пароль <code>")[1].split("</code>")[0]
    client = browser()
    knock(client, "petr", password)
    for path in ("/", "/account"):
        assert client.get(path).headers["location"] == "/account/password"
    client.csrf = key_in(client.get("/account/password").text)
    assert change(client, old=password).status_code == 303
    assert client.get("/account").status_code == 200


@pytest.mark.parametrize(
    "password", ["короткий", "x" * 300, "1234567890", "йцукенгшщз", "ааааааааааа", "abcdefghijkl",
                 "ivanova-aa", "кузнецова1", "qwertyuiop"],
)  # fmt: skip
def test_weak_passwords_are_refused(password):
    with pytest.raises(WeakPassword):
        refuse_weak(password, "ivanova-aa", "Кузнецова А. И.")


@pytest.mark.parametrize("password", ["лес поле река", "correct horse", "x7-Kd93-mmQ2"])
def test_long_ones_need_no_signs_and_digits(password):
    refuse_weak(password, "ivanova-aa", "Кузнецова А. И.")


def test_a_hash_of_former_parameters_is_renewed_at_sign_in(browser, anna, web):
    with web.store.writing() as session:
        former = Passwords(PasswordHasher(2, 16, 1)).hash(PASSWORD)
        register.found(session, "anna").password_hash = former
    assert knock(browser()).status_code == 303
    with web.store.reading() as session:
        assert not web.passwords.outdated(register.found(session, "anna").password_hash)


def test_an_unknown_login_costs_the_same_work():
    class Counting(PasswordHasher):
        verified = 0

        def verify(self, *given):
            self.verified += 1
            return super().verify(*given)

    hasher = Counting(time_cost=1, memory_cost=8, parallelism=1)
    assert not Passwords(hasher).fits(PASSWORD, None)
    assert hasher.verified == 1


def test_addresses_are_not_kept_for_ever(browser, anna, web, clock):
    knock(browser())
    clock.go(days=100)
    knock(browser())
    with web.store.reading() as session:
        assert {row.at for row in session.query(SignIn)} == {clock.now}
