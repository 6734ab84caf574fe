"""`otklik incidents` and `otklik deadlines`, as a curator types them."""

import json
import re

import pytest

STEPS = (
    "route route_several info_several not_ours reroute clarify draft approve rework publish "
    "answer interim_to_final"
)


@pytest.fixture
def taken(otklik):
    """An incident that a person has entered and confirmed; the name of who did it."""

    def run(*arguments: str, **more: str):
        return otklik("incidents", *arguments, **more)

    added = run(
        "add", "--text", "Яма на Садовой", "--as", "Кузнецова", "--link", "https://vk.com/1"
    )
    assert (added.returncode, added.stderr) == (0, "Инцидент 1: ждёт направления.\n")
    return run


def test_the_whole_way_of_an_answer(taken):
    for arguments, words in (
        (("route", "1", "--to", "Дороги"), "можно до .* сообщить «не наше» .Дороги. .*прил.1 п.11"),
        (("draft", "1", "--text", "Здравствуйте! Яму заделают."), "на согласовании у куратора"),
        (("return-draft", "1", "--reason", "spelling"), "Теперь: на доработке"),
        (("draft", "1", "--file", "-"), "на согласовании у куратора"),
        (("approve", "1"), "Разместите вручную и запишите: otklik incidents publish"),
        (("publish", "1"), "Теперь: отвечен"),
    ):
        done = taken(*arguments, "--as", "Дорожник", stdin="Здравствуйте! Яму заделают завтра.")
        assert (done.returncode, done.stdout) == (0, "")
        assert re.search(words, done.stderr), done.stderr
    card = taken("show", "1").stdout
    assert "Инцидент 1: отвечен" in card
    assert "https://vk.com/1" in card
    assert "│ Здравствуйте! Яму заделают завтра." in card
    assert len(re.findall(r"^ +\d\. ", card, re.MULTILINE)) == 7


def test_a_topic_and_a_place_are_corrected_from_the_list(taken):
    done = taken("correct", "1", "--topic", "t096", "--street", "улица Мира", "--as", "Кузнецова")
    assert "уточнение темы и места" in done.stderr
    assert re.search(
        r"1\. .*\n.* 2\. .*уточнение темы и места — .+; улица Мира", taken("show", "1").stdout
    )
    unknown = taken("correct", "1", "--topic", "Марс")
    assert (unknown.returncode, "нет в перечне тем" in unknown.stderr) == (2, True)
    assert "Нужно назвать тему" in taken("correct", "1").stderr


def test_a_draft_is_advised_before_the_curator_sees_it(taken):
    taken("route", "1", "--to", "Дороги")
    advice = taken("check", "1", "--text", "Осуществляется ремонт ямы")
    assert "Канцелярит" in advice.stdout
    assert "(прил.1 п.20)" in advice.stdout
    assert "Проверки советуют" in taken("draft", "1", "--text", "Осуществляется ремонт").stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("publish", "1"), "сейчас нельзя, инцидент ждёт направления. Можно: "),
        (("show", "9"), "Инцидента 9 нет. Список: otklik incidents list"),
        (("route", "1"), "--to"),
        (("return-draft", "1", "--reason", "x"), "сейчас нельзя"),
        (("add", "--text", "Яма", "--link", "https://vk.com/1"), "уже есть: инцидент 1"),
    ],
)
def test_what_cannot_be_done_says_why(taken, arguments, words):
    refused = taken(*arguments)
    assert refused.returncode == 1
    assert words in refused.stderr


def test_reasons_of_the_act_are_listed(taken):
    taken("route", "1", "--to", "Дороги")
    taken("draft", "1", "--text", "Здравствуйте!")
    told = taken("return-draft", "1").stderr
    assert "off_point — не отвечает на суть вопроса (прил.1 п.14)" in told
    assert told.count("(прил.1 п.14)") == 4


def test_somebody_was_faster_and_the_text_is_kept(taken):
    taken("route", "1", "--to", "Дороги", "--as", "Кузнецова")
    slow = taken("draft", "1", "--text", "Здравствуйте! Моё.", "--seen", "1", "--as", "Дорожник")
    assert slow.returncode == 1
    assert "Вас опередили:" in slow.stderr
    assert "Кузнецова (куратор) — направление исполнителю" in slow.stderr
    assert "│ Здравствуйте! Моё." in taken("show", "1").stdout


def test_what_is_in_work_and_what_is_overdue(taken):
    long_ago = ("--seen-at", "2026-01-12T09:00")
    taken("add", "--text", "Нет света\x1b[2J", *long_ago)
    listed = taken("list").stdout
    assert "В работе: 2 инцидента" in listed
    assert "до 12.01.2026 10:00 просрочено на" in listed
    assert "\x1b" not in listed
    late = taken("overdue").stdout
    assert "Просрочено сроков: 3" in late
    assert "направить исполнителю (прил.1 п.10) · куратор, глава" in late
    assert taken("due", "--minutes", "600").stdout.startswith("Скоро истекает сроков: 3")


