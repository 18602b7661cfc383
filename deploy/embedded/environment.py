"""The virtual environment and its pinned wheels."""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts" if os.name == "nt" else "bin") / "python"
CONSTRAINTS = ROOT / ".ci" / "constraints.txt"
RUNTIME = ROOT / "requirements.txt"
DEVELOPMENT = ROOT / ".ci" / "requirements-dev.txt"
ENVIRONMENT_MEGABYTES = 600


class Refusal(Exception):
    """Something foreseen stands in the way; the text is the one line to show."""


def say(text: str) -> None:
    """Print one line of progress at once."""
    print(f"portal: {text}", flush=True)


def ensure_environment(development: bool = False) -> None:
    """Make the environment and install the pinned wheels, unless it is as wanted already.

    Raises Refusal naming what is missing: venv, write permission, disk space, a wheel.
    """
    files = [
        RUNTIME,
        CONSTRAINTS,
        *([DEVELOPMENT, DEVELOPMENT.with_name("requirements-production.txt")] if development else []),
    ]
    stamp = VENV / f"installed-{'dev' if development else 'run'}"
    wanted = fingerprint(files)
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == wanted:
        return
    check_disk(ROOT, ENVIRONMENT_MEGABYTES)
    make_environment()
    install([DEVELOPMENT, RUNTIME] if development else [RUNTIME])
    stamp.write_text(wanted)


def fingerprint(files: list[Path]) -> str:
    """Return a digest of the pins and of the Python they were installed for."""
    text = "".join(path.read_text() for path in files) + sys.version
    return hashlib.sha256(text.encode()).hexdigest()


def check_disk(folder: Path, megabytes: int) -> None:
    """Refuse when fewer megabytes are free or the folder cannot be written."""
    folder.mkdir(parents=True, exist_ok=True)
    if not os.access(folder, os.W_OK):
        raise Refusal(f"no permission to write in {folder}")
    free = shutil.disk_usage(folder).free // 2**20
    if free < megabytes:
        raise Refusal(f"not enough disk space in {folder}: {free} MB free, {megabytes} MB needed")


def make_environment() -> None:
    """Create .venv; refuse in one line when this Python comes without venv or pip."""
    if PYTHON.exists() and has_pip():
        return
    say("making the environment in .venv")
    try:
        result = subprocess.run(
            [sys.executable, "-m", "venv", "--clear", str(VENV)], capture_output=True, text=True
        )
    except OSError as error:
        raise Refusal(f"the environment could not be made: {error}") from error
    if result.returncode or not has_pip():
        shutil.rmtree(VENV, ignore_errors=True)
        raise Refusal(
            "this Python comes without venv; install it (on Debian and Ubuntu: the package python3-venv)"
        )


def has_pip() -> bool:
    """Say whether the environment has a working pip."""
    done = subprocess.run([str(PYTHON), "-m", "pip", "--version"], capture_output=True)
    return done.returncode == 0


def install(requirements: list[Path]) -> None:
    """Install the pinned wheels, showing the seconds; refuse naming the package without a wheel."""
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
               "--only-binary=:all:", "-c", str(CONSTRAINTS)]  # fmt: skip
    for path in requirements:
        command += ["-r", str(path)]
    say("installing the pinned packages (one to two minutes the first time)")
    log = VENV / "install.log"
    started = time.monotonic()
    with log.open("w") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
        while process.poll() is None:
            time.sleep(0.5)
            if sys.stdout.isatty():
                print(f"\rportal: installing, {time.monotonic() - started:.0f} s", end="", flush=True)
    if sys.stdout.isatty():
        print()
    if process.returncode:
        raise Refusal(install_failure(log.read_text()))
    say(f"packages installed in {time.monotonic() - started:.0f} s")


def install_failure(log: str) -> str:
    """Turn pip's output into the one line that says what is missing."""
    for line in log.splitlines():
        if "No matching distribution found for" in line:
            return (
                f"no wheel for {line.rsplit('for ', 1)[1]} on this machine's Python {sys.version.split()[0]}"
            )
        if "No space left on device" in line:
            return "not enough disk space for the packages"
    errors = [line for line in log.splitlines() if line.startswith("ERROR")] or log.splitlines()[-1:]
    return "the packages could not be installed: " + (errors[0] if errors else "pip gave no reason")
