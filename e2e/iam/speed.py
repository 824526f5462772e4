"""Says what a decision of crates/iam costs, in nanoseconds.

    python3 e2e/iam/speed.py [--rounds N]

crates/iam/examples/speed.rs has the policies and the request; it decides as often as it is told. Of the rounds the
median is shown, and the fastest.
"""

from __future__ import annotations

import argparse
import json
import pathlib
import statistics
import subprocess
import time

ROOT = pathlib.Path(__file__).parent.parent.parent
STATEMENTS = [1, 50, 500]


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--rounds", type=int, default=101)
    rounds = options.parse_args().rounds
    with subprocess.Popen([build()], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as program:
        for statements in STATEMENTS:
            for mode in ("decide", "evaluate"):
                costs = [cost(program, mode, statements) for _ in range(rounds)]
                shown = f"{statements:4} statements, {mode:8}: median {statistics.median(costs):7.0f} ns"
                print(f"{shown}, fastest {min(costs):7.0f} ns")


def build() -> str:
    command = ["cargo", "build", "--quiet", "--release", "--package", "iam", "--example", "speed"]
    built = subprocess.run([*command, "--message-format", "json"], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    programs = [json.loads(line).get("executable") for line in built.stdout.splitlines()]
    return next(program for program in programs if program)


def cost(program: subprocess.Popen, mode: str, statements: int) -> float:
    # A round lasts some hundredths of a second, so that the line's way to the program and back does not count.
    decisions = 1_000_000 // (statements + 5)
    start = time.perf_counter_ns()
    program.stdin.write(f"{mode} {statements} {decisions}\n")
    program.stdin.flush()
    program.stdout.readline()
    return (time.perf_counter_ns() - start) / decisions


if __name__ == "__main__":
    main()
