"""The screen's words, as the commands know them."""

from words import CATEGORY, DECISION, NETWORK, plural

__all__ = ["CATEGORY", "DECISION", "NETWORK", "plural"]
