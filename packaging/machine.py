"""What run.py and test.py share: the virtual environment, the locked packages, the shared libraries of a Debian machine.

Runs with nothing but the standard library of Python 3.11 or newer, on Linux, Windows and macOS.
"""

from __future__ import annotations

import ctypes.util
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
WINDOWS = os.name == "nt"

# Shared library -> Debian package. Without the first group no window can be drawn at all, without the second none on X11,
# without the third none on Wayland.
QT_ALWAYS = {
    "EGL": "libegl1",
    "GL": "libgl1",
    "X11": "libx11-6",
    "Xext": "libxext6",
    "Xrandr": "libxrandr2",
    "dbus-1": "libdbus-1-3",
    "fontconfig": "libfontconfig1",
    "freetype": "libfreetype6",
    "glib-2.0": "libglib2.0-0",
    "pulse": "libpulse0",
    "xkbcommon": "libxkbcommon0",
}
QT_ON_X11 = {
    "X11-xcb": "libx11-xcb1",
    "xcb-cursor": "libxcb-cursor0",
    "xcb-glx": "libxcb-glx0",
    "xcb-icccm": "libxcb-icccm4",
    "xcb-image": "libxcb-image0",
    "xcb-keysyms": "libxcb-keysyms1",
    "xcb-randr": "libxcb-randr0",
    "xcb-render": "libxcb-render0",
    "xcb-render-util": "libxcb-render-util0",
    "xcb-shape": "libxcb-shape0",
    "xcb-shm": "libxcb-shm0",
    "xcb-sync": "libxcb-sync1",
    "xcb-util": "libxcb-util1",
    "xcb-xfixes": "libxcb-xfixes0",
    "xcb-xkb": "libxcb-xkb1",
    "xkbcommon-x11": "libxkbcommon-x11-0",
}
QT_ON_WAYLAND = {"wayland-client": "libwayland-client0", "wayland-cursor": "libwayland-cursor0"}
QT_LIBRARIES = {**QT_ALWAYS, **QT_ON_X11, **QT_ON_WAYLAND}


class SetUpFailed(Exception):
    """Set-up cannot go on; the message is a full sentence for the person at the keyboard."""


def say(sentence: str) -> None:
    print(sentence, flush=True)


def check_python() -> None:
    if tuple(sys.version_info) < (3, 11):
        found = ".".join(str(part) for part in sys.version_info[:3])
        raise SetUpFailed(f"VIG Tool needs Python 3.11 or newer; this is Python {found}.")


def venv_program(name: str) -> Path:
    return VENV / ("Scripts" if WINDOWS else "bin") / (f"{name}.exe" if WINDOWS else name)


def run(command: Sequence[str | Path], *, trouble: str) -> None:
    """Runs a step of the set-up quietly, asking nothing; its output is shown only where it fails."""
    done = _quietly([str(part) for part in command])
    if done.returncode != 0:
        say(done.stdout.strip()[-4000:])
        raise SetUpFailed(trouble)


def _quietly(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        list(command), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", check=False
    )


# --- packages of a Debian machine ---------------------------------------------------------------------------------------------------


def _administrator() -> list[str] | None:
    """What to put before a command that installs packages: nothing as root, sudo where it asks nothing; None where it may not."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and _quietly(["sudo", "-n", "true"]).returncode == 0:
        return ["sudo", "-n"]
    return None


def missing_libraries(libraries: dict[str, str]) -> list[str]:
    """Debian packages of those shared libraries that this Linux machine does not have."""
    if not sys.platform.startswith("linux"):
        return []
    return sorted({package for library, package in libraries.items() if ctypes.util.find_library(library) is None})


def install_debian(packages: Iterable[str], *, why: str, needed: bool) -> bool:
    """Installs Debian packages where this may be done, saying so first; otherwise prints the one line to run.

    Returns whether they are there now. Raises SetUpFailed where they are `needed` to go on and cannot be had.
    """
    wanted = sorted(packages)
    if not wanted:
        return True
    line = f"apt-get install -y --no-install-recommends {' '.join(wanted)}"
    administrator = _administrator()
    if administrator is None:
        debian = shutil.which("apt-get") is not None
        say(f"{why} Please have an administrator run this once:\n    sudo {line}" if debian else f"{why} Missing: {', '.join(wanted)}.")
        if needed:
            raise SetUpFailed("Set-up stops here until that is done.")
        return False
    say(f"{why} Installing with apt-get: {' '.join(wanted)}")
    silent = [*administrator, "env", "DEBIAN_FRONTEND=noninteractive"]
    install = [*silent, *line.split(), "-o", "DPkg::Lock::Timeout=120"]
    for command in (install, [*silent, "apt-get", "update"], install):  # a fresh machine has no lists yet, another one old ones
        done = _quietly(command)
        if done.returncode == 0 and command is install:
            return True
    say(done.stdout.strip()[-2000:])
    if needed:
        raise SetUpFailed(f"These packages could not be installed: {' '.join(wanted)}.")
    return False


# --- the virtual environment --------------------------------------------------------------------------------------------------------


def _make_venv() -> None:
    python = venv_program("python")
    if python.exists() and _quietly([str(python), "-m", "pip", "--version"]).returncode == 0:
        return
    if importlib.util.find_spec("ensurepip") is None:  # Debian keeps it in a package of its own
        install_debian({"python3-venv"}, why="Python's venv module is missing.", needed=True)
    say("Making a virtual environment in .venv …")
    shutil.rmtree(VENV, ignore_errors=True)
    run([sys.executable, "-m", "venv", str(VENV)], trouble="The virtual environment could not be made.")


def _fingerprint(requirements: Path) -> str:
    parts = [requirements.read_bytes(), (ROOT / "pyproject.toml").read_bytes(), sys.version.encode(), str(ROOT).encode()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def prepare(requirements_name: str) -> Path:
    """The virtual environment with the locked, hash-checked packages and the project itself; returns its Python.

    Nothing is done where the same list was installed before. Raises SetUpFailed.
    """
    check_python()
    requirements = ROOT / "packaging" / requirements_name
    stamp = VENV / f"{requirements.stem}.installed"
    python = venv_program("python")
    fingerprint = _fingerprint(requirements)
    if stamp.exists() and stamp.read_text() == fingerprint and python.exists() and venv_program("vig-tool").exists():
        return python
    _make_venv()
    say("Installing the locked packages (the first time this takes some minutes) …")
    pip = [str(python), "-m", "pip", "--disable-pip-version-check", "install", "--no-deps", "--quiet"]
    offline = "The packages could not be installed. Is there a connection to the package index?"
    run([*pip, "--require-hashes", "--only-binary", ":all:", "-r", str(requirements)], trouble=offline)
    run([*pip, "--no-build-isolation", "--editable", str(ROOT)], trouble="VIG Tool itself could not be installed into .venv.")
    stamp.write_text(fingerprint)
    return python
