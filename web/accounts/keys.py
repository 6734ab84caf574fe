"""Secrets that browsers and programs carry; the database keeps only their hashes."""

import secrets
from hashlib import sha256


def new_key() -> str:
    """256 random bits, fit for a cookie or a header."""
    return secrets.token_urlsafe(32)


def hashed(key: str) -> str:
    """What is kept. The key is random, so a fast hash suffices."""
    return sha256(key.encode("utf-8", "replace")).hexdigest()


def same(given: str, kept: str) -> bool:
    """Compare in constant time."""
    return secrets.compare_digest(given.encode("utf-8", "replace"), kept.encode())
