"""What the API takes and gives is made of these: words, numbers, lists, faults."""

from collections.abc import Callable, Collection
from typing import Annotated, Any, Generic, Self, TypeVar

from fastapi import HTTPException, Query
from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import CoreSchema, core_schema

from models.text import storable

Item = TypeVar("Item")
MOST = 200  # items of one list
Limit = Annotated[int, Query(ge=1, le=MOST, description="Сколько отдать.")]
Words = Annotated[str, Field(max_length=20_000), AfterValidator(storable)]
Line = Annotated[str, Field(max_length=500), AfterValidator(storable)]
Mark = Annotated[int | None, Query(gt=0, lt=2**31, description="`more` прошлой части.")]


class Given(BaseModel):
    """What a program sends: a field we do not know is refused, not passed over."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Told(BaseModel):
    """What a program gets."""

    model_config = ConfigDict(frozen=True)

    @classmethod
    def of(cls, one: Any, **other: Any) -> Self:
        """The fields that `one` has under the same names, and those that are called otherwise."""
        same = {name: getattr(one, name) for name in cls.model_fields.keys() - other.keys()}
        return cls(**same, **other)


class Part(Told, Generic[Item]):
    """A part of a list; `more` is the mark after which the next one begins, null at the end."""

    items: list[Item]
    more: str | None = None


class Fault(Told):
    """Why it was not done, and the way out."""

    status: int
    title: str
    detail: str


class Refused(Told):
    """The one shape of all refusals."""

    error: Fault


class OneOf:
    """For `Annotated[str, OneOf(…)]`: one of these words, which the description lists."""

    def __init__(self, known: Collection[str]) -> None:
        self._known = list(known)

    def __get_pydantic_core_schema__(self, source: object, handler: object) -> CoreSchema:
        return core_schema.literal_schema(self._known)


WHY = {
    400: "Запрос не разобран",
    401: "Нет ключа, он отозван, или сеанс закончился",
    403: "Не для этой роли, или ключ только для чтения",
    404: "Такого нет, или это не вашей организации",
    409: "Сейчас так нельзя; что можно, сказано в detail",
    413: "Больше 8 МиБ",
    422: "Не подходит: поля названы в detail",
    503: "База данных недоступна, ничего не сохранено",
}


def refusals(*also: int) -> dict[int | str, dict[str, Any]]:
    """The refusals that an answer may be besides those that any may be."""
    return {
        status: {"model": Refused, "description": WHY[status]}
        for status in sorted({400, 401, 403, 422, 503, *also})
    }


def part(items: list[Item], limit: int, mark: Callable[[Item], int]) -> Part[Item]:
    """A list asked for with one item too many, which tells whether there is more."""
    more = str(mark(items[limit - 1])) if len(items) > limit else None
    return Part[Any](items=items[:limit], more=more)


def unfit(what: str) -> HTTPException:
    """A value that is well written and does not fit."""
    return HTTPException(422, what)
