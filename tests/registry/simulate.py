"""The simulator as a command: `python -m tests.registry.simulate --seed 7 --operations 100000`; counts as JSON."""

from __future__ import annotations

import argparse
import json
import sys

from tests.registry.simulator import run


def main() -> None:
    """Run, and print how often each kind of request was accepted, and refused with which code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", required=True)
    parser.add_argument("--operations", type=int, required=True)
    parser.add_argument("--every", type=int, default=25, help="compare everything at every so many steps")
    asked = parser.parse_args()
    counts = run(asked.seed, asked.operations, every=asked.every)
    json.dump([[kind, code, times] for (kind, code), times in sorted(counts.items())], sys.stdout)


if __name__ == "__main__":
    main()
