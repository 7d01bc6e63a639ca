"""What is made from films afterwards: in order, sealed, whole or not at all, gone on with after a restart, thrown away when asked."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import BinaryIO
from uuid import UUID

import numpy as np
import pytest

from tests.films import SMALL, FilmShelf
from tests.work.real_films import TINY, another, put_in
from vig_tool.errors import Cancelled, Damaged, NoRoom, NotThere
from vig_tool.jobs import Job
from vig_tool.media.derived import filmstrip as strips
from vig_tool.media.derived import proxy
from vig_tool.media.pictures.stills import picture_of
from vig_tool.media.sample import read_barcode
from vig_tool.timing import SECOND
from vig_tool.vault import sealed
from vig_tool.work import derived, deriving, importing, keeping, playing, settings
from vig_tool.work.opening import Library

HEAVY = replace(TINY, container="ts", rate=25, seconds=3, sound=True)
"""A stream: seeking in it is slow, so it is copied."""


def kinds(lib: Library) -> list[str]:
    return sorted(path.name.partition("-")[2] for path in lib.derived_folder.rglob("*") if path.is_file())


def everything(reader: BinaryIO) -> bytes:
    return b"".join(iter(lambda: reader.read(1 << 17), b""))


def in_order(lib: Library, **how: object) -> list[tuple[UUID, str]]:
    return [(each.recording_id, each.kind) for each in deriving.missing(lib, **how)]  # type: ignore[arg-type]


def without_damage(wanted: list[tuple[UUID, str]]) -> list[tuple[UUID, str]]:
    return [each for each in wanted if each[1] != "damage"]


def test_coarse_strips_of_all_come_first_the_newest_film_before_the_older(lib: Library, cycle_id: UUID, films: FilmShelf) -> None:
    old = put_in(lib, cycle_id, films.film(SMALL).path).id
    new = put_in(lib, cycle_id, films.film(HEAVY).path).id
    assert without_damage(in_order(lib)) == [
        (new, "strip"), (old, "strip"), (new, "waveform"), (old, "waveform"), (new, "filmstrip"), (old, "filmstrip"), (new, "proxy"),
    ]  # fmt: skip


def test_what_the_open_film_needs_comes_before_all_but_its_copy_does_not(lib: Library, cycle_id: UUID, films: FilmShelf) -> None:
    heavy = put_in(lib, cycle_id, films.film(HEAVY).path).id
    new = put_in(lib, cycle_id, films.film(TINY).path).id
    wanted = without_damage(in_order(lib, first=heavy))
    assert wanted[:3] == [(heavy, "strip"), (heavy, "waveform"), (heavy, "filmstrip")]
    assert wanted[3:] == [(new, "strip"), (new, "filmstrip"), (heavy, "proxy")]


def test_when_all_is_made_nothing_is_missing_and_the_dense_strip_took_the_coarse_ones_place(
    lib: Library, cycle_id: UUID, films: FilmShelf
) -> None:
    recording = put_in(lib, cycle_id, films.film(SMALL).path).id
    before = len(playing.filmstrip(lib, recording))
    deriving.make(lib, deriving.missing(lib)[0], Job())
    coarse = len(playing.filmstrip(lib, recording))
    assert deriving.make_all(lib) == 0
    assert before == 0 < coarse < len(playing.filmstrip(lib, recording))
    assert deriving.missing(lib) == []
    assert "strip" not in kinds(lib)


def test_a_light_film_is_not_copied_and_a_heavy_one_not_where_the_setting_says_no(
    lib: Library, cycle_id: UUID, films: FilmShelf
) -> None:
    heavy = put_in(lib, cycle_id, films.film(HEAVY).path).id
    put_in(lib, cycle_id, films.film(TINY).path)
    assert [film for film, kind in in_order(lib) if kind == "proxy"] == [heavy]
    settings.change_settings(lib, replace(settings.read_settings(lib), smooth_copies=False))
    assert not [film for film, kind in in_order(lib) if kind == "proxy"]


def test_a_cancelled_job_leaves_nothing_half(lib: Library, cycle_id: UUID, films: FilmShelf) -> None:
    put_in(lib, cycle_id, films.film(SMALL).path)
    for wanted in deriving.missing(lib):
        job = Job()
        job.cancel()
        with pytest.raises(Cancelled):
            deriving.make(lib, wanted, job)
    assert kinds(lib) == []


def test_what_was_left_half_written_and_what_cannot_be_read_goes_at_the_next_start(
    lib: Library, cycle_id: UUID, films: FilmShelf
) -> None:
    put_in(lib, cycle_id, films.film(SMALL).path)
    deriving.make_all(lib)
    good = kinds(lib)
    [strip] = lib.derived_folder.rglob("*-filmstrip")
    strip.with_name(f"{strip.name}.new").write_bytes(b"half")
    strip.write_bytes(strip.read_bytes()[:-100])
    stranger = strip.with_name(f"{UUID(int=7).hex}-filmstrip")
    stranger.write_bytes(b"of a film that is gone")
    kept = strip.with_name("something else")
    kept.write_bytes(b"not ours")
    deriving.tidy(lib, Job())
    assert [each.kind for each in deriving.missing(lib)] == ["strip", "filmstrip"]
    assert not stranger.exists()
    assert kept.exists()
    kept.unlink()
    deriving.make_all(lib)
    assert kinds(lib) == good
    assert keeping.check_library(lib) == []


def test_a_copy_is_gone_on_with_where_it_was_broken_off(
    lib: Library, cycle_id: UUID, films: FilmShelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proxy, "_PIECE_US", SECOND)
    recording = put_in(lib, cycle_id, films.film(HEAVY).path).id
    wanted = next(each for each in deriving.missing(lib) if each.kind == "proxy")
    made: list[object] = []
    real = proxy.make_piece

    def make_piece(*given: object) -> bytes:
        if len(made) == 2:
            raise Cancelled
        made.append(given[3])
        return real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(proxy, "make_piece", make_piece)
    with pytest.raises(Cancelled):
        deriving.make(lib, wanted, Job())
    assert kinds(lib) == ["proxy.0000", "proxy.0001"]
    deriving.tidy(lib, Job())  # as at the next opening
    later: list[object] = []

    def make_rest(*given: object) -> bytes:
        later.append(given[3])
        return real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(proxy, "make_piece", make_rest)
    deriving.make(lib, wanted, Job())
    assert [*made, *later] == proxy.pieces(playing.open_film(lib, recording).index)
    assert len(later) == 1
    assert kinds(lib) == ["proxy"]


def test_a_copy_has_the_films_own_pictures_at_their_own_times(lib: Library, cycle_id: UUID, films: FilmShelf) -> None:
    recording = put_in(lib, cycle_id, films.film(HEAVY).path).id
    plain = playing.open_film(lib, recording)
    assert not plain.is_copy
    deriving.make_all(lib)
    film = playing.open_film(lib, recording)
    assert film.is_copy
    assert (film.container, film.first_stamp_us, film.index) == ("mov", 0, plain.index)
    stepper = film.stepper()
    exact = stepper.picture(30).rgb
    stepper.close()
    assert exact.shape == (HEAVY.height, HEAVY.width, 3)
    with plain._stored.source.open() as original, film.source.open() as copy:
        assert original.read(4) != copy.read(4)
    assert playing.open_film(lib, recording, copy=False).source == plain.source


def test_a_damaged_copy_is_not_played(lib: Library, cycle_id: UUID, films: FilmShelf) -> None:
    recording = put_in(lib, cycle_id, films.film(HEAVY).path).id
    deriving.make_all(lib)
    [copy] = lib.derived_folder.rglob("*-proxy")
    copy.write_bytes(copy.read_bytes()[:-9])
    assert not playing.open_film(lib, recording).is_copy
    assert not copy.exists()
    deriving.make_all(lib)
    assert playing.open_film(lib, recording).is_copy
    assert playing.prove_copy(lib, recording)
    data = bytearray(copy.read_bytes())
    data[len(data) // 2] ^= 1
    copy.write_bytes(data)
    assert not playing.prove_copy(lib, recording)
    assert not playing.open_film(lib, recording).is_copy


def test_throwing_away_frees_the_room_and_everything_can_be_made_again(lib: Library, cycle_id: UUID, films: FilmShelf) -> None:
    one = put_in(lib, cycle_id, films.film(SMALL).path).id
    other = put_in(lib, cycle_id, films.film(another(TINY, 3)).path).id
    deriving.make_all(lib)
    everything = kinds(lib)
    whole, of_one = deriving.derived_bytes(lib), deriving.derived_bytes(lib, one)
    assert 0 < of_one < whole
    assert deriving.throw_away_derived(lib, one) == of_one
    assert deriving.derived_bytes(lib) == whole - of_one
    assert playing.filmstrip(lib, one) == ()
    assert playing.filmstrip(lib, other)
    assert deriving.throw_away_derived(lib) == whole - of_one
    assert kinds(lib) == []
    deriving.make_all(lib)
    assert kinds(lib) == everything


def test_a_removed_recording_takes_what_was_made_of_it_along(lib: Library, cycle_id: UUID, films: FilmShelf) -> None:
    recording = put_in(lib, cycle_id, films.film(SMALL).path).id
    deriving.make_all(lib)
    importing.remove_recording(lib, recording)
    assert kinds(lib) == []


@pytest.mark.parametrize("when", ["before", "while sealing", "after"])
def test_a_film_removed_meanwhile_leaves_nothing(
    lib: Library, cycle_id: UUID, films: FilmShelf, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    recording = put_in(lib, cycle_id, films.film(TINY).path).id
    wanted = deriving.missing(lib)[0]
    real = sealed.seal

    def seal(*given: object, **named: object) -> int:
        if when == "after":
            count = real(*given, **named)  # type: ignore[arg-type]
            lib.keyring.drop_film(wanted.media_id)
            return count
        importing.remove_recording(lib, recording)
        raise NoRoom("half written, and taken away")

    if when == "before":
        importing.remove_recording(lib, recording)
    monkeypatch.setattr(derived, "seal", seal)
    with pytest.raises(NotThere):
        deriving.make(lib, wanted, Job())
    assert kinds(lib) == []


def test_a_nearly_full_disk_is_not_filled(lib: Library, cycle_id: UUID, films: FilmShelf, monkeypatch: pytest.MonkeyPatch) -> None:
    put_in(lib, cycle_id, films.film(TINY).path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: SimpleNamespace(free=100 << 20))
    with pytest.raises(NoRoom, match="nearly full"):
        deriving.make_all(lib)
    assert kinds(lib) == []


def test_a_film_that_cannot_be_read_does_not_keep_the_others_waiting(
    lib: Library, cycle_id: UUID, films: FilmShelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = put_in(lib, cycle_id, films.film(another(TINY, 5)).path).id
    put_in(lib, cycle_id, films.film(SMALL).path)
    real: Callable[..., bytes] = strips.make_filmstrip
    size = playing.open_film(lib, bad).source.size

    def make(source: object, *given: object, **named: object) -> bytes:
        if source.size == size:  # type: ignore[attr-defined]
            raise Damaged("No picture of this film can be read.")
        return real(source, *given, **named)

    monkeypatch.setattr(strips, "make_filmstrip", make)
    assert deriving.make_all(lib) == 1
    assert {recording for recording, _ in in_order(lib)} == {bad}
    given_up = frozenset((each.media_id, each.kind) for each in deriving.missing(lib))
    assert deriving.missing(lib, but=given_up) == []


def test_the_pieces_of_a_copy_fit_together(films: FilmShelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a phone film with a rate of its own and late sound: its numbers, its times, its sound."""
    from tests.gui.playable import playable_film
    from vig_tool.media.source import PlainFile

    monkeypatch.setattr(proxy, "_PIECE_US", 2 * SECOND)
    film = playable_film(films.film(replace(SMALL, variable_rate=True, clicks=True, turn=90)))
    spans = proxy.pieces(film.index)
    assert len(spans) == 3
    made = []
    for place, numbers in enumerate(spans):
        (tmp_path / str(place)).write_bytes(proxy.make_piece(film.source, film.facts, film.index, numbers, Job()))
        made.append(PlainFile(tmp_path / str(place)))
    with proxy.put_together(made, spans, film.source, film.facts, film.index, Job()) as reader:
        (tmp_path / "whole").write_bytes(everything(reader))
    copy = playable_film(SimpleNamespace(path=tmp_path / "whole"))  # type: ignore[arg-type]
    assert np.array_equal(copy.index.times, film.index.times)
    assert copy.index.end_us == film.index.end_us
    assert np.flatnonzero(copy.index.keys).size >= 6
    stepper = copy.stepper()
    assert [read_barcode(stepper.picture(number).rgb) for number in (0, 100, 59, 60, len(film.index) - 1)] == [
        0, 100, 59, 60, len(film.index) - 1,
    ]  # fmt: skip
    stepper.close()
    with pytest.raises(Damaged):
        everything(proxy.put_together(made[::-1], spans, film.source, film.facts, film.index, Job()))


