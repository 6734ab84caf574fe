"""Text as every database can keep it."""

import re
from typing import overload

UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


@overload
def storable(text: str) -> str: ...
@overload
def storable(text: None) -> None: ...
def storable(text: str | None) -> str | None:
    """NUL and lone surrogates, which PostgreSQL and UTF-8 refuse, become U+FFFD one for one."""
    return UNSTORABLE.sub("\ufffd", text) if text else text
