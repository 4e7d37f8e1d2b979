"""`python -m assistant`: see `command.py`."""

import sys

from assistant.command import main

sys.exit(main())