def test_a_dense_strip_is_gone_on_with_where_it_was_broken_off(
    lib: Library, cycle_id: UUID, films: FilmShelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deriving, "_KEEP_EVERY_S", 0)
    recording = put_in(lib, cycle_id, films.film(SMALL).path).id
    coarse, _, dense = (each for each in deriving.missing(lib) if each.kind in ("strip", "waveform", "filmstrip"))
    deriving.make(lib, coarse, Job())
    before = {picture.time for picture in playing.filmstrip(lib, recording)}
    job = Job()

    def keep(*given: object, **named: object) -> None:
        real(*given, **named)  # type: ignore[arg-type]
        job.cancel()

    real = derived.keep
    monkeypatch.setattr(derived, "keep", keep)
    with pytest.raises(Cancelled):
        deriving.make(lib, dense, job)
    monkeypatch.setattr(derived, "keep", real)
    so_far = playing.filmstrip(lib, recording)
    assert len(so_far) > len(before)
    assert kinds(lib) == ["filmstrip.so-far", "strip"]
    assert dense in deriving.missing(lib), "what is not whole is still missing"
    made: list[bytes] = []
    whole: Callable[..., bytes] = strips.make_filmstrip

    def make(*given: object, **named: object) -> bytes:
        made.append(named["had"])  # type: ignore[arg-type]
        return whole(*given, **named)

    monkeypatch.setattr(strips, "make_filmstrip", make)
    deriving.make(lib, dense, Job())
    assert len(strips.read_pictures(made[0])) == len(so_far)
    assert len(playing.filmstrip(lib, recording)) > len(so_far)
    assert kinds(lib) == ["filmstrip"]


def test_an_hour_of_small_pictures_is_not_unpacked_to_be_listed(
    lib: Library, cycle_id: UUID, films: FilmShelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    recording = put_in(lib, cycle_id, films.film(TINY).path).id
    deriving.make_all(lib)
    unpacked: list[bytes] = []

    def unpack(data: bytes) -> object:
        unpacked.append(data)
        return picture_of(data)

    monkeypatch.setattr("vig_tool.work.playing.picture_of", unpack)
    strip = playing.filmstrip(lib, recording)
    assert strip
    assert unpacked == []
    assert strip[0].rgb.shape[2] == 3
    assert len(unpacked) == 1
