"""The journal, the conversations and the hand-offs, kept in a database (only here: sqlalchemy)."""

from assistant.records.build import open_records
from assistant.records.records import Records

__all__ = ["Records", "open_records"]
