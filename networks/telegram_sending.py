"""Which of Telegram's methods says a text with photos, and what fits into it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from errors import NetworkFault, Outcome
from networks.telegram import NETWORK, Files

LONGEST, LONGEST_CAPTION, MOST = 4096, 1024, 10  # characters, characters under files, files


def message(text: str, photos: Sequence[Path]) -> tuple[str, dict[str, Any], Files | None]:
    """Method, parameters and files. Raises NetworkFault where it does not fit one message."""
    longest = LONGEST_CAPTION if photos else LONGEST
    if _length(text) > longest:
        raise _unfit(f"ответ длиннее {longest} знаков" + (" вместе с фото" if photos else ""))
    if len(photos) > MOST:
        raise _unfit(f"фото больше {MOST}")
    if not photos:
        return "sendMessage", {"text": text}, None
    files = {f"photo{n}": (photo.name, _read(photo)) for n, photo in enumerate(photos)}
    if len(photos) == 1:
        return "sendPhoto", {"caption": text, "photo": "attach://photo0"}, files
    media = [{"type": "photo", "media": f"attach://{name}"} for name in files]
    media[0]["caption"] = text  # under several photos the first one's is shown
    return "sendMediaGroup", {"media": media}, files


def documents(text: str, files: Sequence[tuple[str, bytes]]) -> tuple[str, dict[str, Any], Files]:
    """Files (name, content) under one text, which is cut where it is too long: 1 to 10 of them."""
    sent = {f"document{n}": file for n, file in enumerate(files)}
    caption = _cut(text, LONGEST_CAPTION)
    if len(files) == 1:
        return "sendDocument", {"caption": caption, "document": "attach://document0"}, sent
    media = [{"type": "document", "media": f"attach://{name}"} for name in sent]
    media[-1]["caption"] = caption  # under several documents the last one's is shown
    return "sendMediaGroup", {"media": media}, sent


def _cut(text: str, longest: int) -> str:
    while _length(text) > longest:
        text = text[: min(len(text) - 2, longest)] + "…"
    return text


def _length(text: str) -> int:
    """In UTF-16 units, as Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _read(photo: Path) -> bytes:
    try:
        return photo.read_bytes()
    except OSError as error:
        raise _unfit(f"{photo}: не читается: {error.strerror}") from None


def _unfit(words: str) -> NetworkFault:
    return NetworkFault(NETWORK, "message", words, Outcome.OPERATOR)
