"""The longest spans a configuration may name: beyond them the calendar itself would end."""

MOST_DAYS = 36_500
MOST_HOURS = MOST_DAYS * 24
