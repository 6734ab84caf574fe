"""Hashing passwords (argon2id), and what a password must be."""

import secrets
from functools import cached_property
from itertools import pairwise
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from errors import OtklikError

SHORTEST, LONGEST = 10, 256  # characters; NIST SP 800-63B: length, not composition
AT_ONCE = 4  # each hashing takes 64 MiB: a crowd at the door must not take them all
LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"  # nothing that is misread on paper


class WeakPassword(OtklikError):
    """This password will not do; the message says why."""


class Passwords:
    """Hashes and verifies. The parameters are argon2-cffi's own unless a test wants them cheap."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._turn = BoundedSemaphore(AT_ONCE)

    @classmethod
    def cheap(cls) -> "Passwords":
        """For tests: the same code, a thousandth of the work."""
        return cls(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))

    @cached_property
    def _nobody(self) -> str:
        """What an unknown login is compared with."""
        return self._hasher.hash(secrets.token_urlsafe())

    def hash(self, password: str) -> str:
        """The hash to keep, with its salt and parameters."""
        with self._turn:
            return self._hasher.hash(password)

    def fits(self, password: str, kept: str | None) -> bool:
        """Whether it is the password. Without an account it takes as long, and is not."""
        with self._turn:
            try:
                self._hasher.verify(kept or self._nobody, password)
            except (VerificationError, InvalidHashError):
                return False
        return kept is not None

    def outdated(self, kept: str) -> bool:
        """Whether the hash was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(kept)


def refuse_weak(password: str, login: str, name: str) -> None:
    """Raise WeakPassword for what is short, endless, or guessed from the person or at once."""
    if len(password) < SHORTEST:
        raise WeakPassword(f"Пароль короче {SHORTEST} знаков. Подойдут три-четыре слова подряд.")
    if len(password) > LONGEST:
        raise WeakPassword(f"Пароль длиннее {LONGEST} знаков.")
    folded = password.casefold()
    if len(set(folded)) < 5 or _runs_on(folded):
        raise WeakPassword("Слишком простой пароль: одни и те же знаки или знаки подряд.")
    own = [login.casefold(), *name.casefold().split()]
    if any(len(part) > 3 and len(folded) - len(part) < 6 and part in folded for part in own):
        raise WeakPassword("В пароле почти одно имя или логин: его угадают первым.")


def _runs_on(text: str) -> bool:
    rows = (
        "01234567890123456789",
        "qwertyuiopasdfghjklzxcvbnm",
        "йцукенгшщзхъфывапролджэячсмитьбю",
    )
    return any(text in row or text in row[::-1] for row in rows) or _alphabetical(text)


def _alphabetical(text: str) -> bool:
    return all(ord(after) - ord(char) == 1 for char, after in pairwise(text))


def invented() -> str:
    """A password for the first sign-in: 20 letters in groups, about 100 bits."""
    groups = ("".join(secrets.choice(LETTERS) for _ in range(5)) for _ in range(4))
    return "-".join(groups)
