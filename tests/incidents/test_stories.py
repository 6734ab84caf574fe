"""A walk through every decree that a curator could read.

The town works 08:00–12:00 and 12:48–17:00, on Friday until 15:48. 23 November 2026 is a Monday.
"""

import pytest
from tales import CURATOR, HEAD, ROADS, WATER

from incidents.demands import UnfitOrder
from incidents.desk import DeskError

ROAD, PIPE = "Дорожное хозяйство", "Водоканал"


def routed(story, at: str, *bodies: str, **details: object):
    return story.does(at, CURATOR, "route", details={"bodies": list(bodies), **details})


def out(tale, at: str, form: str = "answer", who: str = ROADS, body: str = ""):
    """Drafted, approved by all who must, published: within the hour and its first minutes."""
    draft = {"text": "Здравствуйте! …", "body": body, "details": {"form": form}}
    tale.does(f"{at}:00", who, "draft", **draft)
    tale.does(f"{at}:01", CURATOR, "approve")
    if tale.state == "head":
        tale.does(f"{at}:02", HEAD, "approve")
    elsewhere = tale.desk.regulation.handed_over(tale.case.message.channel) and form != "question"
    return tale.does(f"{at}:03", CURATOR, "hand_over" if elsewhere else "publish")


def test_novokubansk_an_ordinary_answer(story):
    tale = story("novokubansk-1740", seen="11-23 10:30")
    tale.does("11-23 10:40", CURATOR, "confirm")
    assert tale.owed == {  # с момента выявления: п.9, п.10, п.12, п.19
        "answer": "11-23 14:18",
        "route": "11-23 11:30",
        "route_several": "11-23 11:00",
        "draft": "11-23 13:48",
    }
    routed(tale, "11-23 11:20", ROAD)
    assert tale.done == {"route": "met", "route_several": "lapsed"}
    assert tale.owed[f"not_ours {ROAD}"] == "11-23 11:50"  # п.11
    tale.does("11-23 13:00", ROADS, "draft", text="Здравствуйте! Яму заделают до 30 ноября.")
    assert tale.done["draft"] == "met"
    assert tale.owed == {"answer": "11-23 14:18", "approve": "11-23 13:30"}  # п.14
    tale.does("11-23 13:20", CURATOR, "return", details={"reason": "off_point"})
    assert tale.owed["rework"] == "11-23 13:50"  # п.15
    tale.does(
        "11-23 13:45", ROADS, "draft", text="Здравствуйте! Яму на Садовой заделают 30 ноября."
    )
    tale.does("11-23 13:55", CURATOR, "approve")
    assert tale.owed == {"answer": "11-23 14:18", "publish": "11-23 14:25"}  # п.16
    tale.does("11-23 14:10", CURATOR, "publish")
    assert (tale.state, tale.owed) == ("answered", {})
    assert tale.done["answer"] == "met"


def test_novokubansk_not_ours_and_an_interim_answer(story):
    tale = story("novokubansk-1740", seen="11-27 15:00")  # пятница, до конца дня 48 минут
    tale.does("11-27 15:10", CURATOR, "confirm", details={"importance": "high"})
    assert tale.owed["answer"] == "11-30 09:12"  # п.17: 48 минут и ещё 72 в понедельник
    routed(tale, "11-27 15:20", ROAD)
    tale.does("11-27 15:30", ROADS, "not_ours", ground="Улица не в нашем ведении")
    assert (tale.state, tale.owed["reroute"]) == ("refused", "11-30 08:12")  # п.11
    routed(tale, "11-30 08:05", PIPE)
    assert tale.done["reroute"] == "met"
    draft = {"text": "Здравствуйте! Причину ищем.", "details": {"form": "interim"}}
    tale.does("11-30 08:30", WATER, "draft", **draft)
    tale.does("11-30 08:40", CURATOR, "approve").does("11-30 08:50", CURATOR, "publish")
    assert (tale.state, tale.owed) == ("interim", {"interim_to_final": "12-07 17:00"})  # п.18
    # Сроки шагов после промежуточного ответа определяет куратор (п.18), сам акт их не даёт.
    tale.does("12-02 09:00", WATER, "draft", text="Здравствуйте! Трубу заменили.")
    assert tale.owed == {"interim_to_final": "12-07 17:00"}
    due = "2026-12-02T11:00:00+03:00"
    tale.does("12-02 09:10", CURATOR, "term", details={"step": "approve", "due": due})
    assert tale.owed["approve"] == "12-02 11:00"
    tale.does("12-02 10:00", CURATOR, "approve").does("12-02 10:10", CURATOR, "publish")
    assert (tale.state, tale.done["interim_to_final"]) == ("answered", "met")


