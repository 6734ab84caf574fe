"""What the shipped classifier says, as readable examples."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classify import Classifier
from models.verdict import CATEGORIES, Verdict

MUST = {
    "obscene": [
        "полный пи3дец с уборкой",
        "вы там ох*ели совсем?",
        "п и з д а",
        "х.у.й вам, а не парковка",
        "бл@ть, опять темно",
        "заебали отключать воду",
        "nahui такие дороги",
        "xyёвый асфальт",
        "пиии\u200bздец как холодно",
    ],
    "vulgar": ["говно, а не асфальт", "всё через жопу", "хер дождёшься автобуса"],
    "insult": [
        "дебилы сидят в администрации",
        "тупые твари",
        "идиот конченый",
        "мр*зи вы все",
        "диб1лы сидят в администрации",
    ],
    "threat": [
        "убью тебя",
        "сдохни уже",
        "к стенке весь этот отдел",
        "сожгу ваш офис",
        "растрелять вас всех",
    ],
    "hate": ["хохлы во всём виноваты", "гнать этих чурок отсюда", "х0хлы опять виноваты"],
    "spam": [
        "Заработок от 5000 в день без вложений, пишите в лс",
        "Онлайн казино, бонус за регистрацию, переходи по ссылке",
    ],
    "ad": ["Кухни на заказ, замер бесплатно", "Продам дрова колотые, доставка по району"],
    "solicitation": [
        "Проголосуйте за мою дочь в конкурсе, пожалуйста",
        "Подпишитесь на мой канал о рыбалке",
        "добавляйтесь ко мне в друзья",
    ],
    "personal_data": ["мой номер 8-900-123-45-67, Наталья", "он живёт на Лесной 5 кв 18"],
    "unreadable": ["ш бв кп лд щз хц рт"],
}
CLEAN = [
    "Страховка подорожала",
    "Подстрахуйте на перекрёстке",
    "Хлеб завозят через день",
    "Какое сегодня небо!",
    "Психует продавец в кассе",
    "Художник из Херсона",
    "Требую перерасчёта",
    "Учебный год начался",
    "Ничего не делаете, только обещаете!",
    "Позор администрации района",
    "Врёте вы всё",
    "Куда ушли деньги на ремонт? Разворовали!",
    "Уволить всех за такую уборку снега!",
    "Когда же это кончится, сил нет, третий день без воды",
    "Убила бы за шоколад",
    "я бы убил за такой отпуск",
    "Задушила от радости, когда сын приехал",
    "Застрелиться можно от вашей музыки",
    "Наши порвали соперника пять ноль",
    "Спасибо за новую площадку",
    "Подписали обращение всем двором",
    "Проголосовал за ремонт сквера",
    "Сука с щенками живёт за гаражами",
    "Толстые суки спилили, а ветки бросили на тротуаре",
    "Чурки берёзовые, колотые, отдам соседям",
    "Козёл отпущения найден",
    "Жми here, там расписание автобусов",
    "Бл-ин, опять дождь",
    "Укроп и петрушка с грядки",
]
MATTERS = [
    "Когда починят лифт на Садовой 5?",
    "Третий день нет горячей воды, примите меры",
    "бл@ть, когда уберут снег у школы?",
    "Яма на дороге возле больницы, засыпьте",
]
NO_MATTERS = ["Спасибо вам за работу", "Поздравляю с новосельем", "ха-ха", "Красивое фото", "+"]


@pytest.mark.parametrize(("category", "text"), [(c, t) for c, ts in MUST.items() for t in ts])
def test_flagged(classifier: Classifier, category: str, text: str) -> None:
    verdict = classifier.verdict(text)
    assert category in verdict.flags
    assert any(finding.category == category for finding in verdict.findings)


@pytest.mark.parametrize("text", CLEAN)
def test_not_flagged(classifier: Classifier, text: str) -> None:
    assert classifier.verdict(text).flags == ()


@pytest.mark.parametrize("text", MATTERS)
def test_needs_an_answer(classifier: Classifier, text: str) -> None:
    assert classifier.verdict(text).needs_answer


@pytest.mark.parametrize("text", NO_MATTERS)
def test_needs_no_answer(classifier: Classifier, text: str) -> None:
    assert not classifier.verdict(text).needs_answer


def test_a_finding_marks_the_guilty_word(classifier: Classifier) -> None:
    text = "Вот и п и з д е ц, приехали"
    (finding,) = [f for f in classifier.verdict(text).findings if f.category == "obscene"]
    assert finding.text == "п и з д е ц"


def test_the_empty_text_is_clean(classifier: Classifier) -> None:
    verdict = classifier.verdict("")
    assert set(verdict.scores.values()) == {0.0}
    assert (verdict.flags, verdict.incident, verdict.needs_answer) == ((), 0.0, False)


def test_many_texts_as_one_by_one(classifier: Classifier) -> None:
    texts = [text for texts in MUST.values() for text in texts] + CLEAN + MATTERS
    assert classifier.verdicts(texts * 4) == [classifier.verdict(text) for text in texts] * 4


def test_own_thresholds() -> None:
    strict = Classifier.load(thresholds={"insult": 1.1, "incident": 0.0})
    verdict = strict.verdict("идиоты")
    assert "insult" not in verdict.flags
    assert verdict.needs_answer


def test_an_unknown_threshold_is_refused() -> None:
    with pytest.raises(ValueError, match="rudeness"):
        Classifier.load(thresholds={"rudeness": 0.5})


def test_the_name_fits_the_journal(classifier: Classifier) -> None:
    assert 0 < len(classifier.name) <= 64


ODD = ["\ud800", "\x00", "\u202eабв\u202c", "😀" * 50, "<b>х*й</b>", " ,;: ", "İ" * 60, "х*" * 40]


@pytest.mark.parametrize("text", ODD)
def test_odd_texts(classifier: Classifier, text: str) -> None:
    check(text, classifier.verdict(text))


@settings(max_examples=300, deadline=None)
@given(st.text())
def test_any_text(classifier: Classifier, text: str) -> None:
    check(text, classifier.verdict(text))


@settings(max_examples=300, deadline=None)
@given(st.text("пиздахуйебляtь*@.0369-_ \u200b🐍кв+7@", max_size=60))
def test_any_disguise(classifier: Classifier, text: str) -> None:
    check(text, classifier.verdict(text))


def check(text: str, verdict: Verdict) -> None:
    assert tuple(verdict.scores) == CATEGORIES
    assert all(0 <= score <= 1 for score in (*verdict.scores.values(), verdict.incident))
    assert set(verdict.flags) == {finding.category for finding in verdict.findings}
    for finding in verdict.findings:
        assert 0 <= finding.start < finding.end <= len(text)
        assert finding.text == text[finding.start : finding.end]
