"""How a recording is heard is kept with it."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID, uuid4

import numpy as np
import pytest

from tests.work.conftest import take_in
from vig_tool.errors import BadInput, NotThere
from vig_tool.library import recordings
from vig_tool.work import settings
from vig_tool.work.listening import Ear, Listening, keep_listening, read_listening
from vig_tool.work.opening import Library


def test_a_recording_never_set_is_heard_at_the_general_volume(lib: Library, recording_id: UUID) -> None:
    assert read_listening(lib, recording_id) == Listening(volume=80, both=False, boost="off")
    settings.change_settings(lib, replace(settings.read_settings(lib), volume=35))
    assert read_listening(lib, recording_id).volume == 35


def test_each_recording_keeps_its_own(lib: Library, cycle_id: UUID, recording_id: UUID) -> None:
    other = take_in(lib, cycle_id, role="review", variable=True)
    done = keep_listening(lib, recording_id, Listening(volume=55, both=True, boost="gentle"))
    assert done.changes.touches("listening")
    assert done.changes.ids == {recording_id}
    settings.change_settings(lib, replace(settings.read_settings(lib), volume=20))
    assert read_listening(lib, recording_id) == Listening(volume=55, both=True, boost="gentle")
    assert read_listening(lib, other) == Listening(volume=20)


def test_the_same_again_is_no_change(lib: Library, recording_id: UUID) -> None:
    keep_listening(lib, recording_id, Listening(volume=55))
    assert not keep_listening(lib, recording_id, Listening(volume=55)).changes.kinds


def test_what_a_newer_version_keeps_there_is_left_alone(lib: Library, recording_id: UUID) -> None:
    with lib.change("recording.listened") as unit:
        recordings.get(unit.session, recording_id).listening = {"boost": "thunder", "balance": 3}
    assert read_listening(lib, recording_id) == Listening()
    keep_listening(lib, recording_id, Listening(volume=10))
    with lib.reading() as session:
        assert recordings.get(session, recording_id).listening == {"volume": 10, "both": False, "boost": "off", "balance": 3}


@pytest.mark.parametrize("wrong", [Listening(volume=101), Listening(volume=-1), Listening(boost="thunder")])
def test_nonsense_is_refused(lib: Library, recording_id: UUID, wrong: Listening) -> None:
    with pytest.raises(BadInput):
        keep_listening(lib, recording_id, wrong)
    assert read_listening(lib, recording_id) == Listening()


def test_a_recording_that_is_gone(lib: Library) -> None:
    with pytest.raises(NotThere):
        read_listening(lib, uuid4())


def test_an_ear_hears_as_it_is_told() -> None:
    quiet = (0.01 * np.sin(np.arange(48_000) / 10)).astype(np.float32)
    one = np.stack([quiet, np.zeros_like(quiet)], axis=1)
    [(as_it_is, us)] = Ear(Listening(), rate=48_000).take(one, 7)
    assert us == 7
    assert np.array_equal(as_it_is, one)
    [(heard, _)] = Ear(Listening(both=True, boost="strong"), rate=48_000).take(one, 7)
    assert np.array_equal(heard[:, 0], heard[:, 1])
    assert np.abs(heard[-9600:]).max() > 3 * np.abs(one).max()