def test_novokubansk_several_bodies_and_one_consolidated_answer(story):
    tale = story("novokubansk-1740", seen="11-23 10:30")
    tale.does("11-23 10:35", CURATOR, "confirm")
    routed(tale, "11-23 11:10", ROAD, PIPE, writer=PIPE)
    assert tale.done == {"route": "met", "route_several": "late"}  # п.19: до 11:00
    assert tale.owed[f"info_several {ROAD}"] == "11-23 13:58"  # п.19, 2 часа
    tale.does("11-23 11:20", ROADS, "inform", body=ROAD, text="Асфальт уложим после труб.")
    with pytest.raises(UnfitOrder, match=r"Ещё нет информации.*Водоканал"):
        tale.does("11-23 11:25", WATER, "draft", text="Здравствуйте!")
    tale.does("11-23 13:00", WATER, "inform", body=PIPE, text="Трубу меняем завтра.")
    assert tale.done[f"info_several {PIPE}"] == "met"
    tale.does("11-23 13:10", WATER, "draft", text="Здравствуйте! Завтра трубы, потом асфальт.")
    tale.does("11-23 13:20", CURATOR, "approve").does("11-23 13:30", CURATOR, "publish")
    assert tale.state == "answered"


def test_novokubansk_a_publication_keeps_the_whole_term_only(story):
    tale = story("novokubansk-1740", seen="11-23 10:30", publication=True)
    tale.does("11-23 10:40", CURATOR, "confirm")
    routed(tale, "11-23 10:50", ROAD)
    assert tale.owed == {"answer": "11-23 14:18"}  # п.7: только пп. 9, 18, 20


def test_lesozavodsk_from_selection_to_the_final_answer(story):
    tale = story("lesozavodsk-215", seen="11-23 10:30")
    tale.does("11-23 10:50", CURATOR, "confirm")
    assert tale.owed == {
        "answer": "11-24 09:38",  # п.8: 7 рабочих часов с отбора
        "route": "11-23 11:30",  # п.7: час по часам с поступления
        "clarify": "11-24 09:38",
        "draft": "11-23 15:38",  # п.10
    }
    routed(tale, "11-23 11:00", ROAD)
    tale.does("11-23 11:50", ROADS, "draft", text="Здравствуйте! Едем смотреть.")
    assert tale.owed["approve"] == "11-23 12:20"  # п.11: 30 минут по часам, и в обед
    with pytest.raises(UnfitOrder, match="основание"):
        tale.does("11-23 12:00", CURATOR, "return")
    tale.does("11-23 12:10", CURATOR, "return", ground="Назовите срок")
    assert tale.owed["rework"] == "11-23 13:10"  # п.12: час по часам
    draft = {"text": "Здравствуйте! Ответим до пятницы.", "details": {"form": "interim"}}
    tale.does("11-23 13:00", ROADS, "draft", **draft)
    tale.does("11-23 13:20", CURATOR, "approve").does("11-23 13:30", CURATOR, "publish")
    assert tale.owed == {"interim_to_final": "11-26 17:00"}  # п.13: 3 дня


