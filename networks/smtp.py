"""Sending letters through the municipality's own mail server."""

import smtplib
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import localtime, make_msgid

from errors import NetworkFault, Outcome

SECONDS = 20


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Where letters leave from. `security`: tls, starttls or none; no user means no sign-in."""

    host: str
    port: int
    security: str
    sender: str
    user: str = ""
    password: str = ""


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that goes with a letter; `media` is its type, as application/json."""

    name: str
    media: str
    content: bytes


def send(
    mailbox: Mailbox, letters: Mapping[str, str], subject: str, files: Sequence[Attached] = ()
) -> None:
    """One letter to each address. Raises NetworkFault; a part may have left by then."""
    try:
        with _connected(mailbox) as server:
            for to, text in letters.items():
                server.send_message(_letter(mailbox.sender, to, subject, text, files))
    except (OSError, smtplib.SMTPException) as error:
        reason = f"{type(error).__name__}: {mailbox.host}:{mailbox.port}"
        raise NetworkFault("mail", "smtp", reason, Outcome.OPERATOR) from None


def _connected(mailbox: Mailbox) -> smtplib.SMTP:
    if mailbox.security == "tls":
        context = ssl.create_default_context()
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            mailbox.host, mailbox.port, timeout=SECONDS, context=context
        )
    else:
        server = smtplib.SMTP(mailbox.host, mailbox.port, timeout=SECONDS)
    if mailbox.security == "starttls":
        server.starttls(context=ssl.create_default_context())
    if mailbox.user:
        server.login(mailbox.user, mailbox.password)
    return server


def _letter(
    sender: str, to: str, subject: str, text: str, files: Sequence[Attached]
) -> EmailMessage:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = sender, to, " ".join(subject.split())
    letter["Date"], letter["Message-ID"] = localtime(), make_msgid(domain=sender.partition("@")[2])
    letter.set_content(text)
    for file in files:
        kind, _, part = file.media.partition(";")[0].partition("/")
        letter.add_attachment(file.content, maintype=kind, subtype=part, filename=file.name)
    return letter
