"""A process killed while it changes the keyring leaves the old keyring or the new one, and every confirmed film in it."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path
from uuid import UUID

from vig_tool.errors import LibraryRefused
from vig_tool.vault.keyring import FILE_NAME, Keyring

KILLS = 30
CHANGES = """
import sys
from pathlib import Path
from uuid import UUID, uuid4
from vig_tool.vault import slots
from vig_tool.vault.keyring import Keyring

slots.COST = slots.MINIMUM = slots.Cost(64, 1, 1)
folder, passphrase, family, number = Path(sys.argv[1]), sys.argv[2], UUID(sys.argv[3]), int(sys.argv[4])
keyring = Keyring.unlock(folder, passphrase)
say = lambda *words: print(*words, flush=True)
say("open")
while True:
    number += 1
    say("trying", f"words {number}")
    keyring.set_passphrase(f"words {number}")
    say("changed", f"words {number}")
    film = uuid4()
    keyring.add_film(film, family)
    say("added", film)
"""


def test_killed_at_any_time_it_opens_with_the_old_or_the_new_passphrase(tmp_path: Path) -> None:
    keyring, code = Keyring.create(tmp_path, "words 0")
    family, confirmed, sure, number = UUID(int=5), set[UUID](), "words 0", 0
    keyring.add_family(family)
    chance = random.Random(4)
    for _ in range(KILLS):
        lines = run_and_kill(tmp_path, sure, family, number, after_s=chance.uniform(0, 0.05))
        possible = sure
        for verb, rest in lines:
            if verb == "trying":
                possible, number = rest, int(rest.split()[1])
            elif verb == "changed":
                sure = rest
            elif verb == "added":
                confirmed.add(UUID(rest))
        try:
            found = Keyring.unlock(tmp_path, sure)
        except LibraryRefused:
            found, sure = Keyring.unlock(tmp_path, possible), possible
        assert confirmed <= found.films()
        assert found.damaged_slots() == ()
    assert len(confirmed) > KILLS
    assert confirmed <= Keyring.unlock_with_recovery(tmp_path, code).films()
    Keyring.unlock(tmp_path, sure).add_family(UUID(int=6))
    assert [path.name for path in tmp_path.iterdir()] == [FILE_NAME]


def run_and_kill(folder: Path, passphrase: str, family: UUID, number: int, *, after_s: float) -> list[tuple[str, str]]:
    """What the process said, of which the last line may be about something it never finished."""
    arguments = [sys.executable, "-c", CHANGES, str(folder), passphrase, str(family), str(number)]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "open\n"
        try:
            child.wait(after_s)
        except subprocess.TimeoutExpired:
            child.kill()
        said = child.stdout.read()
    pairs = [line.partition(" ") for line in said.splitlines(keepends=True) if line.endswith("\n")]
    return [(verb, rest.strip()) for verb, _, rest in pairs]
