"""The main job on the command line, command by command: what each prints for machines, and what comes of it."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.cli.conftest import PASSPHRASE, Case
from tests.films import SMALL, FilmShelf
from vig_tool.media.sample import read_barcode
from vig_tool.programmes import load

NOBODY = "0190a0a0-0000-7000-8000-000000000000"


def test_families_and_cycles(case: Case) -> None:
    added = case.ask("family", "add", "F020")
    assert added["family"] == "F020"
    assert (added["programme"], added["programme_name"]) == ("vig", load("vig").name)
    assert case.ask("cycle", "add", "f020", "--question", "How do I wait?")["cycle"] == 1
    assert case.ask("cycle", "add", "F020", "--question", "And then?")["cycle"] == 2
    families = case.ask("family", "list")["families"]
    assert {family["programme"] for family in families} == {"vig"}
    assert [(family["code"], family["cycles"]) for family in families] == [("F014", 1), ("F020", 2)]
    cycles = case.ask("cycle", "list", "F020")["cycles"]
    assert [(cycle["cycle"], cycle["question"]) for cycle in cycles] == [(1, "How do I wait?"), (2, "And then?")]
    assert len(case.ask("cycle", "list")["cycles"]) == 3
    case.ask("family", "correct", "F020", "--code", "F021", "--started", "2025-09-04")
    shown = case.ask("family", "show", "F021")
    assert (shown["started"], [cycle["cycle"] for cycle in shown["cycles"]]) == ("2025-09-04", [1, 2])
    case.ask("cycle", "correct", "F021", "--cycle", 2, "--question", "What then?", "--filmed-on", "2025-10-01")
    assert case.ask("cycle", "list", "F021")["cycles"][1]["filmed_on"] == "2025-10-01"
    for words in (("add", "f014"), ("add", " "), ("show", "F999")):
        case.refused("family", *words)
    case.refused("cycle", "add", "F999", "--question", "?")
    case.refused("cycle", "add", "F014", "--question", "")
    case.refused("family", "add", "F030", "--programme", "none-such")


def test_import_says_what_each_film_is(case: Case, films: FilmShelf, tmp_path: Path) -> None:
    text = tmp_path / "list.mp4"
    text.write_text("bread, milk\n" * 20)
    film = films.film(SMALL).path
    words = ("import", text, film, "--family", "F014", "--cycle", 1)
    answer = case.vig("--library", case.library, "--json", *words, VIG_PASSPHRASE=PASSPHRASE)
    assert answer.code == 1
    bad, good = answer.document["recordings"]
    assert set(bad) == set(good) == {"id", "file", "ok", "frames", "duration", "width", "height", "rate", "said", "error"}
    assert (bad["ok"], bad["id"], bad["frames"], bad["said"], bad["file"]) == (False, None, None, [], str(text))
    assert bad["error"] in answer.err
    assert (good["ok"], good["id"], good["error"], good["frames"]) == (True, case.recording, None, 180)
    assert (good["width"], good["height"], good["rate"], good["duration"]) == (320, 180, "constant", pytest.approx(6, abs=0.05))
    assert good["said"][0].startswith("Already here")
    said = case.call("import", film, "--family", "F014", "--cycle", 1)
    assert said.code == 0
    assert "Already here" in said.out
    assert case.recording in said.out
    case.refused("import", film, "--family", "F014", "--cycle", 7)
    case.refused("import", film, "--family", "F999", "--cycle", 1)


def test_recordings(case: Case) -> None:
    (listed,) = case.ask("recording", "list", "--family", "f014", "--cycle", 1)["recordings"]
    assert listed == case.ask("recording", "show", case.recording)
    assert (listed["id"], listed["family"], listed["cycle"], listed["role"]) == (case.recording, "F014", 1, "interaction")
    assert case.ask("recording", "list", "--cycle", 2) == {"recordings": []}
    case.ask("cycle", "add", "F014", "--question", "And now?")
    assert case.ask("recording", "move", case.recording, "--family", "F014", "--cycle", 2)["cycle"] == 2
    case.ask("family", "add", "F020")
    case.ask("cycle", "add", "F020", "--question", "?!")
    case.refused("recording", "move", case.recording, "--family", "F020", "--cycle", 1)
    assert case.ask("recording", "remove", case.recording) == {"removed": case.recording}
    assert case.ask("recording", "list") == {"recordings": []}
    assert case.ask("check")["ok"]
    for words in (("show",), ("frames",), ("remove",)):
        case.refused("recording", *words, case.recording)


def test_printed_times_find_the_same_frames(case: Case, films: FilmShelf, tmp_path: Path) -> None:
    frames = case.ask("recording", "frames", case.recording)
    assert (frames["frames"], len(frames["times"])) == (180, 180)
    text = case.call("recording", "frames", case.recording).out.split()
    assert [float(line) for line in text] == frames["times"]
    assert [round(time * 1e6) for time in frames["times"]] == list(films.film(SMALL).truth.times_us)
    out = tmp_path / "still.png"
    for number in (0, 1, 77, 179):
        assert case.ask("still", case.recording, "--at", text[number], "--out", out) == {"time": frames["times"][number]}
        assert number_in(cv2.imread(str(out))) == number
    assert case.ask("still", case.recording, "--at", "00:00:02.010", "--out", out)["time"] == frames["times"][60]
    assert "ends at" in case.refused("still", case.recording, "--at", "7", "--out", out)
    case.refused("still", case.recording, "--at", "1", "--out", tmp_path / "missing" / "s.png")
    case.refused("still", NOBODY, "--at", "1", "--out", out)


def test_moments(case: Case) -> None:
    first = case.ask(
        "moment", "add", case.recording, "--start", "1.01", "--end", "00:00:02.5", "--principle", "turns", "--principle", "play",
        "--actor", "child", "--chain", "response", "--channel", "gaze", "--note", "=looks, “up”\nsmiles", "--star",
    )  # fmt: skip
    assert first["moment"] == first["id"]
    assert (first["start"], first["end"]) == (1.033333, 2.5)
    second = case.ask("moment", "add", case.recording, "--start", "0", "--end", "1", "--principle", "attentive", "--private")
    listed = case.ask("moment", "list", case.recording)["moments"]
    assert [moment["id"] for moment in listed] == [second["id"], first["id"]]
    assert listed[1] == {key: value for key, value in first.items() if key != "moment"}
    assert (listed[1]["actor"], listed[1]["chain"], listed[1]["channel"]) == ("child", "response", "gaze")
    assert (set(listed[1]["principles"]), listed[1]["star"], listed[1]["private"]) == ({"turns", "play"}, True, False)
    assert (listed[0]["star"], listed[0]["private"]) == (False, True)
    table = case.vig("--library", case.library, "moment", "list", case.recording, "--format", "csv", VIG_PASSPHRASE=PASSPHRASE)
    assert table.out.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(table.out[1:], newline="")))
    assert rows[1]["note"].startswith("'=looks, “up”")
    assert [row["id"] for row in rows] == [second["id"], first["id"]]
    assert first["id"] in case.call("moment", "list", case.recording).out
    add = ("moment", "add", case.recording, "--principle", "turns")
    for span in (("2", "1"), ("8", "9"), ("soon", "2"), ("1.001", "1.002")):
        case.refused(*add, "--start", span[0], "--end", span[1])
    assert "none-such" in case.refused("moment", "add", case.recording, "--start", "1", "--end", "2", "--principle", "none-such")
    case.ask("moment", "remove", second["id"])
    case.refused("moment", "remove", second["id"])
    assert case.ask("undo", "--family", "F014")["undone"]
    assert len(case.ask("moment", "list", case.recording)["moments"]) == 2
    case.ask("redo", "--family", "F014")
    assert len(case.ask("moment", "list", case.recording)["moments"]) == 1


def test_clips_and_reel(case: Case, tmp_path: Path) -> None:
    case.refused("reel", "export", "--family", "F014", "--cycle", 1, "--out", tmp_path / "reel.mp4")
    clip = case.ask("clip", "add", case.recording, "--start", "1.01", "--end", "2.02", "--title", "He looks up")
    assert (clip["start"], clip["end"]) == (1.033333, 2.033333)
    (listed,) = case.ask("clip", "list", "--family", "F014", "--cycle", 1)["clips"]
    assert (listed["id"], listed["title"], listed["family"], listed["cycle"]) == (clip["clip"], "He looks up", "F014", 1)
    assert case.ask("clip", "list", "F014") == case.ask("clip", "list")
    out = tmp_path / "clip.mp4"
    done = case.ask("clip", "export", clip["clip"], "--out", out)
    assert (done["frames"], done["start"], done["end"], done["checked"]) == (30, clip["start"], clip["end"], True)
    assert done["method"] in ("smart", "encode")
    assert numbers_in(out) == list(range(31, 61))
    reel = case.ask("reel", "export", "--family", "F014", "--cycle", 1, "--out", tmp_path / "reel.mp4", "--plain")
    assert (reel["frames"], reel["clips"]) == (30, 1)
    assert reel["duration"] == pytest.approx(1, abs=0.05)
    case.refused("clip", "export", clip["clip"], "--out", tmp_path / "missing" / "clip.mp4")
    case.refused("clip", "export", NOBODY, "--out", out)
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["clip.mp4", "reel.mp4"]
    case.ask("clip", "remove", clip["clip"])
    assert case.ask("clip", "list") == {"clips": []}


def numbers_in(film: Path) -> list[int]:
    video, numbers = cv2.VideoCapture(str(film)), []
    while (read := video.read())[0]:
        numbers.append(number_in(read[1]))
    return numbers


def number_in(bgr: object) -> int:
    return read_barcode(np.asarray(bgr, np.uint8)[:, :, ::-1])


def test_goals(case: Case) -> None:
    clip = case.ask("clip", "add", case.recording, "--start", "1", "--end", "2")["clip"]
    scale = case.ask("goal", "add", "F014", "--cycle", 1, "--kind", "scale", "--text", "I wait for him to start.")["goal"]
    count = case.ask("goal", "add", "F014", "--cycle", 1, "--kind", "count", "--text", "Praise", "--target", 5)
    assert count["target"] == 5
    case.refused("goal", "add", "F014", "--cycle", 1, "--kind", "count", "--text", "Praise")
    words = ("--value", 7, "--by", "parent", "--clip", clip, "--celebrate", "He asked for more")
    rated = case.ask("goal", "rate", scale, "--cycle", 1, *words)
    assert rated["ratings"] == [
        {"cycle": 1, "value": 7, "by": "parent", "text": "", "celebration": "He asked for more", "clips": [clip]}
    ]
    for value in (11, -1):
        case.refused("goal", "rate", scale, "--cycle", 1, "--value", value)
    case.refused("goal", "rate", NOBODY, "--cycle", 1, "--value", 3)
    case.ask("cycle", "add", "F014", "--question", "And now?")
    assert len(case.ask("goal", "rate", scale, "--cycle", 2, "--value", 9, "--by", "guider")["ratings"]) == 2
    listed = case.ask("goal", "list", "F014")["goals"]
    assert [goal["text"] for goal in listed] == ["I wait for him to start.", "Praise"]
    assert "cycle 2: 9 (guider)" in case.call("goal", "list", "F014").out
    assert case.ask("goal", "end", count["goal"], "--cycle", 1)["ended_in"] == 1
    case.refused("goal", "rate", count["goal"], "--cycle", 2, "--value", 3)
    case.ask("goal", "remove", count["goal"])
    assert len(case.ask("goal", "list", "F014")["goals"]) == 1


def test_words_of_the_review_and_the_record(case: Case, tmp_path: Path) -> None:
    clip = case.ask("clip", "add", case.recording, "--start", "1", "--end", "2")["clip"]
    case.ask("review", "note", clip, "--parent", "I saw him look up.")
    kept = case.ask("review", "note", clip, "--feelings", "warm", "--wishes", "more of this")
    assert (kept["parent"], kept["feelings"], kept["wishes"]) == ("I saw him look up.", "warm", "more of this")
    assert case.ask("review", "show", clip) == kept
    assert "I saw him look up." in case.call("review", "show", clip).out
    case.refused("review", "note", NOBODY, "--parent", "words")
    out = tmp_path / "strengths.pdf"
    assert case.ask("report", "strengths", "--family", "F014", "--out", out) == {"file": str(out), "left_out": ""}
    assert out.read_bytes().startswith(b"%PDF-")
    case.refused("report", "strengths", "--family", "F014", "--out", tmp_path / "missing" / "s.pdf")


def test_words_that_are_no_text_are_refused_with_a_sentence(case: Case) -> None:
    broken = "\udcff\udcfe"
    for words in (("family", "add", broken), ("cycle", "add", "F014", "--question", broken), ("recording", "show", broken)):
        assert "Traceback" not in case.refused(*words)
    sentence = case.refused("moment", "add", case.recording, "--start", "1", "--end", "2", "--principle", "turns", "--note", broken)
    assert "not readable text" in sentence
    assert case.ask("moment", "list", case.recording) == {"moments": []}
    assert case.ask("check")["ok"]
