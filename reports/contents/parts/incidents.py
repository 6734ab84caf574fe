"""Incidents: what became of them, who works on them, how long it takes."""

from collections.abc import Iterator

from reports.contents.facts import Facts
from reports.document import Column, Section, Table
from reports.figures import matters, times
from reports.figures.matters import Matter
from reports.figures.spread import spread
from reports.wording import NO_BODY, duration, so_many

STAGES = {
    "route": "От выявления до направления исполнителю",
    "draft": "От направления до проекта ответа",
    "approve": "От проекта до согласования или возврата",
    "answer": "От выявления до ответа (в том числе промежуточного)",
    "final": "От промежуточного ответа до окончательного",
}
ORIGIN = {"page": "со своих страниц", "import": "из системы «Инцидент»", "hand": "внесены вручную"}
IMPORTANCE = {"ordinary": "обычная", "high": "высокая"}
_BUSINESS = "Рабочее время; 90 % — столько, сколько не превышено в девяти случаях из десяти."


def by_state(facts: Facts) -> Section:
    """Incidents detected in the period by state, origin and importance."""
    tables = (_states(facts), _kinds(facts))
    return Section("Инциденты", told(facts), tables)


def told(facts: Facts) -> str:
    """How many came, how many were answered and how fast."""
    real = [matter for matter in facts.detected if _outcome(facts, matter) in ("open", "closed")]
    waiting = sum(matter.state == "candidate" for matter in facts.detected)
    again = sum(matter.repeats for matter in facts.detected)
    return (
        f"Выявлено и подтверждено: {so_many(len(real), 'инцидент', 'инцидента', 'инцидентов')}, "
        f"ждут подтверждения {waiting}. {_answers(facts)} "
        f"Повторных сообщений: {again}, возобновлено инцидентов: {facts.reopened}."
    )


def _answers(facts: Facts) -> str:
    answer = facts.times["answer"]
    if answer.median is None:
        return "Ответов не было."
    return f"Ответов: {answer.count}, половина — не дольше {duration(answer.median)} раб. времени."


def _outcome(facts: Facts, matter: Matter) -> str:
    workflow = facts.context.workflow
    if matter.state in workflow.open:
        return "open"
    return "closed" if matter.state in workflow.closed else "none"


OUTCOME = {"open": "в работе", "closed": "завершён", "none": "не инцидент или ещё не подтверждён"}


def _states(facts: Facts) -> Table:
    columns = (Column("Итог"), Column("Состояние"), Column("Инцидентов", "int", total=True))
    counted = matters.count(facts.detected, lambda matter: (_outcome(facts, matter), matter.state))
    words = facts.context.workflow.state
    found = sorted(counted.items(), key=lambda item: (list(OUTCOME).index(item[0][0]), -item[1]))
    rows = tuple((OUTCOME[outcome], words.get(state, state), n) for (outcome, state), n in found)
    return Table(
        "По состоянию", columns, rows, "Выявленные в периоде; состояние — на момент отчёта."
    )


def _kinds(facts: Facts) -> Table:
    columns = (Column("Откуда"), Column("Важность"), Column("Инцидентов", "int", total=True))
    counted = matters.count(facts.detected, lambda matter: (matter.origin, matter.importance))
    rows = tuple(
        (ORIGIN.get(origin, origin), IMPORTANCE.get(importance, importance), n)
        for (origin, importance), n in counted.most_common()
    )
    return Table("По источнику и важности", columns, rows)


def by_body(facts: Facts) -> Section:
    """What each body has, and how fast its answers came."""
    columns = (
        Column("Организация"),
        Column("Инцидентов", "int"),
        Column("В работе", "int"),
        Column("Ответов", "int"),
        Column("Медиана", "minutes"),
        Column("90 %", "minutes"),
    )
    note = f"Инцидент нескольких организаций засчитан каждой. {_BUSINESS}"
    return Section(
        "Организации",
        tables=(Table("Инциденты по организациям", columns, tuple(_bodies(facts)), note),),
    )


def _bodies(facts: Facts) -> Iterator[tuple[object, ...]]:
    real = [matter for matter in facts.detected if _outcome(facts, matter) != "none"]
    total = matters.by_body(real)
    working = matters.by_body(m for m in real if _outcome(facts, m) == "open")
    took = times.times_of_bodies(facts.stretches, "answer", facts.context.worktime)
    for body in sorted({*total, *took}, key=lambda body: (-total[body], body)):
        spent = took.get(body, spread(()))
        yield (
            body or NO_BODY, total[body], working[body], spent.count, spent.median, spent.ninety
        )  # fmt: skip


def by_stage(facts: Facts) -> Section:
    """How long each step took."""
    columns = (
        Column("Этап"),
        Column("Сколько раз", "int"),
        Column("Медиана", "minutes"),
        Column("90 %", "minutes"),
    )
    rows = tuple((STAGES[s], one.count, one.median, one.ninety) for s, one in facts.times.items())
    note = f"Этапы, завершённые в периоде. {_BUSINESS} Ожидание ответа автора не вычитается."
    return Section("Сколько занимает работа", tables=(Table("Этапы", columns, rows, note),))