def test_lesozavodsk_a_question_meets_the_term_and_the_reply_starts_it_anew(story):
    tale = story("lesozavodsk-215", seen="11-23 10:30")
    routed(tale.does("11-23 10:30", CURATOR, "confirm"), "11-23 10:40", ROAD)
    question = {"text": "Здравствуйте! Уточните номер дома.", "details": {"form": "question"}}
    tale.does("11-23 11:00", ROADS, "draft", **question)
    tale.does("11-23 11:10", CURATOR, "approve").does("11-23 11:15", CURATOR, "publish")
    assert (tale.state, tale.owed) == ("asked", {})
    assert tale.done["clarify"] == tale.done["answer"] == "met"  # п.8
    tale.does("11-24 09:00", CURATOR, "replied", text="Дом 5")
    assert tale.owed["answer"] == "11-24 16:48"  # 7 часов с ответа автора


def test_lesozavodsk_the_curator_writes_the_common_answer(story):
    tale = story("lesozavodsk-215", seen="11-23 10:30")
    routed(tale.does("11-23 10:30", CURATOR, "confirm"), "11-23 10:40", ROAD, PIPE)
    for body, who in ((ROAD, ROADS), (PIPE, WATER)):
        tale.does("11-23 11:00", who, "inform", body=body, text="Сделаем завтра.")
    tale.does("11-23 11:30", CURATOR, "draft", text="Здравствуйте! Завтра сделают обе службы.")
    assert tale.state == "approved"  # п.14: проект готовит сам куратор
    tale.does("11-23 11:40", CURATOR, "publish")
    assert tale.state == "answered"


def test_gulkevichi_own_page_head_first_and_head_last(story):
    tale = story("gulkevichi-draft", seen="11-23 10:30")
    tale.does("11-23 10:40", CURATOR, "confirm")
    assert (tale.state, tale.owed) == (
        "resolution",
        {"answer": "11-25 17:00", "draft": "11-24 10:18"},
    )
    with pytest.raises(DeskError, match="ждёт резолюции главы"):
        routed(tale, "11-23 10:50", ROAD)
    tale.does("11-23 11:00", HEAD, "resolve", body=ROAD)
    assert tale.owed["route"] == "11-23 13:48"  # 3.1.1: 2 часа после резолюции
    routed(tale, "11-23 11:30", ROAD)
    assert tale.owed[f"clarify {ROAD}"] == "11-23 16:18"  # 3.1.2: 4 часа с получения
    tale.does("11-24 09:00", ROADS, "draft", text="Здравствуйте! Яму заделали.")
    tale.does("11-24 09:30", CURATOR, "approve")
    assert tale.state == "head"  # 3.1.7
    tale.does("11-24 10:00", HEAD, "return", ground="Нужно фото")
    assert tale.owed["rework"] == "11-24 14:48"  # 3.1.4: 4 часа
    tale.does("11-24 11:00", ROADS, "draft", text="Здравствуйте! Яму заделали, фото приложено.")
    tale.does("11-24 11:10", CURATOR, "approve").does("11-24 11:20", HEAD, "approve")
    assert tale.done["answer"] == "met"  # 3.1.5: до отправки для публикации
    tale.does("11-24 11:30", CURATOR, "publish")
    assert (tale.state, tale.owed) == ("answered", {})


def test_gulkevichi_a_question_stops_the_clock_until_the_reply(story):
    tale = story("gulkevichi-draft", seen="11-23 10:30")
    tale.does("11-23 10:30", CURATOR, "confirm").does("11-23 10:40", HEAD, "resolve", body=ROAD)
    routed(tale, "11-23 11:00", ROAD)
    question = {"text": "Здравствуйте! Уточните место.", "details": {"form": "question"}}
    tale.does("11-23 11:20", ROADS, "draft", **question)
    tale.does("11-23 11:30", CURATOR, "approve")
    assert tale.state == "approved"  # вопрос согласует только куратор
    tale.does("11-23 11:30", CURATOR, "publish")
    assert tale.done[f"clarify {ROAD}"] == "met"
    assert (tale.done["answer"], tale.done["draft"]) == ("paused", "paused")
    # До срока проекта оставалось 7 часов: до 12:00, после обеда, и 138 минут вторника.
    tale.does("11-30 08:00", CURATOR, "replied", text="У дома 5")
    assert tale.owed["draft"] == "11-30 15:48"
    # До срока ответа (среда, 17:00) оставалось 1266 минут: понедельник, вторник и 282 минуты.
    assert tale.owed["answer"] == "12-02 13:30"


