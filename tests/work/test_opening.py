"""What people do with a library's door: open, change the passphrase, come back with the recovery code, keep settings."""

from __future__ import annotations

from pathlib import Path

import platformdirs
import pytest

from tests.work.conftest import PASSPHRASE
from vig_tool.errors import BadInput, LibraryRefused
from vig_tool.work import keeping, opening, settings
from vig_tool.work.opening import Library
from vig_tool.work.settings import Settings


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own folders, moved out of harm's way."""
    monkeypatch.setattr(platformdirs, "user_config_path", lambda *_, **__: tmp_path / "config")
    monkeypatch.setattr(platformdirs, "user_data_path", lambda *_, **__: tmp_path / "data")
    return tmp_path


def test_changing_the_passphrase(lib: Library) -> None:
    with pytest.raises(LibraryRefused, match="old passphrase"):
        opening.change_passphrase(lib, old="not it at all", new="a new one to remember")
    with pytest.raises(BadInput):
        opening.change_passphrase(lib, old=PASSPHRASE, new="short")
    opening.change_passphrase(lib, old=PASSPHRASE, new="a new one to remember")
    lib.close()
    with pytest.raises(LibraryRefused):
        opening.open_library(lib.folder, PASSPHRASE)
    opening.open_library(lib.folder, "a new one to remember").close()


def test_the_recovery_code_sets_a_new_passphrase(tmp_path: Path) -> None:
    made = opening.create_library(tmp_path / "new", PASSPHRASE)
    folder = made.library.folder
    made.library.close()
    with pytest.raises(BadInput):
        opening.open_with_recovery(folder, made.recovery, new_passphrase="short")
    with pytest.raises(BadInput):
        opening.open_with_recovery(folder, made.recovery[:-1], new_passphrase="a new one to remember")
    opening.open_with_recovery(folder, made.recovery, new_passphrase="a new one to remember").close()
    with pytest.raises(LibraryRefused):
        opening.open_library(folder, PASSPHRASE)
    opening.open_library(folder, "a new one to remember").close()


def test_settings_are_kept_in_the_library(lib: Library) -> None:
    assert settings.read_settings(lib) == Settings()
    done = settings.change_settings(lib, Settings(engine="vlc", text_scale=150))
    assert done.changes.touches("setting")
    assert not settings.change_settings(lib, done.value).changes.kinds
    lib.close()
    again = opening.open_library(lib.folder, PASSPHRASE)
    assert settings.read_settings(again) == Settings(engine="vlc", text_scale=150)
    again.close()


@pytest.mark.parametrize("wrong", [Settings(engine="mplayer"), Settings(theme="pink"), Settings(text_scale=79), Settings(volume=101)])
def test_settings_that_cannot_be_meant(lib: Library, wrong: Settings) -> None:
    with pytest.raises(BadInput):
        settings.change_settings(lib, wrong)


def test_the_last_library_is_remembered_and_nothing_else(lib: Library, elsewhere: Path) -> None:
    assert settings.last_library() is None
    settings.remember_library(lib.folder)
    assert settings.last_library() == lib.folder
    written = [path for path in (elsewhere / "config").rglob("*") if path.is_file()]
    assert [path.name for path in written] == ["last-library.json"]
    settings.remember_library(elsewhere / "gone")
    assert settings.last_library() is None
    written[0].write_text("not what it was")
    assert settings.last_library() is None
    assert settings.usual_folder() != settings.practice_folder()


def test_a_place_that_cannot_be_remembered_is_no_trouble(lib: Library, elsewhere: Path) -> None:
    (elsewhere / "config").write_text("a file where the folder should be")
    settings.remember_library(lib.folder)
    assert settings.last_library() is None


def test_is_library(lib: Library, tmp_path: Path) -> None:
    assert opening.is_library(lib.folder)
    assert not opening.is_library(tmp_path)


def test_checking(lib: Library) -> None:
    assert keeping.check_library(lib) == []
    (lib.folder / "media" / "ab").mkdir()
    (lib.folder / "media" / "ab" / "stray").write_bytes(b"?")
    assert [finding.kind for finding in keeping.check_library(lib, thorough=False)] == ["leftover"]
