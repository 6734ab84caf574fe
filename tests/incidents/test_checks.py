"""Checks of an answer: for each what it must object to, and what it must let pass."""

import time

import pytest

from classify.morphology import in_dictionary, lemmas_of
from errors import NetworkFault, Outcome
from incidents.checks import CHECKS, Draft, Slip, Tools, examine
from incidents.checks.spelling import suggestions
from models import Finding

QUESTION = "Когда заделают яму на дороге у школы?"
GOOD = (
    "Здравствуйте, Мария! Яму у школы дорожники засыпали щебнем вчера, "
    "асфальт МКУ «Благоустройство» положит до 15 мая."
)


def flags(text: str) -> list[Finding]:
    """Stands for the classifier: knows one word of each kind."""
    words = {"дурак": "insult", "8-900-000-00-00": "personal_data", "скидки": "ad"}
    return [
        Finding(category, 0.9, text.find(word), text.find(word) + len(word), word)
        for word, category in words.items()
        if word in text
    ]


TOOLS = Tools(flags=flags, lemmas=lemmas_of, known=in_dictionary)


def remarks(check: str, text: str, **more: object) -> list:
    draft = Draft(text, **{"question": QUESTION, "network": "vk", **more})
    return [remark for remark in examine(draft, TOOLS, {}) if remark.check == check]


MUST = [  # check, draft, what is objected to (None: the whole)
    ("greeting", "Яму засыпали вчера.", None),
    ("greeting", "Яму засыпали. Здравствуйте.", None),
    ("greeting", "Сегодня, 5 мая, яму засыпали.", None),
    ("polite", "Здравствуйте! Ты сам видел эту яму?", "Ты"),
    ("polite", "Здравствуйте, дурак!", "дурак"),
    ("polite", "Здравствуйте! НЕ НАДО НАМ ПИСАТЬ об этом", "НЕ НАДО НАМ ПИСАТЬ"),
    ("polite", "Здравствуйте!!! Яму засыпали.", "!!!"),
    ("polite", "Звоните мастеру: 8-900-000-00-00", "8-900-000-00-00"),
    ("on_point", "Здравствуйте! Мусор вывезли в среду.", None),
    ("on_point", "Здравствуйте! Спасибо за обращение, мы вас услышали.", None),
    ("redirect", "Обратитесь в управляющую компанию.", "Обратитесь в"),
    ("redirect", "Рекомендуем вам обратиться в прокуратуру.", "Рекомендуем вам обратиться"),
    ("redirect", "Это не входит в нашу компетенцию.", "не входит в нашу компетенцию"),
    ("body", "Здравствуйте! Яму засыпали вчера.", None),
    ("measures", "Здравствуйте! Администрация знает о яме.", None),
    ("term", "Здравствуйте! Яму засыплют дорожники.", None),
    ("term", "Здравствуйте! Яму засыплют в ближайшее время.", "в ближайшее время"),
    ("spelling", "Яму засыпят щебнем по доогвору.", "доогвору"),
    ("spelling", "Работы сделаем в течении недели.", "в течении недели"),
    ("spelling", "Здраствуйте! Яму засыпали.", "Здраствуйте"),
    ("officialese", "В целях безопасности яму засыпали.", "В целях"),
    ("officialese", "Засыпка ямы осуществляется бригадой.", "осуществляется"),
]
MUST_NOT = [
    ("greeting", "Здравствуйте! Яму засыпали."),
    ("greeting", "Добрый день. Яму засыпали."),
    ("greeting", "👋 Доброе утро, яму засыпали."),
    ("greeting", "Алия, здравствуйте! Яму засыпали."),
    ("greeting", "Мария Ивановна, яму засыпали."),
    ("greeting", "[id7|Мария], яму засыпали."),
    ("polite", "Здравствуйте! Вам ответит МКУ ЖКХ. Спасибо!"),
    ("polite", "Здравствуйте! О скидки и говорить нечего."),
    ("on_point", "Здравствуйте! Ямы засыпали."),
    ("on_point", "Здравствуйте! Асфальт положат в мае."),
    ("on_point", "Здравствуйте! Да, уже засыпали щебнем, эту яму."),
    ("redirect", "Здравствуйте! Мы обратились в управляющую компанию, яму засыпят."),
    ("redirect", "Спасибо, что обратились к нам."),
    ("body", "Здравствуйте! Подрядчик засыпал яму."),
    ("body", "Здравствуйте! Яму засыпал Горводоканал."),
    ("measures", "Здравствуйте! Яму засыпали."),
    ("measures", "Здравствуйте! Яму осмотрят завтра."),
    ("term", "Здравствуйте! Яму засыплют до 15 мая."),
    ("term", "Здравствуйте! Яму засыплют через 3 дня."),
    ("term", "Здравствуйте! Яму засыплют во вторник."),
    ("term", "Здравствуйте! Яма устранена."),
    ("spelling", "Здравствуйте! В станице Бесскорбной чипируют собак, ТКО вывозит МБУ «Уют»."),
    ("spelling", "Гульшат, спецстоянку у д. 5 на ул. Ленина откроют, см. https://example.ru/ямка"),
    ("spelling", "Ещё кое-где и как-нибудь по-хорошему."),
    ("spelling", "Вам помогут в VK и на портале."),
    ("officialese", "Чтобы было безопасно, яму засыпали."),
]


