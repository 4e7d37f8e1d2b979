"""`python -m ingest`: fill, search and mend the library."""

import sys

from ingest.command import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
