"""Parts of reports: each makes a section of the facts of a period."""
