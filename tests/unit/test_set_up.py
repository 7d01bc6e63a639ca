"""The two commands of the README, before anything is installed: what they say, ask for, and never wait for."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "packaging"))
    import machine as found

    return found


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems always have a display")
def test_without_a_display_one_sentence_is_said_and_nothing_is_done(tmp_path: Path) -> None:
    bare = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    copy = tmp_path / "packaging"
    copy.mkdir()
    for name in ("run.py", "machine.py"):
        (copy / name).write_bytes((ROOT / "packaging" / name).read_bytes())
    done = subprocess.run([sys.executable, "-B", copy / "run.py"], env=bare, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert re.fullmatch(r"There is no display here[^.]*--headless DIR\.\n", done.stderr)
    assert [path.name for path in tmp_path.iterdir()] == ["packaging"]


def test_who_may_not_install_is_given_the_one_line_to_run(
    machine: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(machine, "_administrator", lambda: None)
    monkeypatch.setattr(machine.shutil, "which", lambda name: f"/usr/bin/{name}")
    assert machine.install_debian(["libgl1", "libegl1"], why="Qt needs them.", needed=False) is False
    said = capsys.readouterr().out.splitlines()
    assert said[-1].strip() == "sudo apt-get install -y --no-install-recommends libegl1 libgl1"
    with pytest.raises(machine.SetUpFailed):
        machine.install_debian(["libgl1"], why="Qt needs it.", needed=True)
    assert machine.install_debian([], why="Qt needs nothing.", needed=True) is True


def test_who_may_install_is_told_first_and_old_lists_are_renewed(
    machine: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ran: list[str] = []

    def quietly(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
        assert "libgl1" in capsys.readouterr().out or ran, "said before it is done"
        ran.append(" ".join(command))
        return subprocess.CompletedProcess(command, returncode=100 if len(ran) == 1 else 0, stdout="")

    monkeypatch.setattr(machine, "_administrator", lambda: ["sudo", "-n"])
    monkeypatch.setattr(machine, "_quietly", quietly)
    assert machine.install_debian(["libgl1"], why="Qt needs it.", needed=True) is True
    assert [re.findall(r"apt-get (\w+)", command) for command in ran] == [["install"], ["update"], ["install"]]
    assert all(command.startswith("sudo -n env DEBIAN_FRONTEND=noninteractive ") for command in ran)


def test_set_up_never_waits_for_an_answer(machine: ModuleType) -> None:
    asking = [sys.executable, "-c", "import sys; print('answer:', repr(sys.stdin.read()))"]
    assert "answer: ''" in machine._quietly(asking).stdout


def test_an_old_python_is_refused_with_a_sentence(machine: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine.sys, "version_info", (3, 10, 4, "final", 0))
    with pytest.raises(machine.SetUpFailed, match=r"3\.11 or newer; this is Python 3\.10\.4\."):
        machine.check_python()


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-test.txt"])
def test_every_package_is_pinned_and_hashed_and_no_registry_is_named(name: str) -> None:
    text = (ROOT / "packaging" / name).read_text()
    entries = re.split(r"\n(?=\S)", text.strip())
    assert len(entries) > 20
    assert [entry.split()[0] for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []
    assert "http" not in text
