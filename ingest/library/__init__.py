"""The library: searchable passages in published editions, in this process or on a server."""
