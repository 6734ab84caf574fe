"""What the tests of the incident screens start from: bodies, topics, an answer, lives."""

from incidents.adviser import Adviser, TopicName
from incidents.competence import Body, Competence
from models import Place, Places, Topic, Verdict

WATER, ROADS = "МУП «Водоканал»", "Дорожное хозяйство"
TEXT = "На улице Мира третий день нет воды, когда дадут?"
TOPICS = (Topic("T096", "ЖКХ", "НЕТ ВОДЫ", 0.8), Topic("T001", "ДОРОГИ", "ЯМЫ НА ДОРОГЕ", 0.1))
PLACES = Places(street=(Place("", 0, 0, "улица Мира", ambiguous=False),))
GOOD = "Здравствуйте! Воду на улице Мира дадим 25 ноября, бригада Водоканала уже работает."
CONFIRM = ("confirm", {})


def adviser() -> Adviser:
    """Every message is of water on one street."""
    return Adviser(
        (Body(WATER, (Competence(topics=frozenset({"T096"})),)), Body(ROADS)),
        (),
        history=lambda text: [],
        judge=lambda texts: [Verdict({}, (), (), 0.9, True, TOPICS, PLACES) for _ in texts],
        topics=[TopicName(one.code, one.group, one.topic) for one in TOPICS],
        streets=["улица Мира", "улица Садовая"],
    )


def routed(*bodies: str):
    """Acts until the executor has it."""
    return CONFIRM, ("route", {"details": {"bodies": list(bodies)}})


def drafted(text: str = GOOD, body: str = WATER):
    """Acts until the curator has the draft."""
    return (*routed(body), ("draft", {"text": text, "by": "Исполнитель"}))
