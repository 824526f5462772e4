"""Says what lifecycle policies cost, in CPU time, which other work on the machine changes little.

    python3 e2e/lifecycle/speed.py [--rounds N]

The programs do one thing as often as they are told: crates/lifecycle/examples/evaluate.rs evaluates policies on 100,000
images, crates/registry/examples/lifecycle.rs previews one on 100,000 images in SQLite. Of the rounds the median is shown.
"""

from __future__ import annotations

import argparse
import json
import os
import pathlib
import statistics
import subprocess

ROOT = pathlib.Path(__file__).parent.parent.parent
# What is measured: the name, the line for the program without its number, how often in a round, the limit in seconds.
POLICIES = [
    ("100,000 images, 7 rules", "usual", 1, 0.5),
    ("100,000 images, 10 rules, 3 of them ours", "ours", 1, 0.5),
    ("100,000 images, 50 rules of a prefix", "prefixes", 1, 0.5),
    ("100,000 images, 50 rules of four wildcards", "wildcards", 1, 1.5),
    ("1,000,000 images of 10 repositories, 7 rules", "usual", 10, 5.0),
]
PREVIEWS = [
    ("a preview of 100,000 images in SQLite that finds nothing", "facts", 1, None),
    ("a preview that finds 50,000, with the bytes of 400,000 layers", "expire", 1, None),
]


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--rounds", type=int, default=5)
    rounds = options.parse_args().rounds
    measure(build("lifecycle", "evaluate"), POLICIES, rounds)
    measure(build("registry", "lifecycle"), PREVIEWS, rounds, is_told="ready")


def build(package: str, example: str) -> pathlib.Path:
    words = ["cargo", "build", "--release", "--package", package, "--example", example]
    built = subprocess.run([*words, "--message-format", "json"], cwd=ROOT, stdout=subprocess.PIPE, check=True, text=True)
    messages = [json.loads(line) for line in built.stdout.splitlines()]
    return next(pathlib.Path(one["executable"]) for one in messages if one.get("target", {}).get("name") == example
                and one.get("executable"))


def measure(program: pathlib.Path, cases: list, rounds: int, is_told: str | None = None) -> None:
    with subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1) as running:
        if is_told:
            assert running.stdout.readline().strip() == is_told
        for name, line, times, limit in cases:
            taken, found = [], ""
            for _ in range(rounds):
                before = cpu(running.pid)
                running.stdin.write(f"{line} {times}\n")
                running.stdin.flush()
                found = running.stdout.readline().strip()
                taken.append(cpu(running.pid) - before)
            wanted = f", wanted {limit} s" if limit else ""
            print(f"{name}: {statistics.median(taken):.3f} s{wanted}; {found} acts", flush=True)
            assert limit is None or statistics.median(taken) <= limit
        running.stdin.close()


def cpu(process: int) -> float:
    """The seconds that all threads of a process have had a processor."""
    threads = pathlib.Path(f"/proc/{process}/task")
    return sum(int((threads / one / "schedstat").read_text().split()[0]) for one in os.listdir(threads)) / 1e9


if __name__ == "__main__":
    main()
