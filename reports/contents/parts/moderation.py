"""What was flagged, decided and done about comments."""

from models.review import UNDO
from reports.contents.facts import Facts
from reports.document import Column, Section, Table
from reports.figures import moderation as figures
from reports.wording import percent, so_many
from words import ACTION, DECISION, GROUND, NETWORK, OUTBOX

NO_GROUND = {"": "не указано"}
DECIDED = tuple(action for action in DECISION if action != "skip")


def told(facts: Facts) -> str:
    """How much was flagged, and what people made of it."""
    cards = len(facts.cards)
    decided = [one for one in facts.decisions if one.action != UNDO]
    kept = sum(one.action == "keep" for one in decided)
    removed = figures.carried_out(facts.actions, "delete").total()
    banned = figures.carried_out(facts.actions, "ban").total()
    return (
        f"Помечено {so_many(cards, 'комментарий', 'комментария', 'комментариев')}, принято "
        f"{so_many(len(decided), 'решение', 'решения', 'решений')}: оставить — {kept}. "
        f"Удалено в соцсетях: {removed}, в чёрный список: {banned}."
    )


def by_category(facts: Facts) -> Section:
    """Flags, what became of them, and how often people agreed."""
    columns = (
        Column("Категория"),
        Column("Помечено", "int"),
        Column("Верно", "int", total=True),
        Column("Ошибочно", "int", total=True),
        Column("Точность", "share"),
        Column("Удалено", "int", total=True),
        Column("В чёрный список", "int", total=True),
    )
    note = (
        "Комментарий с несколькими метками засчитан каждой. Точность — по действующим решениям "
        "периода: «оставить» отвергает метки; решение с одним основанием его подтверждает."
    )
    rows = tuple(_categories(facts))
    return Section("Модерация", told(facts), (Table("По категориям", columns, rows, note),))


def _categories(facts: Facts) -> list[tuple[object, ...]]:
    flagged = figures.by_category(facts.cards)
    right = {one.category: one for one in figures.precision(facts.decisions)}
    removed, banned = (figures.carried_out(facts.actions, act) for act in ("delete", "ban"))
    met = {*flagged, *right, *removed, *banned}
    return [
        (name, flagged[key], *_judged(right.get(key)), removed[key], banned[key])
        for key, name in (GROUND | NO_GROUND).items()
        if key in met
    ]


def _judged(found: figures.Precision | None) -> tuple[object, ...]:
    return (found.right, found.wrong, found.share) if found else (0, 0, None)


def by_moderator(facts: Facts) -> Section:
    """Who decided what, and how soon."""
    columns = (
        Column("Кто решал"),
        *(Column(DECISION[action].capitalize(), "int", total=True) for action in DECIDED),
        Column("Решений", "int", total=True),
        Column("Медиана ожидания", "minutes"),
        Column("90 %", "minutes"),
    )
    found = figures.by_moderator(facts.decisions, facts.context.worktime)
    rows = tuple(
        (one.name, *(one.actions[a] for a in DECIDED), one.took.count, one.took.median,
         one.took.ninety)
        for one in found
    )  # fmt: skip
    note = "Ожидание — рабочее время от появления карточки до решения."
    return Section("Модераторы", tables=(Table("По модераторам", columns, rows, note),))


def on_networks(facts: Facts) -> Section:
    """What was to be done on the networks, and how far it has come."""
    columns = (
        Column("Соцсеть"),
        Column("Действие"),
        Column("Состояние"),
        Column("Действий", "int", total=True),
    )
    counted = figures.by_outcome(facts.actions)
    rows = tuple(
        (NETWORK.get(network, network), ACTION[act], OUTBOX[state], count)
        for (network, act, state), count in sorted(counted.items())
    )
    return Section("Действия в соцсетях", tables=(Table("Действия", columns, rows),))


def worst(facts: Facts) -> str:
    """The category whose flags were most often wrong, where enough were judged."""
    judged = [one for one in figures.precision(facts.decisions) if one.right + one.wrong >= 10]
    least = min(judged, key=lambda one: one.share, default=None)
    if least is None:
        return ""
    return f"Реже всего верна метка «{GROUND[least.category]}»: {percent(least.share)}."
