"""How a post reads: what gets advice, and the ordinary good posts that get none."""

import pytest

from commands.common import App
from commands.style_reader import style_reader
from config import Config, regulation_of
from demo.town import read
from pages.citations import citations
from pages.sentences import LONG, sentences
from pages.style import advice

READER = style_reader(App(Config(), {}))
NOVO, RUB, AMUR = "novokubansk-1740", "rubtsovsk-63", "amurzet-98"


def rules(act: str):
    return regulation_of(Config(regulation=act)).pages


def found(text: str, act: str = NOVO, kind: str = "subordinate") -> list[tuple[str, str]]:
    """Rules broken, with the place as written."""
    return [
        (one.rule, text[slice(*one.span)] if one.span else "")
        for one in advice(text, kind, rules(act), READER)
    ]


CITED = [  # a text, and the acts it cites, as written
    ("Тепло дадут в понедельник.", []),
    ("По закону № 131-ФЗ дороги чиним мы.", ["закону № 131-ФЗ"]),
    ("Федерального закона от 06.10.2003 № 131-ФЗ «Об общих принципах»",
     ["Федерального закона от 06.10.2003 № 131-ФЗ"]),
    ("Закончили ремонт дома № 5, указали адрес: школа № 3", []),
    ("Федеральный закон «О связи, почте и прочем» № 126-ФЗ",
     ["Федеральный закон «О связи, почте и прочем» № 126-ФЗ"]),
    ("ч. 1 ст. 13 Федерального закона от 09.02.2009 г. № 8-ФЗ",
     ["ч. 1 ст. 13 Федерального закона от 09.02.2009 г. № 8-ФЗ"]),
    ("по статье 20.1 КоАП РФ и статье 153 Жилищного кодекса",
     ["статье 20.1 КоАП РФ", "статье 153 Жилищного кодекса"]),
    ("постановление администрации от 12.01.2023 № 63. Пункт 5 отменён.",
     ["постановление администрации от 12.01.2023 № 63", "Пункт 5"]),
    ("приказ от 5 мая № 7, распоряжение № 12-р и решение Думы № 3",
     ["приказ от 5 мая № 7", "распоряжение № 12-р", "решение Думы № 3"]),
    ("135-ФЗ, 44-ФЗ, 223-ФЗ", ["135-ФЗ", "44-ФЗ", "223-ФЗ"]),
    ("Лёд не толще 7 см по ГОСТ Р 50597-2017", ["ГОСТ Р 50597-2017"]),
    ("Закон один для всех, порядок в парке наведём сами, дом № 5 отключат в 10:00.", []),
    ("Указом Президента РФ № 68 он награждён медалью.", ["Указом Президента РФ № 68"]),
    ("Автобус № 3 пойдёт по новому порядку, школа № 12 рядом.", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "cited"), CITED)
def test_citations_of_acts(text, cited):
    assert [text[begin:end] for begin, end in citations(text)] == cited


def test_more_than_two_citations_get_advice_from_the_third_on():
    text = "По 131-ФЗ, 44-ФЗ, 223-ФЗ и 8-ФЗ дорогу чиним мы."
    (third, fourth) = advice(text, "subordinate", rules(NOVO), READER)
    assert (third.rule, third.force, third.paragraph) == ("citations", "desirable", "прил.2 п.10")
    assert [text[slice(*one.span)] for one in (third, fourth)] == ["223-ФЗ", "8-ФЗ"]
    assert "4" in third.text
    assert found("По 131-ФЗ и 44-ФЗ чиним.") == []


