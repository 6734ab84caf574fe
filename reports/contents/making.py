"""A report of the facts and the sections made of them; an empty period says that it is empty."""

from collections.abc import Callable, Iterable, Sequence

from reports.contents.facts import Facts
from reports.contents.parts import moderation, surges
from reports.document import Report, Section
from reports.wording import days, so_many

Part = Callable[[Facts], Section]
Told = Callable[[Facts], str]
OF_TOWN = (moderation.by_category, moderation.by_moderator, moderation.on_networks,
           surges.listed, surges.told)  # fmt: skip


def composed(
    name: str, title: str, facts: Facts, told: Iterable[Told], parts: Iterable[Part]
) -> Report:
    """Sentences on top and sections of all parts, unless there is nothing to tell.

    A report of one body leaves out what is of the whole town.
    """
    if facts.empty:
        return made(name, title, facts, nothing(facts), ())
    apart = OF_TOWN if facts.context.body else ()
    summary = " ".join(filter(None, (tell(facts) for tell in told if tell not in apart)))
    return made(name, title, facts, summary, [part(facts) for part in parts if part not in apart])


def made(
    name: str,
    title: str,
    facts: Facts,
    summary: str,
    sections: Sequence[Section],
    addressees: tuple[str, ...] = (),
) -> Report:
    """The report of these sections; the summary follows the days."""
    period, context = facts.period, facts.context
    return Report(
        name=name,
        title=title,
        municipality=context.municipality,
        since=period.since,
        until=period.until,
        made_at=context.now.astimezone(period.zone),
        summary=f"{days(period)}. {summary}",
        sections=tuple(sections),
        addressees=addressees,
        body=context.body,
    )


def nothing(facts: Facts) -> str:
    """Why there is nothing: nobody wrote, or nobody read."""
    if facts.passes:
        read = so_many(facts.passes, "раз", "раза", "раз")
        return f"Сообщений, инцидентов, сроков и решений не было; страницы читались {read}."
    return "Данных нет: страницы в эти дни не читались."
