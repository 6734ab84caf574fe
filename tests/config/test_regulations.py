"""Regulations: the five that ship, and what is said of a mistake in a town's own file."""

from pathlib import Path

import pytest
import yaml

import config
from config import Config, load, regulation_of
from config.settings import REGULATIONS
from errors import ConfigError
from models import CATEGORIES
from models.page_rules import PAGE_KINDS
from models.rules import Cited

SHIPPED = Path(config.__file__).parent.parent / "data" / "regulations"
OWN = {"id": "own-1", "title": "Свой", "zone": "Asia/Omsk"}
ANSWER = {"step": "answer", "amount": 3, "unit": "hours", "since": "detected", "paragraph": "п.9"}
DUTY = {"id": "mark", "text": "отметка", "force": "must", "paragraph": "п.11"}


def test_every_file_is_in_the_table_and_nothing_else():
    assert {path.stem for path in SHIPPED.glob("*.yaml")} == set(REGULATIONS)


@pytest.mark.parametrize("id", REGULATIONS)
def test_a_shipped_regulation_is_whole(id):
    regulation = regulation_of(Config(regulation=id))
    assert regulation.id == id
    assert regulation.silent
    assert all(rule.paragraph for rule in cited(regulation))


def cited(part: object) -> list[Cited]:
    found = [part] if isinstance(part, Cited) else []
    for value in part.__dict__.values():
        inner = value if isinstance(value, tuple) else (value,)
        found += [rule for one in inner if hasattr(one, "__dict__") for rule in cited(one)]
    return found


def grounds(id: str, listing: str) -> dict[str, str]:
    rules = getattr(regulation_of(Config(regulation=id)), listing)
    return {rule.ground: getattr(rule, "duty", "") for rule in rules}


def test_criticism_is_on_no_list_and_what_no_act_deletes_is_kept():
    for id in REGULATIONS:
        assert "criticism" not in grounds(id, "deletion")
    assert grounds("gulkevichi-draft", "deletion") == {}
    assert grounds("amurzet-98", "deletion") == dict.fromkeys(("spam", "obscene", "insult"), "must")


@pytest.mark.parametrize(
    ("id", "duty"),
    [
        ("novokubansk-1740", {"may"}),
        ("lesozavodsk-215", {"may"}),
        ("rubtsovsk-63", {"must", "may"}),
        ("amurzet-98", set()),
        ("gulkevichi-draft", set()),
    ],
)
def test_who_may_or_must_be_restricted(id, duty):
    assert set(grounds(id, "blacklist").values()) == duty


@pytest.mark.parametrize(
    ("id", "silent_about"),
    [
        ("novokubansk-1740", {"ad", "unreadable"}),
        ("lesozavodsk-215", {"harm_intent", "unreadable"}),
        ("gulkevichi-draft", {"spam", "ad"}),
    ],
)
def test_what_gets_no_answer(id, silent_about):
    named = set(grounds(id, "no_answer"))
    assert {"obscene", "insult", "threat"} <= named
    assert not named & silent_about
    assert named <= {*CATEGORIES, "harm_intent"}


def test_posts_a_week():
    norms = {
        (id, norm.page): (norm.weekly, norm.force)
        for id in REGULATIONS
        for norm in regulation_of(Config(regulation=id)).pages.cadence
        if norm.what == "posts"
    }
    assert norms == {
        ("novokubansk-1740", "administration"): (10, "recommended"),
        ("novokubansk-1740", "head"): (5, "recommended"),
        ("novokubansk-1740", "subordinate"): (5, "recommended"),
        ("rubtsovsk-63", "administration"): (5, "recommended"),
        ("rubtsovsk-63", "subordinate"): (5, "recommended"),
        ("lesozavodsk-215", "administration"): (10, "recommended"),
        ("amurzet-98", "subordinate"): (2, "must"),
    }


@pytest.mark.parametrize(
    ("id", "duty", "kinds"),
    [
        ("rubtsovsk-63", "site_link", {"subordinate"}),  # 1.4: bodies of their own pages
        ("rubtsovsk-63", "access_limit", {"administration", "head", "subordinate"}),
        ("novokubansk-1740", "open_page", {"administration", "subordinate"}),
        ("novokubansk-1740", "subscribed", {"subordinate"}),
        ("lesozavodsk-215", "content_plan", {"administration"}),
        ("amurzet-98", "gospubliki", {"subordinate"}),
        ("amurzet-98", "access_limit", set()),  # only rubtsovsk counts the persons
        ("gulkevichi-draft", "registry", set()),
    ],
)
def test_whose_pages_a_duty_binds(id, duty, kinds):
    pages = regulation_of(Config(regulation=id)).pages
    assert {kind for kind in PAGE_KINDS if pages.duty(duty, kind)} == kinds


