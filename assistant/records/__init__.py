"""The journal, the conversations and the hand-offs, kept in a database (only here: sqlalchemy)."""

from assistant.records.records import Records, open_records

__all__ = ["Records", "open_records"]
