"""Accounts without HTTP: passwords, signing in, sessions, tokens, roles."""
