"""The keyring: opening, refusing, changing the passphrase, and destroying keys."""

from __future__ import annotations

import json
import os
import stat
import sys
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from vig_tool.errors import BadInput, LibraryRefused, NoRoom, NotThere
from vig_tool.vault import durable, slots
from vig_tool.vault.keyring import FILE_NAME, Keyring, verify
from vig_tool.vault.slots import Cost, Kind

WORDS = "kettle under the stairs"


def edited(folder: Path, change: Any) -> None:
    path = folder / FILE_NAME
    data = json.loads(path.read_bytes())
    change(data)
    path.write_text(json.dumps(data))


def test_the_same_keys_come_back(tmp_path: Path) -> None:
    first, _ = Keyring.create(tmp_path, WORDS)
    family, film = uuid4(), uuid4()
    first.add_family(family)
    first.add_film(film, family)
    again = Keyring.unlock(tmp_path, WORDS)
    for name in ("database_key", "trail_key", "backup_key", "person_id", "library_id", "role"):
        assert getattr(again, name) == getattr(first, name)
    assert again.film_key(film) == first.film_key(film) != first.derived_key(film)
    assert len({first.database_key, first.trail_key, first.backup_key}) == 3
    assert again.films() == {film}
    assert again.families() == {family}
    assert again.family_of(film) == family


def test_a_wrong_passphrase_says_one_sentence_and_changes_nothing(tmp_path: Path) -> None:
    Keyring.create(tmp_path, WORDS)
    before = (tmp_path / FILE_NAME).read_bytes()
    with pytest.raises(LibraryRefused) as refused:
        Keyring.unlock(tmp_path, WORDS + "!")
    assert str(refused.value) == "This passphrase does not open the library."
    assert (tmp_path / FILE_NAME).read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == [FILE_NAME]


def test_one_keyboard_or_another(tmp_path: Path) -> None:
    Keyring.create(tmp_path, "caf\u00e9 d\u00e9j\u00e0")
    Keyring.unlock(tmp_path, "cafe\u0301 de\u0301ja\u0300")


def test_an_empty_passphrase_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        Keyring.create(tmp_path, "  ")
    assert not list(tmp_path.iterdir())


def test_a_second_keyring_never_replaces_the_first(tmp_path: Path) -> None:
    Keyring.create(tmp_path, WORDS)
    with pytest.raises(LibraryRefused):
        Keyring.create(tmp_path, "other words")
    Keyring.unlock(tmp_path, WORDS)


def test_a_new_passphrase_shuts_out_the_old_one(tmp_path: Path) -> None:
    keyring, code = Keyring.create(tmp_path, WORDS)
    keyring.set_passphrase("new words")
    assert keyring.opens_with("new words")
    assert not keyring.opens_with(WORDS)
    with pytest.raises(LibraryRefused):
        Keyring.unlock(tmp_path, WORDS)
    assert Keyring.unlock(tmp_path, "new words").database_key == keyring.database_key
    assert Keyring.unlock_with_recovery(tmp_path, code).database_key == keyring.database_key


def test_a_passphrase_change_keeps_a_large_library(tmp_path: Path) -> None:
    keyring, _ = Keyring.create(tmp_path, WORDS)
    family = uuid4()
    keyring.add_family(family)
    films = [uuid4() for _ in range(200)]
    for film in films:
        keyring.add_film(film, family)
    keys = [keyring.film_key(film) for film in films]
    keyring.set_passphrase("new words")
    again = Keyring.unlock(tmp_path, "new words")
    assert [again.film_key(film) for film in films] == keys


def test_recovery_gives_back_the_same_person_and_takes_a_new_passphrase(tmp_path: Path) -> None:
    keyring, code = Keyring.create(tmp_path, WORDS)
    found = Keyring.unlock_with_recovery(tmp_path, code.lower().replace("-", " "))
    assert found.person_id == keyring.person_id
    assert verify(keyring.public_key(keyring.person_id), b"text", found.sign(b"text"))
    found.set_passphrase("new words")
    Keyring.unlock(tmp_path, "new words")
    with pytest.raises(LibraryRefused):
        Keyring.unlock(tmp_path, WORDS)


def test_a_new_recovery_code_shuts_out_the_old_one(tmp_path: Path) -> None:
    keyring, old = Keyring.create(tmp_path, WORDS)
    new = keyring.new_recovery_code()
    Keyring.unlock_with_recovery(tmp_path, new)
    with pytest.raises(LibraryRefused):
        Keyring.unlock_with_recovery(tmp_path, old)