def test_gulkevichi_an_incident_is_handed_to_the_district(story):
    tale = story("gulkevichi-draft", seen="11-23 10:30", channel="incident")
    tale.does("11-23 10:30", CURATOR, "confirm").does("11-23 10:40", HEAD, "resolve", body=ROAD)
    routed(tale, "11-23 11:00", ROAD)
    assert (tale.owed["draft"], tale.owed["answer"]) == ("11-23 15:18", "11-24 10:18")
    tale.does("11-23 15:00", ROADS, "draft", text="Здравствуйте! Яму заделали.")
    tale.does("11-23 15:10", CURATOR, "approve").does("11-23 15:20", HEAD, "approve")
    with pytest.raises(DeskError, match="передача ответа"):
        tale.does("11-23 15:30", CURATOR, "publish")
    tale.does("11-23 15:30", CURATOR, "hand_over")
    assert (tale.state, tale.done["answer"]) == ("handed_over", "met")  # 3.2.5, 3.2.6


def test_gulkevichi_an_explanation_no_answer_and_a_formal_appeal(story):
    def taken_up():
        tale = story("gulkevichi-draft", seen="11-23 10:30")
        tale.does("11-23 10:30", CURATOR, "confirm").does("11-23 10:40", HEAD, "resolve", body=ROAD)
        return routed(tale, "11-23 11:00", ROAD)

    tale = taken_up()
    assert tale.owed[f"explanation {ROAD}"] == "11-24 10:48"  # 3.8: 8 часов с получения от куратора
    with pytest.raises(UnfitOrder, match="court_act"):
        tale.does("11-23 11:10", ROADS, "draft", text="…", details={"form": "explanation"})
    reason = {"form": "explanation", "reason": "not_our_competence"}
    tale.does("11-23 11:20", ROADS, "draft", text="Вопрос решает район.", details=reason)
    tale.does("11-23 11:30", CURATOR, "approve").does("11-23 11:40", HEAD, "approve")
    tale.does("11-23 11:50", CURATOR, "publish")
    assert (tale.state, tale.done[f"explanation {ROAD}"]) == ("explained", "met")

    tale = taken_up().does("11-23 11:10", CURATOR, "no_answer", details={"reason": "unreadable"})
    assert (tale.state, tale.owed, tale.done["answer"]) == ("unanswered", {}, "lapsed")  # 3.7
    tale = taken_up().does("11-23 11:10", CURATOR, "appeal")
    assert (tale.state, tale.owed) == ("appeal", {})  # 3.9


@pytest.mark.parametrize("id", ["rubtsovsk-63", "amurzet-98"])
def test_an_act_without_terms_still_has_a_journal(story, id):
    tale = story(id, seen="11-23 10:30")
    routed(tale.does("11-23 10:40", CURATOR, "confirm"), "11-23 11:00", ROAD)
    tale.does("11-23 12:00", ROADS, "draft", text="Здравствуйте! Сделаем завтра.")
    tale.does("11-23 13:00", CURATOR, "approve").does("11-23 14:00", CURATOR, "publish")
    assert (tale.state, tale.owed, tale.done) == ("answered", {}, {})


def test_a_repeat_opens_the_matter_again(story):
    tale = story("novokubansk-1740", seen="11-23 10:30")
    routed(tale.does("11-23 10:40", CURATOR, "confirm"), "11-23 10:50", ROAD)
    tale.does("11-23 11:00", ROADS, "draft", text="Здравствуйте! Сделаем завтра.")
    tale.does("11-23 11:10", CURATOR, "approve").does("11-23 11:20", CURATOR, "publish")
    again = {"detected_at": "2026-11-25T09:00:00+03:00", "comment": 7}
    tale.does("11-25 09:30", CURATOR, "reopen", ground="Яма на месте", details=again)
    assert (tale.state, tale.owed["answer"], tale.case.repeat) == ("new", "11-25 12:00", True)


