"""What looks like a password or a key is refused: the registry says where they are, never what."""

import re

from pages.refusal import RegistryError

_TOKENS = re.compile(
    r"vk1\.a\.[\w-]{10,}"  # VK
    r"|\b\d{8,10}:[\w-]{30,}"  # a bot of Telegram
    r"|\bey[JK][\w-]{10,}\.[\w-]{10,}"  # a JWT
    r"|\b[0-9a-f]{32,}\b"
    r"|\b(?=\w*\d)(?=\w*[a-z])(?=\w*[A-Z])[\w-]{24,}\b"
)
_NAMED = re.compile(
    r"(?i)\b(?:парол\w*|пасс?ворд|password|passwd|pass|pwd|токен\w*|token|секрет\w*|secret|pin|пин-?код)"
    r"\s*(?:[:=—–]|это|-(?=\s*\S))\s*(?P<value>\S+)"
)
_KINDS = (
    re.compile(r"[a-zа-яё]"),
    re.compile(r"[A-ZА-ЯЁ]"),
    re.compile(r"\d"),
    re.compile(r"[^\w\s]"),
)
_PUNCTUATION = ".,;:!?()«»\"'…"
_SHORTEST = 6


class SecretRefused(RegistryError):
    """A secret where the place of a secret belongs. The message does not repeat it."""

    def __init__(self) -> None:
        super().__init__(
            "похоже на пароль или ключ доступа: он не сохранён. Пишите, ГДЕ данные хранятся "
            "(«сейф отдела ИТО», «менеджер паролей, раздел Страницы»), а не сами данные."
        )


def refuse_secret(text: str, strict: bool = False) -> None:
    """Raises SecretRefused. `strict` also refuses a single word that mixes letters and digits."""
    if _TOKENS.search(text) or _gives_a_password(text) or (strict and _mixed_word(text)):
        raise SecretRefused


def _gives_a_password(text: str) -> bool:
    return any(_mixture(found["value"]) >= 2 for found in _NAMED.finditer(text))


def _mixed_word(text: str) -> bool:
    """A word nobody would write of a place: Qwerty123!, n0vokub-2026."""
    return any(
        len(word) >= _SHORTEST and _mixture(word) >= 3
        for word in (word.strip(_PUNCTUATION) for word in text.split())
        if "://" not in word
    )


def _mixture(word: str) -> int:
    bare = word.strip(_PUNCTUATION)
    return sum(bool(kind.search(bare)) for kind in _KINDS) if len(bare) >= _SHORTEST else 0
