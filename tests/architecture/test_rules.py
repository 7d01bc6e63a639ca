"""The rules of the house: each contract of pyproject.toml holds, and each is seen to fail when a violation is planted."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# Contract id -> (the module a line is added to, the line). One violation for each rule.
PLANTED = {
    "layers": ("vig_tool/timing.py", "import vig_tool.media.source"),
    "core-without-windows": ("vig_tool/work/changes.py", "def later() -> None:\n    import PySide6"),
    "app-through-work": ("app/screens/planted.py", "import vig_tool.vault"),
    "cli-through-work": ("vig_tool/cli/planted.py", "import vig_tool.library"),
    "sql-in-library": ("vig_tool/work/changes.py", "import sqlalchemy"),
    "pictures-in-media": ("vig_tool/work/changes.py", "import cv2"),
    "keys-in-vault": ("vig_tool/work/changes.py", "import cryptography"),
    "vlc-in-its-engine": ("app/screens/planted.py", "def later() -> None:\n    import vlc"),
    "screens-apart": ("app/screens/planted.py", "import app.screens.second"),
    "screens-below-the-shell": ("app/screens/planted.py", "import app.wiring"),
}


def _contracts() -> list[str]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return [contract["id"] for contract in settings["tool"]["importlinter"]["contracts"]]


def _lint(folder: Path, *contract: str) -> subprocess.CompletedProcess[str]:
    program = "import sys; sys.path.insert(0, sys.argv.pop(1)); from importlinter.cli import lint_imports_command; lint_imports_command()"
    chosen = [word for name in contract for word in ("--contract", name)]
    command = [sys.executable, "-I", "-c", program, str(folder), "--no-cache", *chosen]
    return subprocess.run(command, cwd=folder, env={**os.environ, "PYTHONPATH": str(folder)}, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the code to plant violations in."""
    folder = tmp_path_factory.mktemp("house")
    for package in ("vig_tool", "app"):
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def test_every_contract_has_a_planted_violation() -> None:
    assert set(_contracts()) == set(PLANTED)


def test_the_rules_hold(house: Path) -> None:
    done = _lint(house)
    assert done.returncode == 0, done.stdout
    assert f"{len(PLANTED)} kept, 0 broken" in done.stdout


@pytest.mark.parametrize("contract", sorted(PLANTED))
def test_each_rule_is_seen_to_fail(house: Path, contract: str) -> None:
    name, line = PLANTED[contract]
    planted, second = house / name, house / "app/screens/second.py"
    before = planted.read_text(encoding="utf-8") if planted.exists() else None
    second.write_text('"""A second screen."""\n', encoding="utf-8")
    try:
        planted.write_text((before or "") + f"\n{line}\n", encoding="utf-8")
        done = _lint(house, contract)
        assert done.returncode == 1, done.stdout + done.stderr
        assert "0 kept, 1 broken" in done.stdout
    finally:
        second.unlink()
        if before is None:
            planted.unlink()
        else:
            planted.write_text(before, encoding="utf-8")