def test_signatures(tmp_path: Path) -> None:
    keyring, _ = Keyring.create(tmp_path, WORDS)
    public, signature = keyring.public_key(keyring.person_id), keyring.sign(b"what was done")
    assert verify(public, b"what was done", signature)
    assert not verify(public, b"what was not", signature)
    assert not verify(public, b"what was done", signature[:-1] + bytes([signature[-1] ^ 1]))
    assert not verify(b"short", b"what was done", signature)
    with pytest.raises(NotThere):
        keyring.public_key(uuid4())


def test_a_dropped_key_is_gone_from_memory_and_disk(tmp_path: Path) -> None:
    keyring, _ = Keyring.create(tmp_path, WORDS)
    one, other = uuid4(), uuid4()
    films = [uuid4(), uuid4(), uuid4()]
    keyring.add_family(one)
    keyring.add_family(other)
    for film, family in zip(films, (one, one, other), strict=True):
        keyring.add_film(film, family)
    keyring.drop_film(films[0])
    for held in (keyring, Keyring.unlock(tmp_path, WORDS)):
        assert held.films() == set(films[1:])
        with pytest.raises(NotThere):
            held.film_key(films[0])
    keyring.drop_family(one)
    for held in (keyring, Keyring.unlock(tmp_path, WORDS)):
        assert held.films() == {films[2]}
        assert held.families() == {other}


def test_a_film_added_again_has_another_key(tmp_path: Path) -> None:
    keyring, _ = Keyring.create(tmp_path, WORDS)
    family, film = uuid4(), uuid4()
    keyring.add_family(family)
    keyring.add_film(film, family)
    before = keyring.film_key(film)
    keyring.add_film(film, family)
    assert keyring.film_key(film) == before
    keyring.drop_film(film)
    keyring.add_film(film, family)
    assert keyring.film_key(film) != before


def test_a_film_needs_its_family(tmp_path: Path) -> None:
    keyring, _ = Keyring.create(tmp_path, WORDS)
    with pytest.raises(NotThere):
        keyring.add_film(uuid4(), uuid4())


def test_no_id_or_key_is_readable_in_the_file(tmp_path: Path) -> None:
    keyring, _ = Keyring.create(tmp_path, WORDS)
    family, film = uuid4(), uuid4()
    keyring.add_family(family)
    keyring.add_film(film, family)
    raw = (tmp_path / FILE_NAME).read_bytes()
    for secret in (str(family), str(film), keyring.database_key.hex(), WORDS):
        assert secret.encode() not in raw
    assert "object at" in repr(keyring)


@pytest.mark.parametrize("weaker", [Cost(64, 3, 1), Cost(128, 2, 1)])
def test_a_weakened_slot_is_refused_before_any_try(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, weaker: Cost) -> None:
    monkeypatch.setattr(slots, "COST", weaker)
    Keyring.create(tmp_path, WORDS)
    monkeypatch.setattr(slots, "MINIMUM", Cost(128, 3, 1))
    monkeypatch.setattr(slots, "hash_secret_raw", None)
    with pytest.raises(LibraryRefused, match="changed by somebody"):
        Keyring.unlock(tmp_path, WORDS)


def test_a_slot_that_asks_for_all_memory_is_refused(tmp_path: Path) -> None:
    Keyring.create(tmp_path, WORDS)
    edited(tmp_path, lambda data: data["slots"][0]["cost"].update(memory_kib=2**31))
    with pytest.raises(LibraryRefused, match="changed by somebody"):
        Keyring.unlock(tmp_path, WORDS)


def test_role_person_and_cost_are_bound_to_their_slot(tmp_path: Path) -> None:
    Keyring.create(tmp_path, WORDS)
    whole = (tmp_path / FILE_NAME).read_bytes()
    for field, value in (("role", "lead"), ("person", str(uuid4())), ("id", str(uuid4()))):
        (tmp_path / FILE_NAME).write_bytes(whole)
        edited(tmp_path, lambda data, field=field, value=value: data["slots"][0].update({field: value}))
        with pytest.raises(LibraryRefused):
            Keyring.unlock(tmp_path, WORDS)


