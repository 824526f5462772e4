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
BATCH = 20_000


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--cases", type=int, default=20_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--show", type=int, default=3, help="unexplained cases to print")
    options.add_argument("--summary", type=pathlib.Path, help="where scripts/e2e looks for the result")
    asked = options.parse_args()
    chance = random.Random(asked.seed)
    with tempfile.TemporaryDirectory(prefix="iam-oracle.") as folder:
        theirs = install(pathlib.Path(folder))
        ours = build()
        tally: collections.Counter = collections.Counter()
        left = asked.cases
        while left:
            batch = [cases.case(chance) for _ in range(min(BATCH, left))]
            left -= len(batch)
            compare(ours, theirs, batch, tally, asked.show)
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


def ask(program: list[str], batch: list[dict]) -> list[str]:
    lines = "".join(json.dumps(case) + "\n" for case in batch)
    answer = subprocess.run(program, input=lines, check=True, stdout=subprocess.PIPE, text=True).stdout
    words = answer.splitlines()
    assert len(words) == len(batch), f"{program}: {len(words)} answers to {len(batch)} cases"
    return words


def compare(ours: list[str], theirs: list[str], batch: list[dict], tally: collections.Counter, show: int) -> None:
    differing = []
    for case, own, other in zip(batch, ask(ours, batch), ask(theirs, batch)):
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


def explain(ours: list[str], theirs: list[str], batch: list[dict]) -> dict[int, str]:
    """By number of the case, the first rule that explains it, or that it takes several."""
    attempts = [([name], name) for name in explanations.RULES]
    attempts.append((list(explanations.RULES), "several of these"))
    found: dict[int, str] = {}
    for rules, name in attempts:
        tried = {number: explanations.without(case, rules) for number, case in enumerate(batch) if number not in found}
        tried = {number: case for number, case in tried.items() if case}
        cases_left = list(tried.values())
        if cases_left:
            answers = zip(tried, ask(ours, cases_left), ask(theirs, cases_left))
            found |= {number: name for number, own, other in answers if own == other}
    return found


if __name__ == "__main__":
    sys.exit(main())
