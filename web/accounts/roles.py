"""The roles, and which of them may open which area of the desk."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from incidents.words import ROLE as ROLES

__all__ = ["AREAS", "ROLES", "Area", "may_open", "role_words"]


@dataclass(frozen=True, slots=True)
class Area:
    """A part of the desk: its name in the navigation, its address, the roles that may open it."""

    title: str
    path: str
    roles: frozenset[str]


EVERYBODY = frozenset(ROLES)

AREAS = {  # in the order of the navigation
    "queue": Area("Очередь", "/queue", frozenset({"moderator", "curator"})),
    "incidents": Area("Инциденты", "/incidents", EVERYBODY - {"administrator"}),
    "overview": Area("Обзор", "/overview", frozenset({"moderator", "curator", "head"})),
    "reports": Area("Отчёты", "/reports", EVERYBODY - {"moderator"}),
    "pages": Area("Страницы", "/pages", EVERYBODY - {"executor"}),
    "users": Area("Пользователи", "/users", frozenset({"administrator"})),
    "account": Area("Моя учётная запись", "/account", EVERYBODY),
}


def may_open(roles: Iterable[str], area: str) -> bool:
    """Whether somebody with these roles may open the area."""
    return not AREAS[area].roles.isdisjoint(roles)


def role_words(roles: Sequence[str]) -> str:
    """The roles as the screen calls them."""
    return ", ".join(ROLES[role] for role in ROLES if role in roles)
