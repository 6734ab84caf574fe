"""The incident board in the browser: columns, table, one incident, every act of the journal."""