def test_another_importance_means_another_term(story):
    tale = story("novokubansk-1740", seen="11-23 10:30")
    tale.does("11-23 10:40", CURATOR, "confirm")
    tale.does("11-23 10:50", CURATOR, "importance", details={"importance": "high"})
    assert (tale.owed["answer"], tale.owed["draft"]) == ("11-23 13:18", "11-23 12:48")


def with_the_executor(story, id: str, **given: object):
    tale = story(id, seen="11-23 10:30", **given).does("11-23 10:30", CURATOR, "confirm")
    if tale.state == "resolution":
        tale.does("11-23 10:40", HEAD, "resolve", body=ROAD)
    return routed(tale, "11-23 10:50", ROAD)


@pytest.mark.parametrize(
    ("id", "due"), [("gulkevichi-draft", "12-03 17:00"), ("lesozavodsk-215", "11-27 15:48")]
)
def test_a_question_after_the_interim_answer_revives_no_clock_that_was_met(story, id, due):
    tale = out(with_the_executor(story, id), "11-23 11", "question")
    tale.does("11-24 08:00", CURATOR, "replied", text="Дом 5")
    assert {"answer", "draft"} <= set(tale.owed)
    out(tale, "11-24 09", "interim")
    assert (tale.done["answer"], tale.owed) == ("met", {"interim_to_final": due})
    out(tale, "11-24 10", "question").does("11-24 14:00", CURATOR, "replied", text="Да")
    assert (tale.state, tale.owed) == ("interim", {"interim_to_final": due})


@pytest.mark.parametrize(
    ("id", "given", "before", "after"),
    [
        # У проекта Гулькевичей повышенной важности нет: ничего и не меняется.
        ("gulkevichi-draft", {"importance": "high"}, "12-01 15:09", "12-01 15:09"),
        # 3.10: двое суток с 23.11 10:30, из них прошло 33 минуты; дальше по часам с ответа.
        ("gulkevichi-draft", {"emergency": True}, "12-01 15:09", "11-29 07:27"),
        # Пп. 8–9: срок начал ответ автора, 7 рабочих часов или 3.
        ("lesozavodsk-215", {"importance": "high"}, "11-27 15:48", "11-27 11:00"),
        ("novokubansk-1740", {"importance": "high"}, "11-23 14:18", "11-23 13:18"),
    ],
)
def test_another_importance_keeps_what_a_question_did_to_the_term(story, id, given, before, after):
    tale = out(with_the_executor(story, id), "11-23 11", "question")
    tale.does("11-27 08:00", CURATOR, "replied", text="Дом 5")
    assert tale.owed["answer"] == before
    tale.does("11-27 08:10", CURATOR, "importance", details=given)
    assert tale.owed["answer"] == after
    # И снова: пересчитанный срок помнит вопрос.
    tale.does("11-27 08:20", CURATOR, "importance", details={"importance": "ordinary"})
    assert tale.owed["answer"] == (after if "emergency" in given else before)


def test_two_pauses_are_both_kept(story):
    tale = out(with_the_executor(story, "gulkevichi-draft"), "11-23 11", "question")
    tale.does("11-24 08:00", CURATOR, "replied", text="Дом 5")
    out(tale, "11-24 09", "question").does("11-26 08:00", CURATOR, "replied", text="Да")
    owed = tale.owed
    tale.does("11-26 08:10", CURATOR, "importance", details={"importance": "high"})
    assert tale.owed == owed


