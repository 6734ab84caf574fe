"""Photos that go with an answer (lesozavodsk-215 прил.1 п.16), kept until it has gone out."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from starlette.datastructures import UploadFile

from errors import OtklikError

FOLDER = Path("var") / "photos"
MOST = 10  # of both networks that take any
SIGNS = {b"\xff\xd8\xff": ".jpg", b"\x89PNG\r\n\x1a\n": ".png"}  # how such a file begins


def keep(sent: Iterable[object], folder: Path, now: datetime, days: float) -> tuple[str, ...]:
    """The files' paths, each named by its content; what lies there for longer than `days` goes.

    Raises OtklikError for what is no photo.
    """
    files = [file.file.read() for file in sent if isinstance(file, UploadFile) and file.size]
    named = {_name(content): content for content in files}
    if len(named) > MOST:
        raise OtklikError(f"Фото больше {MOST}: соцсеть столько не примет.")
    if named:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _forget(folder, now - timedelta(days=days))
    return tuple(_kept(folder / name, content) for name, content in named.items())


def _kept(file: Path, content: bytes) -> str:
    file.touch(mode=0o600)
    file.write_bytes(content)
    return str(file.resolve())


def _name(content: bytes) -> str:
    for sign, ending in SIGNS.items():
        if content.startswith(sign):
            return sha256(content).hexdigest()[:32] + ending
    raise OtklikError("К ответу прикладывают фото JPEG или PNG.")


def _forget(folder: Path, before: datetime) -> None:
    for old in folder.iterdir():
        if old.stat().st_mtime < before.timestamp():
            old.unlink(missing_ok=True)
