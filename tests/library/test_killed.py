"""kill -9 at random points: every confirmed row is there afterwards, and the library is whole."""

from __future__ import annotations

import random
import subprocess
import sys
import time
import uuid

import pytest
from sqlalchemy import func, select

from tests.library.conftest import PASSPHRASE, family_of
from vig_tool.library.check import check
from vig_tool.library.models import Edit, Moment
from vig_tool.library.opening import Library, open_library

KILLS = 20
WRITER = """
import pathlib, sys, uuid
from vig_tool.vault import slots
slots.COST = slots.MINIMUM = slots.Cost(64, 1, 1)
from vig_tool.library import history, moments
from vig_tool.library.models import Moment
from vig_tool.library.opening import open_library

lib = open_library(pathlib.Path(sys.argv[1]), sys.argv[2])
recording_id, scope = uuid.UUID(sys.argv[3]), uuid.UUID(sys.argv[4])
number = 0
while True:
    with lib.change("moment.added", scope=scope, label="Tag") as unit:
        moment = Moment(recording_id=recording_id, start_us=number, end_us=number + 1)
        unit.session.add(moment)
        moments.set_principles(unit.session, moment, ["attentive"])
    print(moment.id, flush=True)
    number += 1
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kills as POSIX does")
def test_no_confirmed_row_is_lost(lib: Library, cycle_id: uuid.UUID, recording_id: uuid.UUID) -> None:
    scope = family_of(lib, cycle_id)
    lib.close()
    confirmed: set[uuid.UUID] = set()
    chance = random.Random(7)
    for _ in range(KILLS):
        arguments = [str(lib.folder), PASSPHRASE, str(recording_id), str(scope)]
        with subprocess.Popen([sys.executable, "-c", WRITER, *arguments], stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            confirmed.add(uuid.UUID(writer.stdout.readline().strip()))
            time.sleep(chance.uniform(0, 0.05))
            writer.kill()
            confirmed |= {uuid.UUID(line.strip()) for line in writer.stdout if line.endswith("\n")}
    again = open_library(lib.folder, PASSPHRASE)
    with again.reading() as session:
        there = set(session.scalars(select(Moment.id)))
        edits = session.scalar(select(func.count()).select_from(Edit))
    assert confirmed <= there
    assert len(there) - len(confirmed) <= KILLS  # at most the one that was not yet said per kill
    assert edits == min(len(there), 300)
    assert check(again) == []
    again.close()
