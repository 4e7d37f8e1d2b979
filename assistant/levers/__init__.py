"""What a municipality's editors change themselves, at once and without a restart."""
