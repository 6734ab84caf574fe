"""Photos of an answer: chosen in the browser, carried by the outbox."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from given import NOW
from incident_town import drafted
from sqlalchemy import func, select

from models import Action, Evidence

JPEG, PNG = b"\xff\xd8\xff\xe0 a street", b"\x89PNG\r\n\x1a\n a yard"


@pytest.fixture
def approved(lived, tmp_path, monkeypatch):
    monkeypatch.setenv("OTKLIK_HOME", str(tmp_path))
    return lived(*drafted(), ("approve", {}))


def send(curator, number: int, *contents: bytes):
    files = [("photos", (f"{at}.jpg", content)) for at, content in enumerate(contents)]
    return curator.post(f"/incidents/{number}/send", data={"x": "1"}, files=files)


def test_photos_go_with_the_answer(web, as_role, approved, tmp_path):
    folder = tmp_path / "var" / "photos"
    folder.mkdir(parents=True)
    old = folder / "old.jpg"
    old.write_bytes(JPEG)
    long_ago = (NOW - timedelta(days=5000)).timestamp()
    os.utime(old, (long_ago, long_ago))
    curator = as_role("curator")
    assert 'name="photos"' in curator.get(f"/incidents/{approved}").text
    assert send(curator, approved, JPEG, PNG, JPEG).status_code == 303
    with web.store.reading() as session:
        kept = session.scalars(select(Evidence)).one().data["photos"]
    assert [Path(name).read_bytes() for name in kept] == [JPEG, PNG]
    assert all(Path(name).stat().st_mode & 0o077 == 0 for name in kept)
    assert sorted(folder.iterdir()) == sorted(map(Path, kept))


@pytest.mark.parametrize(
    ("contents", "words"),
    [
        ([b"GIF89a"], "фото JPEG или PNG"),
        ([b"<svg onload=alert(1)>"], "фото JPEG или PNG"),
        ([JPEG + bytes([n]) for n in range(11)], "Фото больше 10"),
    ],
)
def test_what_is_no_photo_sends_nothing(web, as_role, approved, contents, words):
    refused = send(as_role("curator"), approved, *contents)
    assert (refused.status_code, words in refused.text) == (409, True)
    with web.store.reading() as session:
        assert session.scalar(select(func.count()).select_from(Action)) == 0


def test_more_files_than_a_form_may_bring_are_refused_in_words(as_role, approved):
    refused = send(as_role("curator"), approved, *(JPEG + bytes([n]) for n in range(21)))
    assert refused.status_code == 413
    assert "Не больше 20 файлов" in refused.text and "Too many" not in refused.text


def test_without_a_photo_nothing_is_kept(as_role, approved, tmp_path):
    assert send(as_role("curator"), approved, b"").status_code == 303
    assert not (tmp_path / "var").exists()
