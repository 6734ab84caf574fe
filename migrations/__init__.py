"""Schema migrations, applied unasked at start; see store/migrate.py."""
