"""Making, unlocking, checking a library from the command line; what is asked, what is printed, what is never left behind."""

from __future__ import annotations

import os
from pathlib import Path
from uuid import UUID

import pytest

from tests.cli.conftest import PASSPHRASE, Case, Vig
from vig_tool.work import exporting, opening

NEW = "other words for this test"


def test_init_makes_a_library_and_shows_the_recovery_code_once(vig: Vig, tmp_path: Path) -> None:
    folder = tmp_path / "visits"
    answer = vig("--library", folder, "--json", "init", VIG_PASSPHRASE=PASSPHRASE)
    assert answer.code == 0
    assert answer.document["library"] == str(folder)
    assert len(answer.document["recovery"]) > 30
    again = vig("--library", folder, "--json", "init", VIG_PASSPHRASE=PASSPHRASE)
    assert again.code == 1
    assert "error" in again.document
    assert vig("--library", folder, "--json", "check", VIG_PASSPHRASE=PASSPHRASE).document == {"ok": True, "findings": [], "remarks": []}


def test_init_writes_the_code_into_a_private_new_file(vig: Vig, tmp_path: Path) -> None:
    code = tmp_path / "recovery.txt"
    answer = vig("--library", tmp_path / "a", "--json", "init", "--recovery-out", code, VIG_PASSPHRASE=PASSPHRASE)
    assert answer.document == {"library": str(tmp_path / "a"), "recovery": None}
    assert code.read_text().strip() not in answer.out + answer.err
    kept = code.read_bytes()
    refused = vig("--library", tmp_path / "b", "init", "--recovery-out", code, VIG_PASSPHRASE=PASSPHRASE)
    assert refused.code == 1
    assert "is there already" in refused.err
    assert code.read_bytes() == kept
    assert not (tmp_path / "b").exists()


def test_an_init_that_fails_leaves_no_recovery_file(vig: Vig, tmp_path: Path) -> None:
    for folder, passphrase in ((tmp_path, PASSPHRASE), (tmp_path / "new", "short")):
        answer = vig("--library", folder, "init", "--recovery-out", tmp_path / "code", VIG_PASSPHRASE=passphrase)
        assert answer.code == 1
        assert answer.err.strip().endswith(".")
        assert list(tmp_path.iterdir()) == []


def test_init_asks_twice_on_stderr(vig: Vig, tmp_path: Path) -> None:
    answer = vig("--library", tmp_path / "a", "--json", "init", typed=f"{PASSPHRASE}\n{PASSPHRASE}\n")
    assert answer.code == 0
    assert set(answer.document) == {"library", "recovery"}
    assert "Passphrase for the new library: " in answer.err
    assert vig("--library", tmp_path / "a", "family", "list", typed=f"{PASSPHRASE}\n").code == 0
    differing = vig("--library", tmp_path / "b", "init", typed=f"{PASSPHRASE}\nwords that differ here\n")
    assert differing.code == 1
    assert "not the same" in differing.err
    assert not (tmp_path / "b").exists()


