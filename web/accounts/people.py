"""Who may act on incidents: the people of the configuration and the accounts together."""

from collections.abc import Iterable
from dataclasses import replace

from incidents.people import People, Person
from models import Account


def united(configured: Iterable[Person], accounts: Iterable[Account]) -> People:
    """One name is one person: roles and body come from the account, where there is one.

    Absences and the e-mail address come from the configuration. A disabled account does nothing.
    """
    people = {person.name: person for person in configured}
    for account in accounts:
        known = people.pop(account.name, Person(account.name, ()))
        if account.disabled_at is None:
            roles = tuple(account.roles)
            people[account.name] = replace(known, roles=roles, body=account.body)
    return People(people.values())
