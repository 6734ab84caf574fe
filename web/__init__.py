"""Pages in the browser: server-rendered screens, accounts, sessions. docs/web.md."""