def test_init_without_a_library_uses_the_usual_folder(vig: Vig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from vig_tool.work import settings

    monkeypatch.setattr(settings, "usual_folder", lambda: tmp_path / "usual")
    assert vig("--json", "init", VIG_PASSPHRASE=PASSPHRASE).document["library"] == str(tmp_path / "usual")
    assert vig("--json", "family", "list", VIG_PASSPHRASE=PASSPHRASE).document == {"families": []}


def test_the_passphrase_comes_from_a_file_first_and_leaves_the_environment(case: Case, tmp_path: Path) -> None:
    (tmp_path / "p").write_text(f"{PASSPHRASE}\n")
    words = ("--library", case.library, "--passphrase-file", tmp_path / "p", "family", "list")
    answer = case.vig(*words, VIG_PASSPHRASE="something else here")
    assert answer.code == 0
    assert "VIG_PASSPHRASE" not in os.environ


@pytest.mark.parametrize("typed", ["wrong words entirely\n", "", "\n"])
def test_a_wrong_or_missing_passphrase_is_one_sentence(case: Case, typed: str) -> None:
    answer = case.vig("--library", case.library, "--json", "family", "list", typed=typed)
    assert answer.code == 1
    assert "F014" not in answer.out + answer.err
    assert answer.document["error"].endswith(".")


def test_no_library_is_one_sentence(vig: Vig, tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "missing"):
        answer = vig("--library", folder, "family", "list", VIG_PASSPHRASE=PASSPHRASE)
        assert answer.code == 1
        assert "There is no library in" in answer.err


def test_the_library_may_come_from_the_environment(case: Case) -> None:
    answer = case.vig("--json", "family", "list", VIG_LIBRARY=str(case.library), VIG_PASSPHRASE=PASSPHRASE)
    assert [family["code"] for family in answer.document["families"]] == ["F014"]


def opens_with(case: Case, passphrase: str) -> bool:
    return case.vig("--library", case.library, "family", "list", VIG_PASSPHRASE=passphrase).code == 0


@pytest.mark.parametrize("way", ["new file", "new variable", "usual file", "typed", "usual variable"])
def test_unlock_sets_a_new_passphrase(vig: Vig, tmp_path: Path, way: str) -> None:
    code, words = tmp_path / "code", tmp_path / "words"
    library = tmp_path / "library"
    vig("--library", library, "init", "--recovery-out", code, VIG_PASSPHRASE=PASSPHRASE)
    words.write_text(f"{NEW}\n")
    call: list[object] = ["--library", library, "--json"]
    more: list[object] = ["unlock", "--recovery-file", code]
    variables = {}
    if way == "new file":
        more += ["--new-passphrase-file", words]
    elif way == "new variable":
        variables = {"VIG_NEW_PASSPHRASE": NEW}
    elif way == "usual file":
        call += ["--passphrase-file", words]
    elif way == "usual variable":
        variables = {"VIG_PASSPHRASE": NEW}
    answer = vig(*call, *more, typed=f"{NEW}\n{NEW}\n" if way == "typed" else "", **variables)
    assert answer.code == 0, answer.err
    assert answer.document == {"library": str(library), "unlocked": True}
    assert opens_with(Case(vig, library), NEW)
    assert not opens_with(Case(vig, library), PASSPHRASE)


def test_unlock_with_a_mistyped_code_changes_nothing(vig: Vig, tmp_path: Path) -> None:
    code, library = tmp_path / "code", tmp_path / "library"
    vig("--library", library, "init", "--recovery-out", code, VIG_PASSPHRASE=PASSPHRASE)
    code.write_text(code.read_text()[:-4] + "QQQ\n")
    answer = vig("--library", library, "unlock", "--recovery-file", code, VIG_NEW_PASSPHRASE=NEW)
    assert answer.code == 1
    assert answer.err.strip().endswith(".")
    assert opens_with(Case(vig, library), PASSPHRASE)


def test_the_passphrase_changes(case: Case) -> None:
    answer = case.vig("--library", case.library, "passphrase", VIG_PASSPHRASE=PASSPHRASE, VIG_NEW_PASSPHRASE=NEW)
    assert answer.code == 0, answer.err
    assert opens_with(case, NEW)
    assert not opens_with(case, PASSPHRASE)
    assert case.vig("--library", case.library, "passphrase", VIG_PASSPHRASE=PASSPHRASE, VIG_NEW_PASSPHRASE=NEW).code == 1


def test_a_new_recovery_code_takes_the_place_of_the_old(vig: Vig, tmp_path: Path) -> None:
    library, new = tmp_path / "library", tmp_path / "new"
    old = vig("--library", library, "--json", "init", VIG_PASSPHRASE=PASSPHRASE).document["recovery"]
    (tmp_path / "old").write_text(old)
    answer = vig("--library", library, "--json", "recovery", "--recovery-out", new, VIG_PASSPHRASE=PASSPHRASE)
    assert answer.document == {"library": str(library), "recovery": None}
    unlock = ("--library", library, "unlock", "--recovery-file")
    assert vig(*unlock, tmp_path / "old", VIG_NEW_PASSPHRASE=NEW).code == 1
    assert vig(*unlock, new, VIG_NEW_PASSPHRASE=NEW).code == 0
    again = tmp_path / "again"
    assert vig("--library", library, "recovery", "--recovery-out", again, VIG_PASSPHRASE="not the right words").code == 1
    assert not again.exists()


@pytest.mark.parametrize(
    ("failed", "said"),
    [
        (0, []),
        (1, ["1 saved film was encoded anew because a copy did not pass its check. What was kept is whole."]),
        (2, ["2 saved films were encoded anew because a copy did not pass its check. What was kept is whole."]),
    ],
)
def test_check_tells_of_clips_whose_copy_failed_and_all_is_still_well(case: Case, failed: int, said: list[str]) -> None:
    lib = opening.open_library(case.library, PASSPHRASE)
    for again in [False] + [True] * failed:
        exporting.note_export(lib, "clip.exported", UUID(int=1), {"frames": 5, "method": "encode", "smart_failed": again})
    lib.close()
    assert case.ask("check", "--quick") == {"ok": True, "findings": [], "remarks": said}
    assert case.call("check", "--quick").out.splitlines() == ["All is well.", *said]


def test_check_finds_and_ends_with_1(case: Case) -> None:
    (sealed,) = [path for path in (case.library / "media").rglob("*") if path.is_file()]
    data = bytearray(sealed.read_bytes())
    data[len(data) // 2] ^= 1
    sealed.write_bytes(data)
    answer = case.vig("--library", case.library, "--json", "check", VIG_PASSPHRASE=PASSPHRASE)
    assert answer.code == 1
    (finding,) = answer.document["findings"]
    assert answer.document["ok"] is False
    assert finding["kind"] == "film"
    assert finding["sentence"] in answer.err
    for words in (("recording", "frames", case.recording), ("moment", "list", case.recording)):
        case.ask(*words)  # what stands in the database is still there
    assert "damaged" in case.refused("still", case.recording, "--at", "3", "--out", case.library.parent / "s.png")
