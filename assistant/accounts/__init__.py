"""Employees who log in with the organisation's own OpenID Connect provider (only here: authlib)."""
