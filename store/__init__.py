"""Where everything is kept: SQLite by default, PostgreSQL by one line of configuration."""

from store.backup import backup
from store.engine import Store, open_store
from store.migrate import refuse_empty, upgrade
from store.restore import restore

__all__ = ["Store", "backup", "open_store", "refuse_empty", "restore", "upgrade"]