def test_a_slot_of_another_library_opens_nothing(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    there.mkdir()
    Keyring.create(here, WORDS)
    Keyring.create(there, "other words")
    foreign = json.loads((there / FILE_NAME).read_bytes())["slots"]
    edited(here, lambda data: data["slots"].extend(foreign))
    with pytest.raises(LibraryRefused):
        Keyring.unlock(here, "other words")
    assert Keyring.unlock(here, WORDS).database_key != Keyring.unlock(there, "other words").database_key


def test_a_damaged_recovery_slot_is_noticed_before_it_is_needed(tmp_path: Path) -> None:
    keyring, _ = Keyring.create(tmp_path, WORDS)
    assert keyring.damaged_slots() == ()
    edited(tmp_path, lambda data: data["slots"][1].update(wrapped="00" + data["slots"][1]["wrapped"][2:]))
    assert Keyring.unlock(tmp_path, WORDS).damaged_slots() == (Kind.RECOVERY,)
    edited(tmp_path, lambda data: data["slots"].pop(1))
    assert Keyring.unlock(tmp_path, WORDS).damaged_slots() == (Kind.RECOVERY,)


def test_a_damaged_slot_stays_known_until_it_is_set_anew(tmp_path: Path) -> None:
    Keyring.create(tmp_path, WORDS)
    edited(tmp_path, lambda data: data["slots"][1].update(wrapped="00" + data["slots"][1]["wrapped"][2:]))
    keyring = Keyring.unlock(tmp_path, WORDS)
    keyring.add_family(uuid4())  # writes the whole file again
    keyring.set_passphrase("new words")
    keyring = Keyring.unlock(tmp_path, "new words")
    assert keyring.damaged_slots() == (Kind.RECOVERY,)
    keyring.new_recovery_code()
    assert Keyring.unlock(tmp_path, "new words").damaged_slots() == ()


def test_a_newer_keyring_is_refused_with_a_sentence(tmp_path: Path) -> None:
    Keyring.create(tmp_path, WORDS)
    edited(tmp_path, lambda data: data.update(format=2))
    with pytest.raises(LibraryRefused, match="newer version"):
        Keyring.unlock(tmp_path, WORDS)


def test_no_keyring_is_said(tmp_path: Path) -> None:
    with pytest.raises(LibraryRefused, match="no library"):
        Keyring.unlock(tmp_path, WORDS)


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"{}",
        b'{"format":1}',
        b'{"format":1,"slots":[]}',
        b'{"format":1,"slots":[{}]}',
        b'{"format":1,"slots":[[]]}',
        b'{"format":1e999}',
        b'{"format":"x"}',
        b"[" * 100_000,
    ],
)
def test_what_is_no_keyring_is_refused_with_a_sentence(tmp_path: Path, text: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(text)
    with pytest.raises(LibraryRefused):
        Keyring.unlock(tmp_path, WORDS)


def test_flipped_bits_open_nothing_or_the_same(tmp_path: Path) -> None:
    keyring, _ = Keyring.create(tmp_path, WORDS)
    whole = (tmp_path / FILE_NAME).read_bytes()
    for at in range(0, len(whole), 7):
        (tmp_path / FILE_NAME).write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        try:
            again = Keyring.unlock(tmp_path, WORDS)
        except LibraryRefused:
            continue
        assert again.database_key == keyring.database_key
        assert again.damaged_slots() in ((), (Kind.RECOVERY,))  # () where nothing that is read was hit


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_only_the_owner_may_read(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        durable.make_folder(tmp_path / "a" / "b")
        keyring, _ = Keyring.create(tmp_path / "a" / "b", WORDS)
        keyring.set_passphrase("new words")
    finally:
        os.umask(before)
    modes = [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("a", "a/b", "a/b/keyring")]
    assert modes == [0o700, 0o700, 0o600]


def test_a_full_disk_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keyring, _ = Keyring.create(tmp_path, WORDS)
    family = uuid4()
    keyring.add_family(family)

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(durable, "sync_handle", full)
        with pytest.raises(NoRoom):
            keyring.set_passphrase("new words")
        with pytest.raises(NoRoom):
            keyring.add_family(uuid4())
        with pytest.raises(NoRoom):
            keyring.drop_family(family)
    assert keyring.families() == {family}
    assert Keyring.unlock(tmp_path, WORDS).families() == {family}
    keyring.drop_family(family)
    assert Keyring.unlock(tmp_path, WORDS).families() == set()
    assert [path.name for path in tmp_path.iterdir()] == [FILE_NAME]
