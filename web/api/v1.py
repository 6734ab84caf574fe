"""The JSON API put together, and its description for programs."""

from functools import cache
from typing import Any

from fastapi import APIRouter
from fastapi.openapi.utils import get_openapi

from web.access import User, requires
from web.accounts.roles import ROLES
from web.api import cards, incidents, town

router = APIRouter(prefix="/api/v1")
for part in (town, cards, incidents):
    router.include_router(part.router)

DESCRIPTION = """Те же карточки, инциденты и числа, что на экранах, по тем же правилам.

Ключ выдаёт `otklik users token issue ЛОГИН`; он действует от имени этого человека и видит то же,
что он. Передавайте его в заголовке `Authorization: Bearer otk_…`. Ключу только для чтения
доступны лишь запросы GET. Времена — ISO 8601 в UTC. Отказ всегда одного вида: `{"error": …}`."""


@router.get("/openapi.json", include_in_schema=False)
def openapi(user: User = requires(*ROLES)) -> dict[str, Any]:
    """What there is, for those who may ask."""
    return described()


@cache
def described() -> dict[str, Any]:
    """OpenAPI 3.1."""
    made = get_openapi(title="Отклик", version="1", description=DESCRIPTION, routes=router.routes)
    key = {"type": "http", "scheme": "bearer", "description": "otklik users token issue"}
    made["components"]["securitySchemes"] = {"key": key}
    made["security"] = [{"key": []}]
    return made
