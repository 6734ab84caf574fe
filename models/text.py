"""Text as every database can keep it, and as every screen and document can show it."""

import re
import unicodedata
from typing import overload

UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
KEPT = {"\n", "\t", "\u200d"}


@overload
def storable(text: str) -> str: ...
@overload
def storable(text: None) -> None: ...
def storable(text: str | None) -> str | None:
    """NUL and lone surrogates, which PostgreSQL and UTF-8 refuse, become U+FFFD one for one."""
    return UNSTORABLE.sub("\ufffd", text) if text else text


def printable(text: str) -> str:
    """Without control, direction and private characters: they repaint screens, break documents.

    Each becomes U+FFFD, but for line ends, tabs and the joiner inside emoji.
    """
    return "".join("\ufffd" if _dangerous(char) else char for char in text)


def _dangerous(char: str) -> bool:
    if char in KEPT:
        return False
    no_character = ord(char) & 0xFFFE == 0xFFFE  # U+FFFE and its like: XML refuses them
    return no_character or unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co")
