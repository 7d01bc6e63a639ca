"""Stands in for the gate's worker in tests: answers, misbehaves or hangs as the file's name says."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path


def main() -> None:
    name = Path(json.loads(sys.stdin.readline())["path"]).name
    match name:
        case "environment":
            answer = {"refused": " ".join(sorted(os.environ)), "advice": ""}
        case "garbage":
            sys.stdout.write("not JSON at all\n")
            return
        case "list":
            sys.stdout.write("[1, 2]\n")
            return
        case "wrong":
            answer = {"facts": {"container": "mov", "width": "wide"}}  # type: ignore[dict-item]
        case "crash":
            os.abort()
        case "flood":
            sys.stdout.write("x" * (8 << 20))
            return
        case _:
            time.sleep(600)
            return
    sys.stdout.write(json.dumps(answer) + "\n")


if __name__ == "__main__":
    main()
