"""Reports: figures of a period, then tables and charts of them, then files."""
