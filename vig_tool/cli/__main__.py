"""Lets `python -m vig_tool.cli` stand for `vig-tool`."""

from __future__ import annotations

from vig_tool.cli.main import run

if __name__ == "__main__":
    run()