@pytest.mark.parametrize(("check", "text", "span"), MUST)
def test_what_a_check_must_object_to(check, text, span):
    found = remarks(check, text)
    assert found, text
    assert [remark.span and text[slice(*remark.span)] for remark in found] == [span]


@pytest.mark.parametrize(("check", "text"), MUST_NOT)
def test_what_a_check_must_let_pass(check, text):
    assert remarks(check, text) == []


def test_every_check_is_shown_at_work():
    shown = {check for check, *_ in MUST} | {"repeat", "grammar", "length"}
    assert shown == CHECKS.keys()


def test_a_good_answer_has_no_remarks():
    assert examine(Draft(GOOD, QUESTION, "vk", repeat=True), TOOLS, {}) == []


def test_the_author_by_name_is_an_address():
    assert remarks("greeting", "Гузель, яму засыпали.", author="Гузель Ахметова") == []
    assert remarks("greeting", "Гузель, яму засыпали.", author="Анна") != []


def test_a_private_answer_may_hold_a_telephone():
    assert remarks("polite", "Звоните мастеру: 8-900-000-00-00", private=True) == []


def test_a_question_without_matter_asks_for_none():
    assert remarks("on_point", "Здравствуйте! Мусор вывезли.", question="Почему нет ответа?") == []


def test_words_of_one_family_are_on_one_matter():
    light = "Здравствуйте! Уличное освещение восстановили."
    assert remarks("on_point", light, question="На Садовой третий день нет света") == []


@pytest.mark.parametrize(
    ("text", "objected"),
    [
        ("Здравствуйте! Яму засыплем завтра.", True),
        ("Здравствуйте! Яму осмотрели, засыплем завтра.", False),
        ("Здравствуйте! Работы ведутся с понедельника.", False),
    ],
)
def test_a_repeat_wants_deeds_not_plans(text, objected):
    assert bool(remarks("repeat", text, repeat=True)) is objected
    assert remarks("repeat", text) == []


@pytest.mark.parametrize(
    ("network", "private", "limit"),
    [("ok", False, 3000), ("telegram", False, 4096), ("telegram", True, 4096), ("vk", True, 9000)],
)
def test_only_documented_limits_of_length(network, private, limit):
    (remark,) = remarks("length", "а" * (limit + 7), network=network, private=private)
    assert remark.span == (limit, limit + 7)
    assert "на 7 зн." in remark.advice
    assert remarks("length", "а" * limit, network=network, private=private) == []
    assert remarks("length", "а" * 20_000, network="vk") == []


def test_a_text_made_to_be_slow_is_read_at_once():
    started = time.perf_counter()
    for text in ("а" * 9000, "а@" * 4500, "[а|" * 3000, "А " * 4500, "-а" * 4500):
        examine(Draft(text, text, "vk"), TOOLS, {})
    assert time.perf_counter() - started < 10


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("вобще", "вообще"),
        ("доогвор", "договор"),
        ("територии", "территории"),
        ("произведенна", "произведена"),
        ("чтонибудь", "что-нибудь"),
        ("водворе", "во дворе"),
        ("асвальт", "асфальт"),
        ("обьект", "объект"),
        ("дорогапосыпана", "дорога посыпана"),
    ],
)
def test_the_likeliest_suggestion_comes_first(wrong, right):
    assert suggestions(wrong, in_dictionary)[0] == right


def test_each_remark_names_its_paragraph_and_reason():
    paragraphs = {"greeting": "прил.1 п.16", "spelling": "прил.1 п.20"}
    found = examine(Draft("Засыпят яму по доогвору.", QUESTION, "vk"), TOOLS, paragraphs)
    assert {(remark.check, remark.paragraph, remark.reason) for remark in found} >= {
        ("greeting", "прил.1 п.16", "rules"),
        ("spelling", "прил.1 п.20", "spelling"),
        ("term", "", "rules"),
    }
    assert {row.reason for row in CHECKS.values()} == {"off_point", "rules", "redirect", "spelling"}


def test_grammar_is_asked_of_a_server_where_there_is_one():
    slip = Slip(0, 4, "Нужна запятая.", ("Яма,",))
    tools = Tools(flags, lemmas_of, in_dictionary, grammar=lambda text: [slip])
    found = [r for r in examine(Draft("Яма", QUESTION, "vk"), tools, {}) if r.check == "grammar"]
    assert [(r.advice, r.span) for r in found] == [("Нужна запятая. Лучше: «Яма,».", (0, 4))]


def test_a_server_out_of_reach_stops_nobody():
    def broken(text: str) -> list[Slip]:
        raise NetworkFault("LanguageTool", "timeout", "нет ответа вовремя", Outcome.RETRY)

    tools = Tools(flags, lemmas_of, in_dictionary, grammar=broken)
    found = [r for r in examine(Draft(GOOD, QUESTION, "vk"), tools, {}) if r.check == "grammar"]
    assert "не проверены" in found[0].advice
