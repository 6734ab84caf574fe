"""Programs for tests of the API: a client that sends a token."""

from browsers import Browser

from models import Account
from web.accounts import tokens
from web.office import Office


def program(client: Browser, web: Office, who: Account, scope: str = "write") -> Browser:
    """The client, with a new token of this account."""
    with web.store.writing() as session:
        key = tokens.issue(session, who, "тест", scope, web.clock())
    client.headers["Authorization"] = f"Bearer {key}"
    client.who = who
    return client
