"""The writers: they propose sentences, and never decide what is shown."""
