"""Compares the decisions of crates/iam with those of an independent engine, on random cases.

    python3 e2e/iam/oracle.py [--cases N] [--seed N] [--show N] [--summary FILE]

The other engine is the npm package @cloud-copilot/iam-simulate. Its licence is AGPL, so it is installed into a
temporary folder outside of the repository, driven as a process, and nothing of it is kept. Differences that
crates/iam/ORACLE.md explains are counted by explanation; any other one makes the exit status 1.
"""

from __future__ import annotations

import argparse
import collections
import json
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

import cases
import explanations

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parent.parent
PACKAGE = "@cloud-copilot/iam-simulate@0.1.173"
BATCH = 5_000
CHUNK = 200


class Engine:
    """A process that answers each line with a line. It is kept, since it gets faster while it runs."""

    def __init__(self, command: list[str]) -> None:
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, batch: list[dict]) -> list[str]:
        words: list[str] = []
        # Fewer answers than a pipe holds, so that neither side waits for the other to read.
        for start in range(0, len(batch), CHUNK):
            chunk = batch[start : start + CHUNK]
            self.process.stdin.write("".join(json.dumps(case) + "\n" for case in chunk))
            self.process.stdin.flush()
            words += [self.process.stdout.readline().rstrip("\n") for _ in chunk]
        assert all(words), f"{self.process.args}: no answer"
        return words

    def close(self) -> None:
        self.process.stdin.close()
        assert self.process.wait() == 0, f"{self.process.args}: failed"


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--cases", type=int, default=20_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--show", type=int, default=3, help="unexplained cases to print")
    options.add_argument("--summary", type=pathlib.Path, help="where scripts/e2e looks for the result")
    asked = options.parse_args()
    chance = random.Random(asked.seed)
    with tempfile.TemporaryDirectory(prefix="iam-oracle.") as folder:
        theirs = Engine(install(pathlib.Path(folder)))
        ours = Engine(build())
        tally: collections.Counter = collections.Counter()
        left = asked.cases
        while left:
            batch = [cases.case(chance) for _ in range(min(BATCH, left))]
            left -= len(batch)
            compare(ours, theirs, batch, tally, asked.show)
        ours.close()
        theirs.close()
    for name, count in sorted(tally.items()):
        print(f"{count:9}  {name}")
    failed = any(name.startswith("UNEXPLAINED") for name in tally)
    if asked.summary:
        version = f"{asked.cases:,} cases, {PACKAGE.rpartition('/')[2]}"
        asked.summary.write_text(f"iam oracle|{int(not failed)}|{int(failed)}|{version}\n")
    return int(failed)


def install(folder: pathlib.Path) -> list[str]:
    subprocess.run(["npm", "install", "--silent", "--prefix", folder, PACKAGE], check=True, stdout=sys.stderr)
    driver = folder / "simulate.mjs"
    shutil.copy(HERE / "simulate.mjs", driver)
    return ["node", str(driver)]


def build() -> list[str]:
    command = ["cargo", "build", "--quiet", "--release", "--package", "iam", "--example", "decide", "--message-format", "json"]
    built = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
    programs = [json.loads(line).get("executable") for line in built.splitlines()]
    return [next(program for program in programs if program)]


def compare(ours: Engine, theirs: Engine, batch: list[dict], tally: collections.Counter, show: int) -> None:
    differing = []
    for case, own, other in zip(batch, ours.ask(batch), theirs.ask(batch)):
        if own == other:
            tally[f"agreed: {own}"] += 1
        else:
            differing.append((case, own, other))
    for number, why in explain(ours, theirs, [case for case, _, _ in differing]).items():
        _, own, other = differing[number]
        tally[f"explained: {why}: {own}, not {other}"] += 1
        differing[number] = None
    for case, own, other in filter(None, differing):
        name = f"UNEXPLAINED: {own}, and {other}"
        tally[name] += 1
        if tally[name] <= show:
            print(json.dumps({"ours": own, "theirs": other, **case}), file=sys.stderr)


def explain(ours: Engine, theirs: Engine, batch: list[dict]) -> dict[int, str]:
    """By number of the case, the first rule that explains it, or that it takes several."""
    attempts = [([name], name) for name in explanations.RULES]
    attempts.append((list(explanations.RULES), "several of these"))
    found: dict[int, str] = {}
    for rules, name in attempts:
        tried = {number: explanations.without(case, rules) for number, case in enumerate(batch) if number not in found}
        tried = {number: case for number, case in tried.items() if case}
        cases_left = list(tried.values())
        if cases_left:
            answers = zip(tried, ours.ask(cases_left), theirs.ask(cases_left))
            found |= {number: name for number, own, other in answers if own == other}
    return found


if __name__ == "__main__":
    sys.exit(main())
