"""Who can be asked: a file each, with an `ENDPOINT` that is found by the file's name."""
