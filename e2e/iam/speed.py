"""Says what it costs to let a request in, in nanoseconds.

    python3 e2e/iam/speed.py [--rounds N]

The programs do one thing as often as they are told: crates/iam/examples/decide_many.rs decides by 1, 50 and 500 statements,
crates/registry/examples/authorize.rs does the parts of a request's way in. Of the rounds the median is shown, and the
fastest.
"""

from __future__ import annotations

import argparse
import json
import pathlib
import statistics
import subprocess
import time

ROOT = pathlib.Path(__file__).parent.parent.parent
# What is measured: the name, the line for the program without its number, how often in a round.
DECISIONS = [
    (f"{mode} by {statements} statements", f"{mode} {statements}", 1_000_000 // (statements + 5))
    for statements in (1, 50, 500)
    for mode in ("decide", "evaluate")
]
PARTS = [
    ("a decision for a known caller", "authorize", 100_000),
    ("opening a docker token", "token", 10_000),
    ("noting a pull", "pull", 100_000),
    ("verifying a signature, key lookup included", "signature", 5_000),
]


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--rounds", type=int, default=101)
    rounds = options.parse_args().rounds
    measure(build("iam", "decide_many"), DECISIONS, rounds)
    measure(build("registry", "authorize"), PARTS, rounds)


def build(package: str, example: str) -> str:
    command = ["cargo", "build", "--quiet", "--release", "--package", package, "--example", example]
    built = subprocess.run([*command, "--message-format", "json"], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    programs = [json.loads(line).get("executable") for line in built.stdout.splitlines()]
    return next(program for program in programs if program)


def measure(command: str, cases: list[tuple[str, str, int]], rounds: int) -> None:
    with subprocess.Popen([command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as program:
        for name, line, times in cases:
            costs = [cost(program, line, times) for _ in range(rounds)]
            print(f"{name}: median {statistics.median(costs):.0f} ns, fastest {min(costs):.0f} ns")


def cost(program: subprocess.Popen, line: str, times: int) -> float:
    # A round lasts some hundredths of a second, so that the line's way to the program and back does not count.
    start = time.perf_counter_ns()
    program.stdin.write(f"{line} {times}\n")
    program.stdin.flush()
    program.stdout.readline()
    return (time.perf_counter_ns() - start) / times


if __name__ == "__main__":
    main()
