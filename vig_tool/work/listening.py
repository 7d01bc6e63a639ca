"""How a recording is heard: its volume, one-sided sound on both ears, quiet voices louder. The film is untouched."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from vig_tool.errors import BadInput
from vig_tool.library import recordings
from vig_tool.media.sounds.louder import GENTLE, STRONG, Louder
from vig_tool.media.sounds.tempo import Tempo
from vig_tool.work.changes import Changes, Done
from vig_tool.work.opening import Library
from vig_tool.work.settings import read_settings

BOOSTS: Final = {"off": None, "gentle": GENTLE, "strong": STRONG}


@dataclass(frozen=True, slots=True)
class Listening:
    """volume: percent, 0–100. both: what only one channel carries is heard on both sides. boost: off | gentle | strong."""

    volume: int = 80
    both: bool = False
    boost: str = "off"

    @property
    def plain(self) -> bool:
        """Whether the sound is heard as it is."""
        return not self.both and self.boost == "off"


def read_listening(lib: Library, recording_id: UUID) -> Listening:
    """As it was left; where a recording was never set, at the general volume. Raises NotThere."""
    with lib.reading() as session:
        kept = dict(recordings.get(session, recording_id).listening)
    usual = read_settings(lib).volume if "volume" not in kept else 0
    boost = str(kept.get("boost", "off"))
    return Listening(
        volume=int(kept.get("volume", usual)),
        both=bool(kept.get("both", False)),
        boost=boost if boost in BOOSTS else "off",
    )


def keep_listening(lib: Library, recording_id: UUID, listening: Listening) -> Done[Listening]:
    """From now on this recording is heard so wherever it plays. Raises BadInput, NotThere."""
    if listening.boost not in BOOSTS:
        raise BadInput(f"“{listening.boost}” is not a way to hear a film.", advice=f"Use one of: {', '.join(BOOSTS)}.")
    if not 0 <= listening.volume <= 100:
        raise BadInput("The volume can be between 0 and 100.")
    wanted = {"volume": listening.volume, "both": listening.both, "boost": listening.boost}
    with lib.reading() as session:
        kept = dict(recordings.get(session, recording_id).listening)
    if wanted == kept:
        return Done(listening, Changes())
    with lib.change("recording.listened") as unit:
        unit.about(recording_id)
        recordings.get(unit.session, recording_id).listening = kept | wanted
    return Done(listening, Changes(frozenset({"listening"}), frozenset({recording_id})))


class Ear:
    """The sound of a running film as it shall be heard: (samples, 2) float32 blocks in, the same out, at `speed` with the pitch kept.

    `rate`: samples a second. Belongs to one thread.
    """

    def __init__(self, listening: Listening, *, rate: int, speed: float = 1.0) -> None:
        self._louder = Louder(rate=rate, both=listening.both, boost=BOOSTS[listening.boost])
        self._tempo = Tempo(rate=rate, speed=speed)

    def take(self, sound: NDArray[np.float32], us: int) -> Iterator[tuple[NDArray[np.float32], int]]:
        """A block that begins `us` into the film; blocks to hear, and where in the film each begins."""
        return self._tempo.take(self._louder.take(sound), us)

    @property
    def lag_us(self) -> int:
        """How long sound waits in here at most, on the wall's clock."""
        return self._tempo.lag_us

    def forget(self) -> None:
        """After a seek."""
        self._louder.forget()
        self._tempo.forget()
