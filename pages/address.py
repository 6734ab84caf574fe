"""Addresses of pages: one spelling of each, and the page of the configuration it belongs to."""

import re
from functools import lru_cache
from urllib.parse import SplitResult, urlsplit

from pages.refusal import RegistryError

HOSTS = {  # the spelling we keep comes first
    "vk": ("vk.com", "vk.ru", "m.vk.com", "m.vk.ru", "vkontakte.ru"),
    "ok": ("ok.ru", "m.ok.ru", "odnoklassniki.ru"),
    "telegram": ("t.me", "telegram.me"),
}
NAMES = {
    "vk": ("вк", "вконтакте", "vkontakte"),
    "ok": ("ок", "одноклассники", "odnoklassniki"),
    "telegram": ("тг", "телеграм", "телеграмм", "tg", "telegram"),
    "max": ("макс", "мах"),
}
_NUMBERED = re.compile(r"(?:club|public|event|group/|-)?(\d+)")
_NETWORK = re.compile(r"[a-z][a-z0-9_.-]{1,15}")
_LONGEST = 300


class AddressError(RegistryError):
    """What was given is no address of a page; the message says what fits."""


def network_of(written: str) -> str:
    """The code of a network from what people call it. Raises AddressError."""
    name = written.strip().casefold()
    for code, names in NAMES.items():
        if name == code or name in names:
            return code
    if not _NETWORK.fullmatch(name):
        raise AddressError(
            f"соцсеть «{written[:30]}»: нужно ВК, ОК, Телеграм или имя латиницей, например rutube"
        )
    return name


def canonical(network: str, written: str) -> str:
    """One spelling of the address, https and without a tail. Raises AddressError."""
    given = written.strip()
    if given.startswith("@") and network == "telegram":
        given = f"t.me/{given[1:]}"
    if "://" not in given:
        given = f"https://{given}"
    parts = _parts(given)
    host, path = (parts.hostname or "").removeprefix("www."), parts.path.strip("/")
    known = HOSTS.get(network, (host,))
    if host not in known or "." not in host or not path or len(given) > _LONGEST:
        example = f"https://{known[0] or 'rutube.ru'}/…"
        raise AddressError(f"адрес «{written[:80]}»: нужен адрес страницы вида {example}")
    return f"https://{known[0]}/{path.lower() if network in HOSTS else path}"


def _parts(given: str) -> SplitResult:
    try:
        return urlsplit(given)
    except ValueError:
        return urlsplit("")


@lru_cache(maxsize=1 << 14)  # asked of every page of the configuration at every look
def key(network: str, place: str) -> str:
    """What an address and an id of the configuration have in common: `club5`, `-5`, `5` are one."""
    path = urlsplit(place).path.strip("/") if "://" in place else place
    name = path.lower().lstrip("@").removeprefix("s/" if network == "telegram" else "")
    number = _NUMBERED.fullmatch(name)
    return f"{network}:{number[1] if number else name}"
