"""A comment in pieces: nothing is lost, nothing hides."""

from hypothesis import given
from hypothesis import strategies as st

from models import CATEGORIES
from moderation.marked import Change, Piece, changes, pieces

HOSTILE = st.text(st.sampled_from("аб <\u202e\u200f\u00ad\u0000\n👨\u200d👩\ufe0f"), max_size=30)
FINDINGS = st.lists(
    st.builds(
        lambda category, start, length: {
            "category": category,
            "start": start,
            "end": start + length,
        },
        st.sampled_from(CATEGORIES),
        st.integers(0, 40),
        st.integers(1, 40),
    ),
    max_size=6,
)


@given(HOSTILE, FINDINGS)
def test_pieces_are_the_text_and_each_sign_has_its_categories(text, findings):
    found = pieces(text, findings)
    assert "".join(piece.text for piece in found) == text
    assert all(piece.text for piece in found)
    place = 0
    for piece in found:
        for char in piece.text:
            over = {one["category"] for one in findings if one["start"] <= place < one["end"]}
            assert set(piece.categories) == over
            assert piece.hidden == (char in "\u202e\u200f\u00ad\u0000")
            place += 1


def test_overlapping_findings_lie_flat():
    findings = [
        {"category": "obscene", "start": 4, "end": 9},
        {"category": "insult", "start": 0, "end": 6},
    ]
    assert pieces("все вы тут", findings) == [
        Piece("все ", ("insult",)),
        Piece("вы", ("insult", "obscene")),
        Piece(" ту", ("obscene",)),
        Piece("т"),
    ]


def test_hidden_signs_have_names():
    (_, turned, _) = pieces("до\u202e\u202e\u00adма", [])
    assert turned.hidden
    assert turned.names == "U+202E ×2 U+00AD"


@given(HOSTILE, HOSTILE)
def test_changes_hold_both_texts(before, after):
    found = changes(before, after)
    assert "".join(change.before for change in found) == before
    assert "".join(change.after for change in found) == after


def test_an_edit_word_by_word():
    assert list(changes("Нет воды", "Нет тёплой воды")) == [
        Change("Нет ", "Нет "),
        Change("", "тёплой "),
        Change("воды", "воды"),
    ]
    assert len(changes("а " * 5000, "б " * 5000)) == 1
