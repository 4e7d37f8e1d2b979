"""Sets of others as cases: a file each, with an `IMPORTER` that is found by the file's name."""
