"""Letters leave through a real socket; a server that is not there is a fault with words."""

import pytest
from postbox import postbox

from errors import NetworkFault, Outcome
from networks.smtp import Attached, Mailbox, send


def test_each_person_gets_one_letter():
    with postbox() as box:
        mailbox = Mailbox("127.0.0.1", box.port, "none", "otklik@x.ru")
        send(mailbox, {"a@x.ru": "Инцидент 5\n", "b@x.ru": "Инцидент 6\n"}, "Отклик: инциденты")
    assert [letter["To"] for letter in box.letters] == ["a@x.ru", "b@x.ru"]
    assert box.letters[0]["Subject"] == "Отклик: инциденты"
    assert box.letters[1].get_content().strip() == "Инцидент 6"


def test_files_arrive_as_they_left():
    given = [Attached("отчёт.csv", "text/csv; charset=utf-8", b"\xef\xbb\xbf1;2\r\n"),
             Attached("a.docx", "application/x-docx", bytes(range(256)))]  # fmt: skip
    with postbox() as box:
        mailbox = Mailbox("127.0.0.1", box.port, "none", "otklik@x.ru")
        send(mailbox, {"a@x.ru": "Отчёт"}, "Отчёт\nза день", given)
    (letter,) = box.letters
    files = list(letter.iter_attachments())
    assert [file.get_filename() for file in files] == ["отчёт.csv", "a.docx"]
    assert [file.get_payload(decode=True) for file in files] == [one.content for one in given]
    assert letter["Subject"] == "Отчёт за день"  # a line end would begin another header
    assert letter["Date"] and letter["Message-ID"]


def test_a_server_that_is_not_there_is_the_operators_matter():
    mailbox = Mailbox("127.0.0.1", 1, "none", "otklik@x.ru", "otklik", "secret")
    with pytest.raises(NetworkFault, match=r"ConnectionRefusedError: 127.0.0.1:1") as fault:
        send(mailbox, {"a@x.ru": "Инцидент 5"}, "Отклик")
    assert fault.value.outcome is Outcome.OPERATOR
    assert "secret" not in str(fault.value)
