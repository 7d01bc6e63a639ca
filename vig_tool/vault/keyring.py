"""The keyring of a library: one small file with the slots and the sealed keys of families and films. Dropping a key here is erasing."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from uuid import UUID

from uuid_utils.compat import uuid7

from vig_tool.errors import LibraryRefused, NotThere
from vig_tool.vault import recovery, slots
from vig_tool.vault.keyring_file import FILE_NAME, FORMAT, Content, Film, derive, read_outer, slot_digests, unseal, write_keyring
from vig_tool.vault.people import PersonKeys, PublicKeys, verify
from vig_tool.vault.slots import Kind, Role, Secrets, Slot

__all__ = ["FILE_NAME", "FORMAT", "Keyring", "verify"]


class Keyring:
    """The opened keys of one library. Every change is on disk when its call returns; calls may come from any thread.

    Made by `create`, `unlock` and `unlock_with_recovery`. Raises NoRoom where a change cannot be written: nothing is changed then.
    """

    def __init__(self, path: Path, library_id: UUID, opened: Secrets, own_slot: Slot, content: Content) -> None:
        self._path = path
        self._library_id = library_id
        self._opened = opened
        self._own = own_slot
        self._content = content
        self._lock = threading.RLock()

    # ── making and opening ────────────────────────────────────────────────────────────────────────────────────────────────

    @classmethod
    def create(
        cls, folder: Path, passphrase: str, *, library_id: UUID | None = None, role: Role = Role.GUIDER
    ) -> tuple[Keyring, str]:
        """A new keyring in an existing folder, and its recovery code (shown once, kept nowhere).

        Raises BadInput for an empty passphrase, LibraryRefused where a keyring is there already, NoRoom.
        """
        path = folder / FILE_NAME
        if path.exists():
            raise LibraryRefused("There is a library in this folder already.", advice="Open it, or choose an empty folder.")
        library, person, code = library_id or uuid7(), uuid7(), recovery.new_code()
        guarded = Secrets(secrets.token_bytes(32), PersonKeys.new())
        own = slots.passphrase_slot(passphrase, guarded, person=person, role=role, library_id=library)
        spare = slots.recovery_slot(recovery.read_code(code), guarded, person=person, role=role, library_id=library)
        content = Content((own, spare), {person: guarded.person_keys.public()}, {}, {}, slot_digests(own, spare))
        keyring = cls(path, library, guarded, own, content)
        keyring._write(content)
        return keyring, code

    @classmethod
    def unlock(cls, folder: Path, passphrase: str) -> Keyring:
        """Raises LibraryRefused: a wrong passphrase (one sentence, no clue), no keyring, a newer or a damaged one."""
        return cls._unlock(
            folder,
            lambda slot, library_id: slots.open_with_passphrase(slot, passphrase, library_id=library_id),
            refusal="This passphrase does not open the library.",
        )

    @classmethod
    def unlock_with_recovery(cls, folder: Path, code: str) -> Keyring:
        """Opens with the recovery code; set a new passphrase next. Raises BadInput for a slip in the code, LibraryRefused as `unlock`."""
        bits = recovery.read_code(code)
        return cls._unlock(
            folder,
            lambda slot, library_id: slots.open_with_code(slot, bits, library_id=library_id),
            refusal="This recovery code does not open the library.",
        )

    @classmethod
    def _unlock(cls, folder: Path, attempt: Callable[[Slot, UUID], Secrets | None], *, refusal: str) -> Keyring:
        path = folder / FILE_NAME
        outer = read_outer(path)
        for slot in outer.slots:
            opened = attempt(slot, outer.library_id)
            if opened is not None:
                return cls(path, outer.library_id, opened, slot, unseal(outer, opened.library_key))
        raise LibraryRefused(refusal)

    def moved_to(self, folder: Path) -> Keyring:
        """The same keys, now that their file lies in this folder; this one must not be changed any more."""
        return Keyring(folder / FILE_NAME, self._library_id, self._opened, self._own, self._content)

    # ── who is here ───────────────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def library_id(self) -> UUID:
        return self._library_id

    @property
    def person_id(self) -> UUID:
        return self._own.person

    @property
    def role(self) -> Role:
        return self._own.role

    def people(self) -> tuple[UUID, ...]:
        return tuple(self._content.people)

    def sign(self, data: bytes) -> bytes:
        """The Ed25519 signature (64 bytes) of the person who opened the library."""
        return self._opened.person_keys.sign(data)

    def public_key(self, person_id: UUID) -> bytes:
        """A person's Ed25519 public key (32 bytes). Raises NotThere."""
        return self.public_keys(person_id).signing

    def public_keys(self, person_id: UUID) -> PublicKeys:
        """Both public keys of a person. Raises NotThere."""
        try:
            return self._content.people[person_id]
        except KeyError:
            raise NotThere("This library does not know that person.") from None

    # ── the keys made from the library key ────────────────────────────────────────────────────────────────────────────────

    @property
    def database_key(self) -> bytes:
        """32 bytes, given raw to SQLCipher."""
        return self._made("database")

    @property
    def trail_key(self) -> bytes:
        return self._made("trail")

    @property
    def backup_key(self) -> bytes:
        return self._made("backup")

    def _made(self, purpose: str) -> bytes:
        return derive(self._opened.library_key, self._library_id, purpose)

    # ── slots ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

    def opens_with(self, passphrase: str) -> bool:
        """Whether this is the passphrase of the person who opened the library (takes as long as opening)."""
        own = [slot for slot in self._content.slots if slot.person == self.person_id]
        return any(slots.open_with_passphrase(slot, passphrase, library_id=self._library_id) is not None for slot in own)

    def set_passphrase(self, new: str) -> None:
        """Gives the person who opened the library a new passphrase; the old one opens nothing from now on. Raises BadInput, NoRoom."""
        self._replace_slot(
            slots.passphrase_slot(new, self._opened, person=self.person_id, role=self.role, library_id=self._library_id)
        )

    def new_recovery_code(self) -> str:
        """A fresh recovery code; the old one opens nothing from now on. Shown once, kept nowhere. Raises NoRoom."""
        code = recovery.new_code()
        bits = recovery.read_code(code)
        self._replace_slot(slots.recovery_slot(bits, self._opened, person=self.person_id, role=self.role, library_id=self._library_id))
        return code

    def damaged_slots(self) -> tuple[Kind, ...]:
        """The ways in that are no longer as they were written (a flipped bit, a slot put back): found by a check, before it is needed."""
        with self._lock:
            now, written = self._content.slots, self._content.slot_digests.items()
            strange = [slot.kind for slot in now if not slot_digests(slot).items() <= written]
            lost = {Kind.PASSPHRASE, Kind.RECOVERY} - {slot.kind for slot in now}
            return (*strange, *sorted(lost))

    def _replace_slot(self, slot: Slot) -> None:
        with self._lock:
            others = tuple(held for held in self._content.slots if not (held.person == slot.person and held.kind is slot.kind))
            known = {key: digest for key, digest in self._content.slot_digests.items() if key in {str(held.id) for held in others}}
            self._write(replace(self._content, slots=(*others, slot), slot_digests=known | slot_digests(slot)))

    # ── families and films ────────────────────────────────────────────────────────────────────────────────────────────────

    def add_family(self, family_id: UUID) -> None:
        """Makes a family's key. Nothing happens where it is there already."""
        with self._lock:
            if family_id not in self._content.families:
                self._write(replace(self._content, families=self._content.families | {family_id: secrets.token_bytes(32)}))

    def drop_family(self, family_id: UUID) -> None:
        """Destroys a family's key and those of all its films. Nothing happens where it is gone already."""
        with self._lock:
            if family_id in self._content.families:
                families = {key: value for key, value in self._content.families.items() if key != family_id}
                films = {key: film for key, film in self._content.films.items() if film.family != family_id}
                self._write(replace(self._content, families=families, films=films))

    def add_film(self, media_id: UUID, family_id: UUID) -> None:
        """Makes a film's secret under its family's key. Nothing happens where it is there already. Raises NotThere for the family."""
        with self._lock:
            if family_id not in self._content.families:
                raise NotThere("The key of this family is no longer there.", advice="Its films cannot be opened or added to.")
            if media_id not in self._content.films:
                film = Film(family_id, secrets.token_bytes(32))
                self._write(replace(self._content, films=self._content.films | {media_id: film}))

    def drop_film(self, media_id: UUID) -> None:
        """Destroys a film's key: its sealed file can never be read again. Nothing happens where it is gone already."""
        with self._lock:
            if media_id in self._content.films:
                films = {key: film for key, film in self._content.films.items() if key != media_id}
                self._write(replace(self._content, films=films))

    def families(self) -> set[UUID]:
        return set(self._content.families)

    def films(self) -> set[UUID]:
        return set(self._content.films)

    def family_of(self, media_id: UUID) -> UUID:
        """The family a film was sealed for. Raises NotThere."""
        return self._film(media_id).family

    def film_key(self, media_id: UUID) -> bytes:
        """32 bytes that wrap the film's own file key. Raises NotThere where it was destroyed or never made."""
        return self._media_key(media_id, "film")

    def derived_key(self, media_id: UUID) -> bytes:
        """32 bytes that wrap the keys of what was made from the film (filmstrip, waveform, …). Raises NotThere."""
        return self._media_key(media_id, "derived")

    def _media_key(self, media_id: UUID, purpose: str) -> bytes:
        film = self._film(media_id)
        return derive(self._content.families[film.family] + film.secret, media_id, purpose)

    def _film(self, media_id: UUID) -> Film:
        try:
            return self._content.films[media_id]
        except KeyError:
            raise NotThere("The key of this film is no longer there, so nobody can open it.") from None

    def _write(self, content: Content) -> None:
        write_keyring(self._path, content, self._opened.library_key, library_id=self._library_id)
        self._content = content
        self._own = next((slot for slot in content.slots if slot.person == self._own.person), self._own)
