"""`python -m models`: choose a model, check its folder, start vLLM."""

import sys

from models.command import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
