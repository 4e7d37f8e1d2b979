"""Make `.venv-peer`: llama-index's stock parts want an older stemmer than ours."""

import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / ".venv-peer"
PYTHON = FOLDER / "bin" / "python"
REQUIREMENTS = Path(__file__).parent / "requirements.txt"
STAMP = FOLDER / ".installed"


def make() -> str:
    """Make it, unless it is there already; why it cannot be made, or nothing."""
    wanted = sha256(REQUIREMENTS.read_bytes()).hexdigest()
    if STAMP.is_file() and STAMP.read_text() == wanted:
        return ""
    shutil.rmtree(FOLDER, ignore_errors=True)
    install = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement")
    for command in (
        (sys.executable, "-m", "venv", str(FOLDER)),
        (str(PYTHON), *install, str(REQUIREMENTS)),
    ):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            said = (done.stderr.strip().splitlines() or ["no word"])[-1]
            return f"{FOLDER.name} cannot be made: {said}"
    STAMP.write_text(wanted)
    return ""