MUST = [  # a text, a rule, the place
    ("Администрация информирует жителей об отключении воды.", "no_press_release",
     "Администрация информирует"),
    ("Как сообщили в пресс-службе, мост откроют в мае.", "no_press_release",
     "сообщили в пресс-службе"),
    ("Вчера состоялось рабочее совещание по уборке снега.", "no_press_release",
     "состоялось рабочее совещание"),
    ("Доводим до вашего сведения: вода будет завтра.", "no_press_release",
     "Доводим до вашего сведения"),
    ("Глава побывал на стройке с рабочим визитом.", "no_press_release", "с рабочим визитом"),
    ("В парке в торжественной обстановке открыли горку.", "no_press_release",
     "в торжественной обстановке"),
    ("Осуществляется ремонт моста.", "no_officialese", "Осуществляется"),
    ("Сквер закрыт в целях безопасности.", "no_officialese", "в целях"),
    ("В настоящее время воды нет.", "no_officialese", "В настоящее время"),
    ("Данная территория убрана.", "no_officialese", "Данная территория"),
    ("Приходите на субботнек!", "spelling", "субботнек"),
]  # fmt: skip
GOOD = [
    "Доброе утро! На Заречной сегодня кладут асфальт, объезд через Мельничную. Потерпите!",
    "Кто потерял рыжего кота у бани? Он пришёл к нам в приёмную и ведёт себя как начальник.",
    "Завтра с 9 до 14 не будет света на Садовой, 2–18. Меняем опоры, наберите воды с вечера.",
    "Спасибо всем, кто вышел на субботник: собрали 140 мешков листвы. Чай был, пирогов не хватило!",
    "Запись к врачам области — по телефону 2-11-57 или у Анны в регистратуре. Мест ещё двенадцать.",
    "Каток открыт! Коньки напрокат бесплатно, нужен только паспорт. Работаем до девяти вечера.",
    "Глава ответил на вопросы про газ: на Лесную трубу доведут к октябрю, на Полевую — весной.",
    "По 131-ФЗ мост строит район, поэтому деньги просим у области. Ответ обещали до пятницы.",
]


@pytest.mark.parametrize(("text", "rule", "place"), MUST)
def test_what_gets_advice(text, rule, place):
    assert (rule, place) in found(text)


@pytest.mark.parametrize("text", GOOD)
@pytest.mark.parametrize("act", [NOVO, RUB, AMUR])
def test_an_ordinary_good_post_gets_none(text, act):
    assert found(text, act) == []


def test_the_posts_of_the_demo_town_need_no_rewriting():
    posts = [
        post["text"]
        for network in ("vk", "ok", "telegram")
        for post in read(network)
        if post.get("by", "page") == "page"
    ]
    habits = [habit for pages in read("rhythm").values() for habit in pages.values()]
    posts += [text for habit in habits for text in habit["texts"]]
    told = {text: found(text) for text in posts}
    assert len(posts) > 80
    assert {text: said for text, said in told.items() if said} == {}


def test_a_long_sentence():
    text = "Коротко. " + "слово " * LONG + "и ещё одно. Опять коротко."
    ((rule, place),) = found(text)
    assert rule == "no_complex_sentences"
    assert place.endswith("ещё одно.")


@pytest.mark.parametrize(
    ("text", "lengths"),
    [
        ("", []),
        ("Одно предложение", [2]),
        ("Ждём на ул. Мира, д. 5. Вход свободный!", [5, 2]),
        ("Приём у А. И. Орловой до 17.00. Звоните", [6, 1]),
        ("Первое\nвторое\n\nтретье", [1, 1, 1]),
        ("Что?! Где… Когда", [1, 1, 1]),
    ],
)
def test_sentences_end_where_people_end_them(text, lengths):
    assert [words for _, words in sentences(text)] == lengths


@pytest.mark.parametrize(
    ("act", "kind", "rule", "asked"),
    [
        (NOVO, "head", "no_officialese", ("recommended", "прил.2 п.10")),
        (AMUR, "subordinate", "no_complex_sentences", ("recommended", "2.5")),
        (NOVO, "head", "no_complex_sentences", ("", "")),  # our own remark
        (RUB, "head", "no_officialese", ("", "")),  # 2.3 asks for the network's style only
        (NOVO, "head", "spelling", ("must", "прил.2 п.8")),
        (AMUR, "subordinate", "spelling", ("", "")),
    ],
)
def test_whose_wish_it_is(act, kind, rule, asked):
    text = "Осуществляется ремонт. Субботнек. " + "слово " * (LONG + 1)
    said = {one.rule: one for one in advice(text, kind, rules(act), READER)}
    assert (said[rule].force, said[rule].paragraph) == asked
