"""The kinds of sources that need more than a reader: Markdown sites, laws, open data."""
