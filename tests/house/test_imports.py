"""What a server does not need is not loaded: memory of every one that runs, time of every start."""

import subprocess
import sys

NEEDLESS = (
    *("openai", "torch", "transformers", "sentence_transformers", "tokenizers", "pynvml"),
    *("llama_index", "qdrant_client", "trafilatura", "pypdfium2", "matplotlib", "nltk"),
)
"""For models, for reading pages, or for another kind of library."""
ASKED = f"""
import sys
import assistant.command, assistant.web.app
print(*(name for name in {NEEDLESS!r} if name in sys.modules))
"""


def test_who_only_quotes_loads_nothing_for_models_and_readers():
    command = [sys.executable, "-c", ASKED]
    loaded = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    assert loaded.stdout.split() == []