@pytest.mark.parametrize(
    ("id", "given", "due"),
    [
        ("gulkevichi-draft", {}, "12-02 17:00"),  # 3.3: 7 дней до проекта окончательного ответа
        ("gulkevichi-draft", {"channel": "incident"}, "12-02 17:00"),
        ("lesozavodsk-215", {}, "11-26 17:00"),  # п.13
        ("novokubansk-1740", {}, "11-30 17:00"),  # п.18
    ],
)
def test_a_second_interim_answer_gives_no_new_time_for_the_final_one(story, id, given, due):
    tale = out(with_the_executor(story, id, **given), "11-23 11", "interim")
    out(tale, "11-25 09", "interim")
    assert (tale.state, tale.owed) == ("interim", {"interim_to_final": due})
    # И когда окончательный проект был, но вместо него ушёл ещё один промежуточный ответ.
    tale.does("11-25 10:00", ROADS, "draft", text="Здравствуйте! Готово.")
    returned = {"reason": "off_point"} if id == "novokubansk-1740" else {}
    tale.does("11-25 10:05", CURATOR, "return", ground="Не готово", details=returned)
    out(tale, "11-25 11", "interim")
    assert (tale.state, tale.owed) == ("interim", {"interim_to_final": due})
    out(tale, "11-25 12")
    assert (tale.done["interim_to_final"], tale.owed) == ("met", {})


def test_nobody_owes_a_part_of_an_answer_that_one_body_gives(story):
    tale = story("novokubansk-1740", seen="11-23 10:30").does("11-23 10:35", CURATOR, "confirm")
    routed(tale, "11-23 10:40", ROAD, PIPE)
    tale.does("11-23 10:50", WATER, "not_ours", body=PIPE, ground="Труб там нет")
    assert tale.done[f"info_several {ROAD}"] == "lapsed"
    routed(tale, "11-23 10:55", ROAD)
    assert f"info_several {ROAD}" not in tale.owed
    with pytest.raises(DeskError, match="сейчас нельзя"):
        tale.does("11-23 11:00", ROADS, "inform", body=ROAD, text="Сделаем.")


def test_the_curators_own_draft_is_a_draft(story):
    tale = story("lesozavodsk-215", seen="11-23 10:30")
    routed(tale.does("11-23 10:30", CURATOR, "confirm"), "11-23 10:40", ROAD, PIPE)
    for body, who in ((ROAD, ROADS), (PIPE, WATER)):
        tale.does("11-23 11:00", who, "inform", body=body, text="Сделаем завтра.")
    tale.does("11-23 11:30", CURATOR, "draft", text="Здравствуйте! Завтра сделают обе службы.")
    assert (tale.state, tale.done["draft"]) == ("approved", "met")  # п.10, п.14
    assert set(tale.owed) == {"answer"}


def test_a_right_runs_from_when_the_body_received_the_message(story):
    tale = story("novokubansk-1740", seen="11-23 09:00").does("11-23 09:05", CURATOR, "confirm")
    routed(tale, "11-23 09:10", ROAD)
    assert tale.owed[f"clarify {ROAD}"] == "11-23 09:40"
    tale.does("11-23 09:20", ROADS, "not_ours", ground="Не наше")
    assert tale.done[f"clarify {ROAD}"] == "lapsed"
    routed(tale, "11-23 09:50", PIPE)
    assert tale.owed[f"clarify {PIPE}"] == "11-23 10:20"  # п.13: 30 минут после поступления
    routed(tale, "11-23 09:55", PIPE, ROAD)  # второй орган времени первому не прибавит
    assert tale.owed[f"clarify {PIPE}"] == "11-23 10:20"
    assert tale.owed[f"clarify {ROAD}"] == "11-23 10:25"
    question = {"text": "Здравствуйте! Где это?", "details": {"form": "question"}}
    tale.does("11-23 10:15", WATER, "draft", body=PIPE, **question)
    assert tale.done[f"clarify {PIPE}"] == "met"
    tale.does("11-23 10:18", CURATOR, "return", details={"reason": "rules"})
    out(tale, "11-23 11", "question", body=PIPE).does("11-23 12:00", CURATOR, "replied", text="Тут")
    routed(tale, "11-23 12:00", PIPE)  # получил уже давно
    assert f"clarify {PIPE}" not in tale.owed

    tale = with_the_executor(story, "gulkevichi-draft")
    tale.does("11-23 11:00", ROADS, "not_ours", ground="Не наше")
    assert {"clarify", "explanation"}.isdisjoint(name.split()[0] for name in tale.owed)
    routed(tale, "11-24 08:00", PIPE)
    assert tale.owed[f"clarify {PIPE}"] == "11-24 12:00"  # 3.1.2: 4 часа
    assert tale.owed[f"explanation {PIPE}"] == "11-24 16:48"  # 3.8: 8 часов


