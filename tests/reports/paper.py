"""A small report with a cell of every kind and a chart of every kind; texts are ours."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from reports.document import Chart, Column, Report, Section, Table

VLADIVOSTOK = ZoneInfo("Asia/Vladivostok")
HOSTILE = (
    '=HYPERLINK("http://evil.example","Нажмите")',
    "+7 900 000-00-00",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "  =1+1",
    "{=1+1}",
    "<script>alert(1)</script> & <b>жирно</b>",
    "до\x00\x1b[31m\u202eпосле\ud800\uffff_x000D_",
    "http://example.ru/?a=1&b=2",
    "mailto:a@x.ru",
    "первая строка\r\nвторая строка",
)
BODIES = (
    "Администрация города",
    "МУП «Водоканал»",
    "Управление дорожного хозяйства, благоустройства и озеленения",
)
TOPICS = (
    "Содержание автомобильных дорог и тротуаров местного значения в зимний период",
    "Отсутствие холодной воды",
    "Уличное освещение",
    "Вывоз мусора с контейнерных площадок",
)
PLACES = ("село Ключи", "улица 50-летия Октября", "переулок Краснопартизанский", "без места")
OFFICIALS = "Глава города\nВиктор Павлович Орлов"

DAYS = tuple(date(2026, 11, day) for day in range(9, 16))
NETWORKS = ("ВК", "ОК", "Телеграм")
WEEKDAYS = ("понедельник", "среда", "воскресенье")


def by_day() -> Table:
    rows = [
        (day, net, (at * 7 + place * 5) % 23 + 10 * place)
        for place, net in enumerate(NETWORKS)
        for at, day in enumerate(DAYS)
    ]
    columns = (Column("День", "date"), Column("Соцсеть"), Column("Сообщений", "int", total=True))
    return Table("Сообщения по дням", columns, tuple(rows))


def kept() -> Table:
    rows = tuple(zip(BODIES, (0.982, 0.5, None), (117, 8, 0), (35, 330, None), strict=True))
    columns = (
        Column("Организация"),
        Column("В срок", "share"),
        Column("Инцидентов", "int", total=True),
        Column("Медиана", "minutes"),
    )
    return Table("Сроки по организациям", columns, rows, "Рабочее время; п. 3.4 регламента.")


def outcomes() -> Table:
    parts = (("в срок", 30), ("с опозданием", 9), ("в работе", 4))
    rows = [(body, name, count // at) for at, body in enumerate(BODIES, 1) for name, count in parts]
    return Table(
        "Чем кончилось",
        (Column("Организация"), Column("Итог"), Column("Инцидентов", "int")),
        tuple(rows),
    )


def heat() -> Table:
    rows = [
        (place, topic, (row * 5 + at * 3) % 11)
        for row, topic in enumerate(TOPICS)
        for at, place in enumerate(PLACES)
    ]
    columns = (Column("Место"), Column("Тема"), Column("Инцидентов", "int"))
    return Table("Темы и места", columns, tuple(rows))


def rhythm() -> Table:
    rows = tuple((hour, day, hour % 9 + 1) for day in WEEKDAYS for hour in range(8, 20))
    columns = (Column("Час", "int"), Column("День недели"), Column("Сообщений", "int"))
    return Table("Ритм недели", columns, rows)


def charts() -> tuple[Chart, ...]:
    return (
        Chart("Сообщения по дням", "lines", by_day(), "День", "Сообщений", "Соцсеть"),
        Chart("Доля в срок", "bars", kept(), "Организация", "В срок"),
        Chart("Чем кончилось", "stacked", outcomes(), "Организация", "Инцидентов", "Итог"),
        Chart("Темы и места", "heat", heat(), "Место", "Тема", "Инцидентов"),
        Chart("Ритм недели", "rhythm", rhythm(), "Час", "День недели", "Сообщений"),
    )


def journal(texts: tuple[str, ...] = HOSTILE) -> Table:
    moment = datetime(2026, 11, 14, 23, 30, tzinfo=UTC)  # 15.11.2026 09:30 in Vladivostok
    rows = [
        (number, text, date(2026, 11, 15), moment, 45 * number, number / 13, link(number))
        for number, text in enumerate(texts, 1)
    ]
    columns = (
        Column("№", "int"),
        Column("Сообщение"),
        Column("День", "date"),
        Column("Выявлено", "moment"),
        Column("Рабочее время", "minutes", total=True),
        Column("Доля", "share"),
        Column("Ссылка", "link"),
    )
    return Table("Сообщения", columns, tuple(rows))


def link(number: int) -> str:
    return "javascript:alert(1)" if number == 3 else f"https://vk.ru/wall-1_{number}"


def paper(texts: tuple[str, ...] = HOSTILE) -> Report:
    return Report(
        name="weekly",
        title="Отчёт за неделю",
        municipality="Лесозаводский городской округ",
        since=date(2026, 11, 9),
        until=date(2026, 11, 15),
        made_at=datetime(2026, 11, 16, 8, 0, tzinfo=VLADIVOSTOK),
        summary="За неделю 412 сообщений, из них 43 потребовали ответа; в срок отвечено на 91,2 %.",
        sections=(
            Section("Картина недели", "Сообщений на 12 % больше.", (kept(),), charts()),
            Section("Сообщения", tables=(journal(texts),)),
            Section("Пустой раздел", "", (Table("Пусто", (Column("Тема"),), ()),), (nothing(),)),
        ),
        addressees=(OFFICIALS, "Начальник штаба\nИрина Сергеевна Ким"),
        body="",
    )


def nothing() -> Chart:
    table = Table("Всплески", (Column("День", "date"), Column("Сообщений", "int")), ())
    return Chart("Всплески", "lines", table, "День", "Сообщений")
