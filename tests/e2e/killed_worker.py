"""What is killed in test_killed: takes films in, tags, makes clips and removes in a loop, saying each thing once it is confirmed.

Started once as a nursery with everything imported; each line on stdin makes it fork one worker. POSIX only.
"""

from __future__ import annotations

import itertools
import os
import random
import sys
from pathlib import Path
from uuid import UUID

import av

from vig_tool.jobs import Job
from vig_tool.media.facts import FilmFacts
from vig_tool.media.intake import gate
from vig_tool.media.intake.probe import probe
from vig_tool.media.source import PlainFile
from vig_tool.timing import Span
from vig_tool.vault import slots
from vig_tool.work import clips, importing, opening, tagging

PASSPHRASE = "words only for this test"
KEPT = 3
_REAL_GATE = gate.examine


def say(*words: object) -> None:
    os.write(1, (" ".join(str(word) for word in words) + "\n").encode())


def new_film(plain: Path, scratch: Path, name: str) -> Path:
    """The same film with a free box of its own at the end: another digest, the same pictures."""
    note = name.encode()
    path = scratch / f"{name}.mp4"
    path.write_bytes(plain.read_bytes() + (8 + len(note)).to_bytes(4, "big") + b"free" + note)
    return path


def tagged_parts(film: Path) -> list[Path]:
    """Two copies of a film that differ from all others by a tag, which the joined film keeps."""
    parts = [film.with_name(f"{film.stem}-{number}.mp4") for number in (1, 2)]
    for part in parts:
        with av.open(str(film)) as plain, av.open(str(part), "w") as out:
            out.metadata["comment"] = film.stem
            stream = out.add_stream_from_template(plain.streams.video[0], opaque=True)
            for packet in plain.demux(video=0):
                if packet.dts is not None:
                    packet.stream = stream
                    out.mux(packet)
    parts[1].write_bytes(parts[1].read_bytes() + (8).to_bytes(4, "big") + b"free")
    return parts


def work(folder: Path, plain: Path, cycle: UUID, *, seed: int, real_gate: bool) -> None:
    """Never ends by itself. The gate's own process writes nothing to the library, so most runs go without it to be quick."""
    chance = random.Random(seed)
    gate.examine = _REAL_GATE if real_gate else examine_here
    lib = opening.open_library(folder, PASSPHRASE)
    say("opened")
    for number in itertools.count():
        path = new_film(plain, folder.parent, f"{seed}-{number}")
        parts = tagged_parts(path) if chance.random() < 0.2 else [path]
        say("importing", number)
        outcome = importing.import_films(lib, parts, cycle_id=cycle, joins=[parts]).value[0]
        for each in {path, *parts}:
            each.unlink()
        if outcome.recording is None:
            say("refused", outcome.error)
            return
        film = outcome.recording
        say("recording", film.id)
        for _ in range(chance.randrange(1, 4)):
            start = chance.randrange(0, film.duration_us // 2)
            span = Span.of_us(start, start + film.duration_us // 3)
            moment = tagging.add_moment(lib, film.id, span=span, principles=["turns"], note=f"note {seed}").value
            say("moment", moment.id, film.id)
            clip = clips.clip_from_moment(lib, moment.id).value
            say("clip", clip.id, film.id)
        surplus = importing.list_recordings(lib)[:-KEPT]
        if surplus:
            say("removing", surplus[0].id)
            importing.remove_recording(lib, surplus[0].id)
            say("removed", surplus[0].id)


def examine_here(path: Path, job: Job | None = None) -> FilmFacts:
    return probe(PlainFile(path))


def main() -> None:
    slots.COST = slots.MINIMUM = slots.Cost(memory_kib=64, passes=1, lanes=1)
    folder, plain, cycle = Path(sys.argv[1]), Path(sys.argv[2]), UUID(sys.argv[3])
    say("ready")
    for line in sys.stdin:
        seed, real_gate = (int(word) for word in line.split())
        child = os.fork()
        if child == 0:
            work(folder, plain, cycle, seed=seed, real_gate=bool(real_gate))
            os._exit(3)
        say("worker", child)
        os.waitpid(child, 0)
        say("ended")


if __name__ == "__main__":
    main()
