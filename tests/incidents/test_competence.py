"""Whom to send a message to, and whether it is important: tables of examples."""

from datetime import date

import pytest

from commands.bodies import bodies, importance_rules, own_topics
from config.routing import BodySettings, RoutingSettings, TopicsSettings
from errors import ConfigError
from incidents.competence import Away, Body, Competence
from incidents.importance import causes_of
from incidents.routing import matters_of, route
from models import Topic

TODAY = date(2026, 7, 1)
WATER = Topic("T096", "ЖКХ", "ОТСУТСТВИЕ ВОДЫ", 0.6)
ROADS = Topic("T078", "ДОРОГИ", "ЯМЫ НА ДОРОГАХ", 0.3)
DOUBT = Topic("T290", "ЗДРАВООХРАНЕНИЕ", "ЛЬГОТНЫЕ ЛЕКАРСТВА", 0.05)

UTILITY = Body("Водоканал", [Competence(topics=frozenset({"T096"}))])
HOUSING = Body("Отдел ЖКХ", [Competence(groups=frozenset({"жкх"}))])
VILLAGE = Body(
    "Сельский отдел",
    [Competence(groups=frozenset({"жкх", "дороги"}), settlements=frozenset({"ключи"}))],
)
ROAD = Body("Дорожный отдел", [Competence(groups=frozenset({"дороги"}))])
BODIES = [HOUSING, UTILITY, VILLAGE, ROAD]


@pytest.mark.parametrize(
    ("topics", "places", "expected"),
    [
        ([WATER], [], ["Водоканал", "Отдел ЖКХ"]),
        ([WATER], ["село Ключи"], ["Водоканал", "Сельский отдел", "Отдел ЖКХ"]),
        ([ROADS], ["Ключи"], ["Сельский отдел", "Дорожный отдел"]),
        ([ROADS], ["Другое"], ["Дорожный отдел"]),
        ([DOUBT], [], []),
        ([], [], []),
    ],
)
def test_the_more_exact_rule_goes_first(topics, places, expected) -> None:
    found = route(topics, places, [], BODIES, TODAY)
    assert [proposal.body for proposal in found.bodies] == expected


def test_history_ranks_where_no_rule_decides() -> None:
    history = [{"name": "Минздрав", "score": 0.7, "reason": "слова: «лекарства»"}]
    (proposal,) = route([DOUBT], [], history, BODIES, TODAY).bodies
    assert (proposal.body, proposal.score) == ("Минздрав", 0.7)
    assert proposal.reason == "по истории обращений, слова: «лекарства»"


def test_among_equal_rules_history_decides() -> None:
    rival = Body("Другой водоканал", UTILITY.competence)
    history = [{"name": rival.name, "score": 0.2, "reason": "слова: «вода»"}]
    first = route([WATER], [], history, [UTILITY, rival], TODAY).bodies[0]
    assert (first.body, first.score) == (rival.name, None)


def test_a_rule_goes_before_history_and_no_body_comes_twice() -> None:
    history = [{"name": name, "score": 0.9, "reason": ""} for name in ("Чужой", "Водоканал")]
    found = route([WATER], [], history, BODIES, TODAY).bodies
    assert [proposal.body for proposal in found] == ["Водоканал", "Отдел ЖКХ", "Чужой"]


def test_a_substitute_answers_on_days_of_absence() -> None:
    away = Body("Водоканал", UTILITY.competence, [Away(TODAY, TODAY, "Отдел ЖКХ")])
    first = route([WATER], [], [], [away, HOUSING], TODAY).bodies[0]
    assert first.body == "Отдел ЖКХ"
    assert first.reason.startswith("замещает «Водоканал» до 01.07.2026")
    tomorrow = date(2026, 7, 2)
    assert route([WATER], [], [], [away, HOUSING], tomorrow).bodies[0].body == "Водоканал"


def test_several_matters_have_co_executors() -> None:
    found = route([WATER, ROADS, DOUBT], [], [], BODIES, TODAY)
    assert found.bodies[0].body == "Водоканал"
    assert [proposal.body for proposal in found.co_executors] == ["Дорожный отдел"]


def test_a_second_topic_of_the_same_group_is_no_second_matter() -> None:
    assert matters_of([WATER, Topic("T097", "ЖКХ", "КАЧЕСТВО ВОДЫ", 0.3), DOUBT]) == [WATER]


RULES = importance_rules(RoutingSettings())


@pytest.mark.parametrize(
    ("text", "reason", "word"),
    [
        ("Третий день пахнет газом в подъезде", "авария", "пахнет газом"),
        ("У нас пожары каждую весну", "авария", "пожары"),
        ("Оголённые провода у песочницы", "угроза жизни", "оголенные провода"),
        ("Вся улица без света", "многих жителей", "вся улица"),
    ],
)
def test_high_importance_and_the_words_that_caused_it(text, reason, word) -> None:
    (cause,) = causes_of(text, [WATER], RULES)
    assert reason in cause.reason
    assert cause.words == (word,)


@pytest.mark.parametrize("text", ["Яма на дороге", "Спасибо за ремонт", "Где пожарная часть?", ""])
def test_ordinary_importance(text) -> None:
    assert causes_of(text, [WATER], RULES) == ()


def test_a_topic_may_make_a_message_important() -> None:
    (cause,) = causes_of("Что делать?", [Topic("T003", "Г", "ПРИРОДНЫЕ ПОЖАРЫ", 0.5)], RULES)
    assert cause.words == ("Природные пожары",)


def test_an_unknown_group_of_competence_is_named() -> None:
    wrong = RoutingSettings(bodies=({"name": "А", "competence": [{"groups": ["дорги"]}]},))
    with pytest.raises(ConfigError, match=r"routing\.bodies: А: «дорги» нет в перечне"):
        bodies(wrong)


def test_an_own_topic_may_be_in_a_competence_but_not_take_a_federal_code() -> None:
    own = {"code": "R01", "group": "Свои", "topic": "Водокачка", "lemmas": ["водокачка"]}
    topics = own_topics(TopicsSettings(own=(own,)))
    settings = RoutingSettings(bodies=({"name": "А", "competence": [{"topics": ["R01"]}]},))
    assert bodies(settings, topics)[0].name == "А"
    with pytest.raises(ConfigError, match="код T001 уже занят"):
        own_topics(TopicsSettings(own=(own | {"code": "T001"},)))


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ([{"name": "А"}, {"name": "А"}], "названа дважды"),
        (
            [{"name": "А", "absences": [{"since": TODAY, "until": TODAY, "substitute": "Б"}]}],
            "нет среди",
        ),
    ],
)
def test_bodies_that_cannot_be(given, words) -> None:
    with pytest.raises(ValueError, match=words):
        RoutingSettings(bodies=tuple(given))
    with pytest.raises(ValueError, match="раньше"):
        BodySettings(
            name="А", absences=({"since": "2026-07-02", "until": "2026-07-01", "substitute": "Б"},)
        )
