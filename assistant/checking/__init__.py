"""The checks between what was written and what is shown, one file each."""
