"""Schemes on the command line: listed, written to a file, taken in from one, and refused with the lines that are wrong."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Case


def test_a_scheme_goes_out_and_comes_in(case: Case, tmp_path: Path) -> None:
    before = case.ask("scheme", "list")
    assert [scheme["scheme"] for scheme in before["schemes"]] == ["contact", "ladder", "ladder-guider"]
    assert (before["clips"], before["seconds"], before["schemes"][0]["version"]) == (4, 10, 0)
    file = tmp_path / "contact.toml"
    assert case.ask("scheme", "export", "contact", "--out", file) == {"scheme": "contact", "file": str(file)}
    assert "is there already" in case.refused("scheme", "export", "contact", "--out", file)
    old = case.ask("moment", "add", case.recording, "--start", 1, "--end", 2, "--principle", "turns")["moment"]
    file.write_text(file.read_text(encoding="utf-8").replace('name = "Taking turns"', 'name = "To and fro"'), encoding="utf-8")
    answer = case.ask("scheme", "import", file)
    assert answer["version"] == 1
    assert {one["id"]: one["name"] for one in answer["principles"]}["turns"] == "To and fro"
    assert [moment["id"] for moment in case.ask("moment", "list", case.recording)["moments"]] == [old]
    assert "To and fro" in case.call("scheme", "list").out
    assert case.ask("check")["ok"]


def test_what_is_wrong_with_a_file_is_said_with_its_line(case: Case, tmp_path: Path) -> None:
    file = tmp_path / "contact.toml"
    case.ask("scheme", "export", "contact", "--out", file)
    text = file.read_text(encoding="utf-8")
    line = next(number for number, words in enumerate(text.splitlines(), 1) if words == 'key = "4"')
    file.write_text(text.replace('key = "4"', 'key = "1"'), encoding="utf-8")
    assert f"Line {line}: Two principles have the key “1”." in case.refused("scheme", "import", file)
    file.write_bytes(b"\xff\xfe")
    assert "is no text" in case.refused("scheme", "import", file)
    assert "cannot be read" in case.refused("scheme", "import", tmp_path / "none.toml")
    assert "no scheme “other”" in case.refused("scheme", "export", "other", "--out", tmp_path / "x.toml")
    assert not (tmp_path / "x.toml").exists()
    assert case.ask("scheme", "list")["schemes"][0]["version"] == 0
