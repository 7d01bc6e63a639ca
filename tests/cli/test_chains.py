"""Chains on the command line: begun, continued, put right, printed, taken back."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Case

NOBODY = "0" * 32


def words(chain: dict[str, object]) -> list[tuple[object, object]]:
    steps = chain["steps"]
    assert isinstance(steps, list)
    return [(step["actor"], step["role"]) for step in steps]


def test_a_chain_from_its_first_step_to_its_page(case: Case, tmp_path: Path) -> None:
    begun = case.ask("chain", "begin", case.recording, "--at", "2.01")
    chain = begun["moment"]
    assert begun["steps"] == [{"time": 2.0, "actor": "child", "role": "initiative"}]
    assert (begun["start"], begun["end"]) == (0, 3)
    case.ask("chain", "add", chain, "--at", "2.5")
    case.ask("chain", "add", chain, "--at", "3", "--actor", "both")
    changed = case.ask("chain", "change", chain, "1", "--actor", "parent")
    assert words(changed) == [("parent", "initiative"), ("parent", "reception"), ("both", "response")]
    moved = case.ask("chain", "change", chain, "1", "--at", "2.7")
    assert words(moved) == [("parent", "reception"), ("parent", "initiative"), ("both", "response")]
    shorter = case.ask("chain", "remove", chain, "2")
    assert words(shorter) == [("parent", "reception"), ("both", "response")]
    assert case.ask("chain", "list", chain) == shorter
    said = case.call("chain", "list", chain).out
    assert "parent takes it in" in said
    assert "both answer" in said
    out = tmp_path / "chain.pdf"
    assert case.ask("chain", "print", chain, "--out", out) == {"file": str(out)}
    assert out.read_bytes().startswith(b"%PDF")
    assert case.ask("undo", "--family", "F014")["undone"] == "Remove the step: parent begins"
    assert len(case.ask("chain", "list", chain)["steps"]) == 3


def test_what_is_refused(case: Case, tmp_path: Path) -> None:
    chain = case.ask("chain", "begin", case.recording, "--at", "2")["moment"]
    assert "a step of the chain already" in case.refused("chain", "add", chain, "--at", "2")
    assert "The film ends at" in case.refused("chain", "add", chain, "--at", "9")
    assert "no longer part" in case.refused("chain", "remove", chain, "2")
    case.refused("chain", "begin", NOBODY, "--at", "2")
    case.refused("chain", "list", NOBODY)
    case.ask("chain", "remove", chain, "1")
    assert "no steps yet" in case.refused("chain", "print", chain, "--out", tmp_path / "x.pdf")
    for wrong in (("change", chain, "1"), ("remove", chain, "0"), ("add", chain)):
        assert case.call("chain", *wrong).code == 2
