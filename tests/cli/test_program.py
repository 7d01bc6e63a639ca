"""The real program, as a process of its own: streams that are closed, full or no terminal, odd encodings, Ctrl+C, two at once."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.conftest import PASSPHRASE
from tests.films import SMALL, FilmShelf
from vig_tool.work import families, importing, keeping, opening

posix = pytest.mark.skipif(os.name != "posix", reason="POSIX terminals, signals and file numbers")
ROOT = Path(__file__).resolve().parents[2]
PROGRAM = (sys.executable, "-m", "vig_tool.cli")


@dataclass(frozen=True, slots=True)
class Program:
    """`vig-tool` with a real library, made by the program itself."""

    library: Path

    def start(self, *words: object, env: dict[str, str] | None = None, **streams: int) -> subprocess.Popen[bytes]:
        ours = {"VIG_LIBRARY": str(self.library), "VIG_PASSPHRASE": PASSPHRASE, "PYTHONUNBUFFERED": ""}  # buffered, as users have it
        variables = {**os.environ, **ours, **(env or {})}
        pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **streams}
        return subprocess.Popen([*PROGRAM, *map(str, words)], cwd=ROOT, env=variables, **pipes)  # type: ignore[call-overload,no-any-return]

    def run(self, *words: object, env: dict[str, str] | None = None, **streams: int) -> tuple[int, bytes, str]:
        with self.start(*words, env=env, **streams) as process:
            out, err = process.communicate(timeout=60)
        return process.returncode, out or b"", (err or b"").decode(errors="replace")


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    made = Program(tmp_path_factory.mktemp("program") / "library")
    code, out, err = made.run("--json", "init")
    assert (code, err) == (0, "")
    assert set(json.loads(out)) == {"library", "recovery"}
    lib = made_open(made)
    families.add_cycle(lib, families.add_family(lib, "F014").value.id, question="Łucja fragt: “wie?”")
    lib.close()
    return made


def made_open(program: Program) -> opening.Library:
    return opening.open_library(program.library, PASSPHRASE)


@pytest.fixture
def opened(program: Program) -> Iterator[opening.Library]:
    lib = made_open(program)
    yield lib
    lib.close()


def test_the_installed_program_starts() -> None:
    installed = Path(sys.executable).with_name("vig-tool.exe" if os.name == "nt" else "vig-tool")
    if not installed.exists():
        pytest.skip("vig-tool is not installed beside this Python")
    done = subprocess.run([installed, "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("vig-tool ")
    assert done.stderr == ""


def test_help_needs_nothing_heavy() -> None:
    line = "import sys, vig_tool.cli.main; print(sorted({'cv2', 'av', 'sqlalchemy', 'moviepy', 'rich', 'cryptography'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", line], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_a_second_process_is_refused_with_a_sentence(program: Program, opened: opening.Library) -> None:
    code, out, err = program.run("--json", "family", "list")
    assert code == 1
    assert json.loads(out)["error"] == err.strip()
    assert "Traceback" not in err


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_any_encoding_will_do(program: Program, encoding: str) -> None:
    code, out, err = program.run("cycle", "list", env={"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"})
    assert (code, err) == (0, "")
    assert b"ucja fragt" in out
    code, out, _ = program.run("--json", "cycle", "list", env={"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"})
    assert (code, json.loads(out)["cycles"][0]["question"]) == (0, "Łucja fragt: “wie?”")


@posix
def test_a_pipe_that_breaks_ends_quietly(program: Program) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    code, _, err = program.run("cycle", "list", stdout=writing)
    os.close(writing)
    assert (code, err) == (1, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_under_stdout_is_a_sentence(program: Program) -> None:
    full = os.open("/dev/full", os.O_WRONLY)
    code, _, err = program.run("--json", "cycle", "list", stdout=full)
    os.close(full)
    assert (code, err) == (1, "The disk is full. Make room and try again.\n")


@posix
@pytest.mark.parametrize("closing", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_harm_nothing(program: Program, closing: str) -> None:
    variables = {**os.environ, "VIG_LIBRARY": str(program.library), "VIG_PASSPHRASE": PASSPHRASE}
    line = f'exec "{sys.executable}" -m vig_tool.cli family list {closing}'
    done = subprocess.run(["/bin/sh", "-c", line], cwd=ROOT, env=variables, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    assert done.returncode == 0
    assert done.stderr == b""
    lib = made_open(program)
    assert keeping.check_library(lib) == []
    lib.close()


@posix
def test_the_prompt_is_hidden_and_stdout_pure_on_a_terminal(program: Program) -> None:
    import pty

    ours, theirs = pty.openpty()
    environment = {name: value for name, value in os.environ.items() if name != "VIG_PASSPHRASE"}
    command = [*PROGRAM, "--library", str(program.library), "--json", "family", "list"]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=theirs, stdout=subprocess.PIPE, stderr=theirs, start_new_session=True
    ) as process:
        os.close(theirs)
        shown = b""
        while b"Passphrase: " not in shown:
            shown += os.read(ours, 1000)
        os.write(ours, PASSPHRASE.encode() + b"\n")
        out = process.communicate(timeout=60)[0]
    shown += os.read(ours, 1000)
    os.close(ours)
    assert process.returncode == 0
    assert json.loads(out)["families"][0]["code"] == "F014"
    assert PASSPHRASE.encode() not in shown


@posix
@pytest.mark.parametrize("asking", [signal.SIGINT, signal.SIGTERM], ids=lambda number: str(number.name))
def test_ctrl_c_stops_an_import_cleanly(program: Program, films: FilmShelf, tmp_path: Path, asking: signal.Signals) -> None:
    plain = films.film(SMALL).path.read_bytes()
    for number in range(30):
        note = f"{asking.name} {number}".encode()
        (tmp_path / f"{number}.mp4").write_bytes(plain + (8 + len(note)).to_bytes(4, "big") + b"free" + note)
    before = sealed(program)
    words = ("--json", "import", *sorted(tmp_path.glob("*.mp4")), "--family", "F014", "--cycle", 1)
    with program.start(*words) as process:
        while len(sealed(program)) < len(before) + 2 and process.poll() is None:
            time.sleep(0.02)
        process.send_signal(asking)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert err.decode() == "Stopped. What was finished before is kept.\n"
    kept = json.loads(out)["recordings"]
    assert 0 < len(kept) < 30
    assert all(each["ok"] for each in kept)
    lib = made_open(program)
    assert {each["id"] for each in kept} <= {str(card.id) for card in importing.list_recordings(lib)}
    assert keeping.check_library(lib) == []
    assert len(importing.list_recordings(lib)) == len(before) + len(kept)
    lib.close()


def sealed(program: Program) -> list[Path]:
    return [path for path in (program.library / "media").rglob("*") if path.is_file()]
