"""Words for a refused configuration: the key, the value, and what was expected."""

from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

SECRET_PARTS = {"tokens", "proxy", "database_url", "password"}
# There is no value, or it may be a secret under a mistyped key.
VALUELESS = {"missing", "extra_forbidden"}
WORDS = {
    "missing": "обязательный ключ не задан",
    "string_type": "нужна строка",
    "int_type": "нужно целое число",
    "int_parsing": "нужно целое число",
    "float_type": "нужно число",
    "float_parsing": "нужно число",
    "bool_parsing": "нужно true или false",
    "bool_type": "нужно true или false",
    "dict_type": "нужны пары «ключ: значение»",
    "model_type": "нужны пары «ключ: значение»",
    "tuple_type": "нужен список",
    "string_too_short": "не может быть пустым",
    "date_from_datetime_parsing": "нужна дата ГГГГ-ММ-ДД",
}

SIGNS = {"gt": ">", "ge": "≥", "lt": "<", "le": "≤"}


def explained(error: ValidationError, model: type[BaseModel], source: str) -> str:
    """One line a mistake: `config.yaml: networks.vk.timout = 5: …`."""
    lines = [_line(mistake, model, source) for mistake in error.errors()]
    return "\n".join(dict.fromkeys(lines))


def _line(mistake: Any, model: type[BaseModel], source: str) -> str:
    place = [str(part) for part in mistake["loc"] if part != "[key]"]
    hidden = SECRET_PARTS & set(place) or mistake["type"] in VALUELESS
    # Of a section the words tell; the value would be the whole of it, secrets and all.
    whole = isinstance(mistake["input"], dict)
    value = "" if hidden or whole else f" = {_short(mistake['input'])}"
    named = f"{'.'.join(place)}{value}: " if place else ""
    return f"{source}: {named}{_expected(mistake, model, place)}"


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…"


def _expected(mistake: Any, model: type[BaseModel], place: list[str]) -> str:
    context = mistake.get("ctx", {})
    match mistake["type"]:
        case "extra_forbidden":
            return _unknown(place[-1], _known_keys(model, place[:-1]))
        case "literal_error":
            return f"нужно одно из: {context['expected'].replace(' or ', ', ')}"
        case "value_error":
            return str(context["error"])
        case "greater_than" | "greater_than_equal" | "less_than" | "less_than_equal":
            sign, bound = next(iter(context.items()))
            return f"нужно число {SIGNS[sign]} {bound:g}"
        case "string_pattern_mismatch":
            return f"нужна строка вида {context['pattern']}"
        case other:
            return str(WORDS.get(other, mistake["msg"]))


def _unknown(key: str, known: list[str]) -> str:
    near = get_close_matches(key, known, 1)
    hint = f" Может быть, {near[0]}?" if near else ""
    return f"неизвестный ключ.{hint} Известны: {', '.join(known)}"


def _known_keys(model: type[BaseModel], place: list[str]) -> list[str]:
    current: Any = model
    for part in place:
        if part.isdigit():
            continue
        current = _model_in(current.model_fields[part].annotation)
    return sorted(current.model_fields)


def _model_in(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(found for part in get_args(annotation) if (found := _model_in(part)))
