"""Contacts in the words of a description: networks without fields for them have no other place."""

import re
from collections.abc import Callable, Mapping

EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(
    r"(?<![\w.-])(?:(?:\+7|8)[\s(-]*\d{3,5}[\s)-]*\d[\d\s-]{3,7}\d|\d{1,3}-\d{2}-\d{2})(?![\w-])"
    r"|(?:тел|телефон|при[её]мная|звоните)[^\d\n]{0,20}\d[\d\s-]{3,}",
    re.IGNORECASE,
)
LINK = re.compile(r"(?<![\w@])((?:[a-zа-яё0-9-]+\.)+(?:[a-z]{2,}|рф))(?![\w@])", re.IGNORECASE)
NETWORKS = re.compile(
    r"(?:www\.|m\.)?(?:vk\.(?:com|ru|cc)|vkontakte\.ru|ok\.ru|t\.me|max\.ru|rutube\.ru|dzen\.ru"
    r"|youtube\.com)",
    re.IGNORECASE,
)
STREET = re.compile(
    r"(?<!\w)(?:ул|улица|пер|переулок|пл|площадь|просп|проспект|пр-т|пр-кт|шоссе|ш|бульвар|б-р|наб"
    r"|набережная|микрорайон|мкр|проезд|тракт|квартал)(?:\.\s*|\s+)[«\"]?[\w-]+.{0,40}?\d",
    re.IGNORECASE,
)
INDEX = re.compile(r"(?<!\d)\d{6}(?!\d),")


def _email(text: str) -> bool:
    return bool(EMAIL.search(text))


def _phone(text: str) -> bool:
    return bool(PHONE.search(text))


def _site(text: str) -> bool:
    hosts = (found[1] for found in LINK.finditer(EMAIL.sub(" ", text)))
    return any(not NETWORKS.fullmatch(host) for host in hosts)


def _postal(text: str) -> bool:
    return bool(STREET.search(text) or INDEX.search(text))


def _links(text: str) -> bool:
    return any(NETWORKS.fullmatch(found[1]) for found in LINK.finditer(text))


TOLD: Mapping[str, Callable[[str], bool]] = {  # whether a text holds one
    "email": _email,
    "phone": _phone,
    "site": _site,
    "postal": _postal,
    "links": _links,
}
