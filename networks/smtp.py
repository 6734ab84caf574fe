"""Sending letters through the municipality's own mail server."""

import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage

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


def send(mailbox: Mailbox, letters: Mapping[str, str], subject: str) -> None:
    """One letter to each address. Raises NetworkFault; a part may have left by then."""
    try:
        with _connected(mailbox) as server:
            for to, text in letters.items():
                server.send_message(_letter(mailbox.sender, to, subject, text))
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


def _letter(sender: str, to: str, subject: str, text: str) -> EmailMessage:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = sender, to, subject
    letter.set_content(text)
    return letter
