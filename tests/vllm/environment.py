"""Make `.venv-vllm`: the environment in which a real vLLM serves tiny models on the CPU.

For tests only: it holds a rebuild of vLLM for the CPU, where a production server has vLLM itself.
Run as `python -m tests.vllm.environment`; prints why it can't be made, and what to do about it.
"""

import platform
import shutil
import subprocess
import sys
import sysconfig
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / ".venv-vllm"
BIN = FOLDER / "bin"
REQUIREMENTS = Path(__file__).parent / "requirements.txt"
STAMP = FOLDER / ".installed"
VERSION = "0.32.0"
METADATA = f"Metadata-Version: 2.1\nName: vllm\nVersion: {VERSION}+cpu\n"
"""vLLM asks for its own name among the installed packages, and for `cpu` in the version."""


class Unavailable(Exception):
    """It can't be made here; the message says why, and what to do."""


def problem() -> str:
    """Why the environment is not there, with the remedy; empty when it is."""
    if STAMP.is_file() and STAMP.read_text() == _fingerprint():
        return ""
    return f"{FOLDER.name} is not there or out of date: run make test-vllm"


def make() -> None:
    """Make it, unless it is there already. Raises `Unavailable`."""
    if not problem():
        return
    python = _python()
    shutil.rmtree(FOLDER, ignore_errors=True)
    _run(python, "-m", "venv", str(FOLDER))
    install = ("-m", "pip", "install", "--quiet", "--no-deps", "--disable-pip-version-check")
    _run(str(BIN / "python"), *install, "--requirement", str(REQUIREMENTS))
    packages = FOLDER / "lib" / "python3.11" / "site-packages"
    stub = packages / f"vllm-{VERSION}.dist-info"
    stub.mkdir()
    (stub / "METADATA").write_text(METADATA)
    STAMP.write_text(_fingerprint())


def _python() -> str:
    if (sysconfig.get_platform(), platform.system()) != ("linux-x86_64", "Linux"):
        raise Unavailable("vLLM on the CPU is tested on Linux x86-64 only: use such a machine.")
    found = shutil.which("python3.11") or (
        sys.executable if sys.version_info[:2] == (3, 11) else ""
    )
    if not found:
        raise Unavailable("It needs Python 3.11, because torch for the CPU is built for that here:"
                          " install python3.11 and its venv module.")  # fmt: skip
    return found


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["no word"])[-1]
        raise Unavailable(
            f"{' '.join(command[1:4])} failed: {said} pip must find every package of "
            f"{REQUIREMENTS.relative_to(ROOT)}, also torch's build for the CPU: add its index."
        )


def _fingerprint() -> str:
    return sha256(REQUIREMENTS.read_bytes()).hexdigest()


def main() -> int:
    """Make it and say what came of it; 0 also where it can't be, because the tests then skip."""
    try:
        make()
    except Unavailable as reason:
        sys.stderr.write(f"The tests on vLLM are skipped. {reason}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