def test_the_draft_of_the_answer_ends_every_bodys_right_to_ask(story):
    tale = story("novokubansk-1740", seen="11-23 10:30").does("11-23 10:35", CURATOR, "confirm")
    routed(tale, "11-23 10:40", ROAD, PIPE)
    for body, who in ((ROAD, ROADS), (PIPE, WATER)):
        tale.does("11-23 10:50", who, "inform", body=body, text="Сделаем завтра.")
    tale.does("11-23 10:55", ROADS, "draft", body=ROAD, text="Здравствуйте! Сделаем завтра.")
    assert set(tale.owed) == {"answer", "approve"}


def test_the_curators_term_stands_in_the_place_of_the_acts(story):
    tale = with_the_executor(story, "novokubansk-1740")
    due = "2026-11-23T15:00:00+03:00"
    tale.does("11-23 11:00", CURATOR, "term", details={"step": "clarify", "due": due})
    assert tale.owed["clarify"] == "11-23 15:00"
    assert tale.done[f"clarify {ROAD}"] == "lapsed"


@pytest.mark.parametrize(
    ("id", "form", "details", "owed", "drafted"),
    [
        # Акт не приостанавливает срок (п.13): он и шёл.
        ("novokubansk-1740", "answer", {}, {"answer": "11-23 14:18"}, "late"),
        ("novokubansk-1740", "interim", {}, {"answer": "11-23 14:18"}, "late"),
        # Размещённый вопрос исполнил срок (п.8), нового без ответа автора нет.
        ("lesozavodsk-215", "answer", {}, {}, "met"),
        # 3.1.2: стоявшее идёт дальше с тем, что оставалось.
        ("gulkevichi-draft", "answer", {}, {"answer": "12-01 15:09"}, "met"),
        (
            "gulkevichi-draft",
            "explanation",
            {"reason": "court_act"},
            {"answer": "12-01 15:09"},
            "met",
        ),
    ],
)
def test_an_author_who_never_replies_holds_up_no_answer(story, id, form, details, owed, drafted):
    tale = out(with_the_executor(story, id), "11-23 11", "question")
    draft = {"text": "Здравствуйте! …", "details": {"form": form, **details}}
    tale.does("11-27 08:00", ROADS, "draft", **draft)
    assert (tale.state, tale.done["draft"]) == ("review", drafted)
    assert {name: tale.owed.get(name) for name in ("answer", "draft") if name in tale.owed} == owed
    tale.does("11-27 08:10", CURATOR, "approve")
    if tale.state == "head":
        tale.does("11-27 08:20", HEAD, "approve")
    tale.does("11-27 08:30", CURATOR, "publish")
    assert tale.state in ("answered", "explained", "interim")


def test_while_one_question_waits_no_other_is_asked(story):
    tale = out(with_the_executor(story, "gulkevichi-draft"), "11-23 11", "question")
    with pytest.raises(DeskError, match=r"Проект \(вопрос автору\): сейчас нельзя.*Можно: проект"):
        tale.does("11-27 08:00", ROADS, "draft", text="…", details={"form": "question"})
    tale.does("11-27 08:00", ROADS, "draft", text="Здравствуйте! …")
    tale.does("11-27 08:05", CURATOR, "return", ground="Спросите ещё раз")
    out(tale, "11-27 09", "question")
    assert (tale.state, tale.done["answer"]) == ("asked", "paused")
    tale.does("11-30 09:03", CURATOR, "replied", text="Дом 5")
    assert tale.owed["answer"] == "12-02 13:57"  # и за вторым вопросом срок стоял
