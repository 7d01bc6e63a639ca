"""The recovery code: what is typed with slips, spaces and look-alikes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vig_tool.errors import BadInput
from vig_tool.vault.recovery import new_code, read_code, write_code

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@given(st.binary(min_size=20, max_size=20))
def test_every_code_is_read_back(bits: bytes) -> None:
    code = write_code(bits)
    assert read_code(code) == bits
    assert read_code(f"  {code.lower().replace('-', ' ').replace('0', 'o').replace('1', 'l')}\n") == bits


@given(st.binary(min_size=20, max_size=20), st.integers(0, 35), st.sampled_from(LETTERS))
def test_a_wrong_letter_is_noticed(bits: bytes, place: int, letter: str) -> None:
    letters = list(write_code(bits).replace("-", ""))
    if letters[place] == letter:
        return
    letters[place] = letter
    with pytest.raises(BadInput):
        read_code("".join(letters))


def test_two_codes_differ_and_are_grouped() -> None:
    code = new_code()
    assert code != new_code()
    assert [len(group) for group in code.split("-")] == [4] * 9


@pytest.mark.parametrize("text", ["", "ABCD", "é" * 36, "U" * 36, "?" * 36, "0" * 37])
def test_what_is_no_code_is_said(text: str) -> None:
    with pytest.raises(BadInput):
        read_code(text)
