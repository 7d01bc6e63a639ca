"""How the second command of the README runs tests: what fails beside others is run once more by itself, and named; nothing is hidden."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]

UNSTEADY = """
from pathlib import Path

def test_unsteady():
    seen = Path("seen")
    there = seen.exists()
    seen.touch()
    assert there

def test_steady():
    pass
"""


@pytest.fixture
def suite(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "packaging"))
    import suite as found

    monkeypatch.setattr(found, "ROOT", tmp_path)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    return found


def run(suite: ModuleType, tmp_path: Path, text: str) -> tuple[bool, list[str]]:
    (tmp_path / "test_it.py").write_text(text)
    passed, unsteady = suite.run_suite("pytest", Path(sys.executable), ["-q", "-p", "no:randomly"], kept=tmp_path / "kept")
    return bool(passed), list(unsteady)


def test_what_passes_is_run_once(suite: ModuleType, tmp_path: Path) -> None:
    counted = "from pathlib import Path\ndef test_it():\n    Path('runs').open('a').write('x')\n"
    assert run(suite, tmp_path, counted) == (True, [])
    assert (tmp_path / "runs").read_text() == "x"


def test_what_fails_only_beside_others_passes_and_is_named(suite: ModuleType, tmp_path: Path) -> None:
    assert run(suite, tmp_path, UNSTEADY) == (True, ["test_it.py::test_unsteady"])


def test_what_leaves_something_behind_is_run_again_too(suite: ModuleType, tmp_path: Path) -> None:
    left = """
import pytest
from pathlib import Path

@pytest.fixture
def tidy():
    yield
    there = Path("seen").exists()
    Path("seen").touch()
    assert there

def test_it(tidy):
    pass
"""
    assert run(suite, tmp_path, left) == (True, ["test_it.py::test_it"])


def test_what_fails_twice_fails(suite: ModuleType, tmp_path: Path) -> None:
    passed, named = run(suite, tmp_path, "def test_it():\n    assert False\n")
    assert not passed
    assert named == ["test_it.py::test_it"]


def test_many_failures_are_not_tried_again(suite: ModuleType, tmp_path: Path) -> None:
    text = "from pathlib import Path\n" + "".join(
        f"def test_{n}():\n    Path('runs').open('a').write('x')\n    assert False\n" for n in range(suite.FEW + 1)
    )
    assert run(suite, tmp_path, text) == (False, [])
    assert (tmp_path / "runs").read_text() == "x" * (suite.FEW + 1)


def test_a_suite_that_cannot_be_read_fails(suite: ModuleType, tmp_path: Path) -> None:
    passed, _ = run(suite, tmp_path, "def test_it(:\n")
    assert not passed