def test_a_candidate_waits_for_another(taken):
    taken("add", "--text", "Тонем", "--candidate")
    assert "Ждут подтверждения: 1 кандидат в инциденты" in taken("list").stdout
    assert "рук.  Тонем" in taken("list").stdout
    assert taken("confirm", "2", "--high").returncode == 0
    assert taken("show", "2").stdout.startswith(
        "Инцидент 2: ждёт направления · повышенная важность"
    )


def test_only_those_named_may_act(taken):
    people = "[{name: Орлов, roles: [head]}, {name: Кузнецова, roles: [curator]}]"
    refused = taken("route", "1", "--to", "Дороги", "--as", "Орлов", OTKLIK_PEOPLE=people)
    assert refused.returncode == 1
    assert "Это делает куратор, а Орлов — глава" in refused.stderr
    done = taken("route", "1", "--to", "Дороги", "--as", "Кузнецова", OTKLIK_PEOPLE=people)
    assert done.returncode == 0


def test_a_dead_mail_server_stops_no_work(taken):
    environ = {
        "OTKLIK_PEOPLE": "[{name: К, roles: [curator, executor], body: Дороги, email: k@x.ru}]",
        "OTKLIK_NOTICES": "{host: 127.0.0.1, port: 1, security: none, sender: o@x.ru}",
    }
    routed = taken("route", "1", "--to", "Дороги", "--as", "К", **environ)
    assert routed.returncode == 0
    assert "Уведомление не отправлено: mail call: ConnectionRefusedError" in routed.stderr
    assert "Инцидент 1: у исполнителя" in taken("show", "1").stdout
    taken("add", "--text", "Нет света", "--seen-at", "2026-01-12T09:00", "--as", "К", **environ)
    for _ in range(2):  # what did not leave does not count as told
        assert taken("notify", **environ).returncode == 1
    assert taken("notify").stderr == "Писем: 0\n"  # without a server nothing is sent


def test_the_urgent_sheet_is_for_the_head_and_safe_to_open(otklik, tmp_path):
    act = {"OTKLIK_REGULATION": "gulkevichi-draft"}
    otklik("incidents", "add", "--text", "<script>Тонем!</script>", **act)
    sheet = otklik("incidents", "urgent-sheet", "--out", str(tmp_path / "s.html"), **act)
    assert "Записано" in sheet.stderr
    page = (tmp_path / "s.html").read_text("utf-8")
    assert "&lt;script&gt;Тонем!&lt;/script&gt;" in page
    assert page.count("<section>") == 1
    assert "(3.1.1)" in page


def deadlines(otklik, *arguments: str, **environ: str):
    return otklik("deadlines", *arguments, **environ)


def test_deadlines_are_one_array(otklik):
    done = deadlines(otklik, "--regulation", "novokubansk-1740", "--at", "2026-11-23T10:30")
    found = json.loads(done.stdout)
    assert [term["step"] for term in found] == STEPS.split()
    assert found[10] == {
        "step": "answer",
        "due": "2026-11-23T14:30:00+03:00",
        "amount": 3,
        "unit": "hours",
        "kind": "working",
        "paragraph": "прил.1 п.9",
    }


@pytest.mark.parametrize(
    ("given", "environ", "due"),
    [
        (("--at", "2026-11-23T10:30"), {}, "2026-11-24T09:30:00+10:00"),
        (("--at", "2026-11-23T03:30+03:00"), {}, "2026-11-24T09:30:00+10:00"),
        (("--at", "2026-11-23T10:30", "--importance", "high"), {}, "2026-11-23T14:30:00+10:00"),
        (
            ("--at", "2026-11-23T10:30"),
            {"OTKLIK_WORKTIME__TIMEZONE": "Europe/Moscow"},
            "2026-11-24T09:30:00+03:00",
        ),
    ],
)
def test_deadlines_are_in_the_zone_of_the_town(otklik, given, environ, due):
    done = deadlines(otklik, "--regulation", "lesozavodsk-215", *given, **environ)
    answer = {term["step"]: term["due"] for term in json.loads(done.stdout)}["answer"]
    assert answer == due


def test_an_act_without_terms_gives_an_empty_array(otklik):
    for id in ("rubtsovsk-63", "amurzet-98"):
        assert deadlines(otklik, "--regulation", id, "--at", "2026-11-23").stdout == "[]\n"


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("--regulation", "krasnodar"), 2, "regulation = 'krasnodar': нужно одно из"),
        (("--at", "завтра"), 2, "нужно время вида"),
        (("--channel", "fax"), 2, "fax"),
    ],
)
def test_what_cannot_be_reckoned_is_told(otklik, arguments, code, words):
    done = deadlines(otklik, *arguments)
    assert (done.returncode, done.stdout) == (code, "")
    assert words in done.stderr