def test_visits_by_qr_code_are_asked_of_every_kind():
    pages = regulation_of(Config(regulation="novokubansk-1740")).pages
    assert {pages.norm("visits", kind).weekly for kind in PAGE_KINDS} == {5}
    assert pages.norm("posts", "administration").weekly == 10


def own(tmp_path: Path, **given: object) -> dict[str, str]:
    file = tmp_path / "own.yaml"
    file.write_text(yaml.safe_dump({**OWN, **given}, allow_unicode=True), encoding="utf-8")
    (tmp_path / "config.yaml").write_text(f"regulation: {file}\n", encoding="utf-8")
    return {"OTKLIK_CONFIG": str(tmp_path / "config.yaml")}


def test_a_town_of_its_own_file_has_its_zone(tmp_path):
    read = load(None, own(tmp_path, clocks=[ANSWER]))
    assert read.worktime.timezone == "Asia/Omsk"
    assert regulation_of(read).clock("answer", "own", "high").minutes == 180


def test_a_zone_of_the_configuration_goes_before(tmp_path):
    environ = own(tmp_path) | {"OTKLIK_WORKTIME__TIMEZONE": "Asia/Barnaul"}
    assert load(None, environ).worktime.timezone == "Asia/Barnaul"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"zone": "Mars"}, "zone = 'Mars': нужно имя часового пояса"),
        ({"title": ""}, "title = '': не может быть пустым"),
        ({"clocks": [{**ANSWER, "amount": 0}]}, "clocks.0.amount = 0: нужно число > 0"),
        ({"clocks": [{**ANSWER, "unit": "weeks"}]}, "clocks.0.unit = 'weeks': нужно одно из"),
        ({"clocks": [{**ANSWER, "step": "anser"}]}, "clocks.0.step = 'anser': нужно одно из"),
        ({"clocks": [{**ANSWER, "paragraph": ""}]}, "clocks.0.paragraph"),
        ({"clocks": [{"step": "answer"}]}, "clocks.0.paragraph: обязательный ключ не задан"),
        ({"clocks": [ANSWER, ANSWER]}, "срок answer (общий) задан дважды"),
        ({"clocks": [{**ANSWER, "unit": "days", "kind": "wall"}]}, "только рабочим"),
        ({"clocks": [{**ANSWER, "step": "draft", "back": True}]}, "срока answer для него нет"),
        ({"clock": []}, "неизвестный ключ. Может быть, clocks?"),
        ({"deletion": [{"ground": "criticism", "duty": "must", "paragraph": "1"}]}, "criticism"),
        ({"pages": {"duties": [{**DUTY, "id": "marks"}]}}, "pages.duties.0.id = 'marks'"),
        ({"pages": {"duties": [{**DUTY, "amount": 0}]}}, "pages.duties.0.amount = 0"),
        ({"pages": {"duties": [DUTY, DUTY]}}, "mark для страниц вида administration задано дважды"),
        (
            {"blacklist": [{"ground": "spam", "duty": "should", "paragraph": "1"}]},
            "duty = 'should'",
        ),
    ],
)
def test_a_mistake_in_the_file_is_named_at_start(tmp_path, given, words):
    with pytest.raises(ConfigError) as error:
        load(None, own(tmp_path, **given))
    assert words in str(error.value)
    assert "own.yaml" in str(error.value)


def test_a_missing_file_says_where_to_read(tmp_path):
    with pytest.raises(ConfigError, match=r"Нет файла .*none.yaml.*adding-a-regulation"):
        load(None, {"OTKLIK_REGULATION": str(tmp_path / "none.yaml")})


@pytest.mark.parametrize(
    ("people", "words"),
    [
        ([{"name": "А", "roles": ["executor"]}], "исполнителю нужен body"),
        ([{"name": "А", "roles": ["boss"]}], "people.0.roles.0 = 'boss': нужно одно из"),
        ([{"name": "А", "roles": ["head"]}] * 2, "А назван дважды"),
        (
            [
                {
                    "name": "А",
                    "roles": ["head"],
                    "absences": [{"since": "2026-07-02", "until": "2026-07-01", "substitute": "Б"}],
                }
            ],
            "раньше, чем since",
        ),
        (
            [
                {
                    "name": "А",
                    "roles": ["head"],
                    "absences": [{"since": "2026-07-01", "until": "2026-07-02", "substitute": "Б"}],
                }
            ],
            "замещающего «Б» нет среди people",
        ),
    ],
)
def test_a_mistake_in_people_is_named(tmp_path, people, words):
    file = tmp_path / "config.yaml"
    file.write_text(yaml.safe_dump({"people": people}, allow_unicode=True), "utf-8")
    with pytest.raises(ConfigError) as error:
        load(file, {})
    assert words in str(error.value)
