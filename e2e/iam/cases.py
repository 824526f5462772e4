"""Random requests with random policies, in the words of one registry."""

from __future__ import annotations

import random

OWN, OTHER = "111122223333", "444455556666"
ACTIONS = ["ecr:BatchGetImage", "ecr:PutImage", "ecr:DescribeImages"]
OF_RESOURCE = ["repository", "registry", "trust"]
ROLE = f"arn:aws:iam::{OWN}:role/deploy"
NAMES = ["team/app", "team/api", "ann/app", "base"]
PRINCIPALS = [
    f"arn:aws:iam::{account}:{rest}" for account in (OWN, OWN, OTHER) for rest in ("user/ann", "user/ann", "root")
] + [f"arn:aws:sts::{account}:assumed-role/ci/run" for account in (OWN, OWN, OWN, OTHER)]
PRINCIPALS += ["lambda.amazonaws.com", "anonymous"]

NAMED = [
    OWN,
    OTHER,
    f"arn:aws:iam::{OWN}:root",
    f"arn:aws:iam::{OTHER}:root",
    f"arn:aws:iam::{OWN}:user/ann",
    f"arn:aws:iam::{OTHER}:user/ann",
    f"arn:aws:iam::{OWN}:role/ci",
    f"arn:aws:iam::{OTHER}:role/ci",
    f"arn:aws:sts::{OWN}:assumed-role/ci/run",
    f"arn:aws:sts::{OWN}:assumed-role/ci/night",
    "*",
]
ACTION_PATTERNS = ["*", "ecr:*", "ecr:Batch*", "ECR:putimage", "ecr:?utImage", "ecr:*Image*", "s3:*", "ecr:Put"]
ACTION_PATTERNS += ["sts:*", "sts:Assume*"]
RESOURCE_PATTERNS = [
    "*",
    "arn:aws:ecr:*",
    "arn:aws:ecr:*:*:repository/*",
    "arn:aws:ecr:eu-west-1:111122223333:repository/team/*",
    "arn:aws:ecr:eu-west-1:111122223333:repository/team",
    "arn:aws:ecr:eu-west-1:*:repository/????",
    "arn:aws:ecr:eu-west-1:*:repository/*a*p",
    "arn:aws:ecr:eu-west-1:111122223333:repository/${aws:username}/*",
    "arn:aws:ecr:eu-west-1:111122223333:repository/${aws:PrincipalTag/none, 'team'}/*",
    "arn:aws:ecr:eu-west-1:111122223333:repository/${aws:PrincipalTag/none}/*",
    "arn:aws:s3:::team",
    "arn:aws:iam::111122223333:role/*",
]
TEXTS = ["team", "ann", "Team", "te*", "t?am", "*", "prod-1", "", "${*}", "te${*}", "t${?}am", "${$}x"]
TEXTS += ["${aws:username}", "${aws:PrincipalTag/text}", "${aws:PrincipalTag/none}"]
TEXTS += ["${aws:PrincipalTag/none, 'ann'}"]
ARNS = ["arn:aws:iam::111122223333:role/*", "arn:aws:iam::*:role/ci", "arn:aws:iam::1111222233??:role/ci", "arn:aws:*"]
ARNS += ["*", "arn:aws:iam:*", "arn:aws:iam::111122223333:role/ci"]
ARNS += ["arn:aws:iam::111122223333:role/${aws:PrincipalTag/text}"]
NUMBERS = ["0", "5", "5.0", "5.5", "-1", "10", "007"]
DATES = ["2026-01-05T10:15:00Z", "2026-01-05", "1767608100", "2027-01-01T00:00:00Z", "2025-06-01T00:00:00+02:00"]
NETWORKS = ["10.0.0.0/8", "203.0.113.7", "203.0.113.7/32", "0.0.0.0/0", "2001:db8::/32", "::/0"]
BYTES = ["QQ==", "cQ==", "Qg=="]

OPERATORS = {
    "text": (
        ["StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"]
        + ["StringLike", "StringNotLike"],
        TEXTS,
    ),
    "arn": (["ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike"], ARNS),
    "number": (
        ["NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals", "NumericGreaterThan"]
        + ["NumericGreaterThanEquals"],
        NUMBERS,
    ),
    "date": (
        ["DateEquals", "DateNotEquals", "DateLessThan", "DateLessThanEquals", "DateGreaterThan"]
        + ["DateGreaterThanEquals"],
        DATES,
    ),
    "bool": (["Bool"], ["true", "false", "True"]),
    "bytes": (["BinaryEquals"], BYTES),
    "address": (["IpAddress", "NotIpAddress"], NETWORKS),
}
# The keys are global ones, since the other engine drops keys that the action does not have: a tag for one value of any
# type, and for several values one of the keys that have several.
LISTS = {
    "text": "aws:TagKeys",
    "arn": "aws:CalledVia",
    "number": "aws:PrincipalOrgPaths",
    "date": "aws:PrincipalServiceNamesList",
    "bool": "aws:SourceOrgPaths",
    "bytes": "aws:ResourceOrgPaths",
    "address": "aws:VpceOrgPaths",
}
# What a request says.
VALUES = {
    "text": ["team", "ann", "Team", "te*", "*", "TEAM", "prod-1", "xyz"],
    "arn": [
        "arn:aws:iam::111122223333:role/ci",
        "arn:aws:iam::444455556666:role/ci",
        "arn:aws:iam::111122223333:role/team",
    ],
    "number": ["0", "5", "5.5", "9", "-2"],
    "date": ["2026-01-05T10:15:00Z", "2026-06-01T00:00:00Z"],
    "bool": ["true", "false"],
    "bytes": ["QQ==", "qq==", "Qg=="],
    "address": ["10.1.2.3", "203.0.113.7", "2001:db8::1"],
}


def case(chance: random.Random) -> dict:
    """One request with the policies that apply to it."""
    principal = chance.choice(PRINCIPALS)
    known = principal.startswith("arn:")
    assumes = known and not principal.endswith(":root") and chance.random() < 0.1
    kinds = ["trust"] if assumes else resource_kinds(chance, 0.5 if known else 0.9)
    if known and not principal.endswith(":root"):
        # A user's own policies and those of its groups.
        kinds += ["identity"] * chance.choice([0, 1, 1, 1, 2, 4])
        kinds += ["boundary"] * chance.choice([0, 0, 1])
    if known:
        kinds += ["control"] * chance.choice([0, 0, 0, 1, 2])
    if ":assumed-role/" in principal:
        kinds += ["session"] * chance.choice([0, 1])
    context = {"aws:username": [chance.choice(["ann", "team", "*"])]} if "user/" in principal else {}
    for kind, values in VALUES.items():
        if chance.random() < 0.7:
            context[f"aws:PrincipalTag/{kind}"] = [chance.choice(values)]
        if chance.random() < 0.7:
            context[LISTS[kind]] = chance.sample(values, chance.choice([1, 2]))
    version = "2012-10-17" if chance.random() < 0.9 else "2008-10-17"
    repository = f"arn:aws:ecr:eu-west-1:{OWN}:repository/{chance.choice(NAMES)}"
    return {
        "principal": principal,
        "action": "sts:AssumeRole" if assumes else chance.choice(ACTIONS),
        "resource": ROLE if assumes else repository,
        "owner": OWN,
        "context": context,
        "policies": [(kind, policy(chance, kind, version)) for kind in kinds],
    }


def resource_kinds(chance: random.Random, share: float) -> list[str]:
    """A repository has a policy, its registry has one, or both have."""
    if chance.random() >= share:
        return []
    return chance.choice([["repository"], ["registry"], ["repository", "registry"]])


def policy(chance: random.Random, kind: str, joined: str) -> dict:
    """A policy; those of a resource have one version, since the other engine takes them as one policy."""
    statements = [statement(chance, kind) for _ in range(chance.choice([1, 1, 2, 3]))]
    version = "2012-10-17" if chance.random() < 0.9 else "2008-10-17"
    return {"Version": joined if kind in OF_RESOURCE else version, "Statement": statements}


def statement(chance: random.Random, kind: str) -> dict:
    deny = chance.random() < 0.2
    made: dict = {"Effect": "Deny" if deny else "Allow"}
    if kind in OF_RESOURCE:
        element = "NotPrincipal" if deny and kind != "trust" and chance.random() < 0.4 else "Principal"
        made[element] = principals(chance, element)
    broad = chance.random() < 0.5
    action = "NotAction" if chance.random() < 0.1 else "Action"
    made[action] = "*" if broad and action == "Action" else some(chance, ACTION_PATTERNS)
    resource = "NotResource" if chance.random() < 0.1 else "Resource"
    broad = chance.random() < 0.5
    # Policies of a repository may say which resource they are about, those of roles must not.
    if kind != "trust" and (kind != "repository" or chance.random() < 0.5):
        # STS refuses session policies with ARNs that have fewer than six components.
        whole = [text for text in RESOURCE_PATTERNS if kind != "session" or text == "*" or text.count(":") >= 5]
        made[resource] = "*" if broad and resource == "Resource" else some(chance, whole)
    if chance.random() < 0.5:
        made["Condition"] = dict(condition(chance) for _ in range(chance.choice([1, 1, 2])))
    return made


def principals(chance: random.Random, element: str) -> object:
    if element == "Principal" and chance.random() < 0.2:
        return "*"
    if chance.random() < 0.15:
        return {"Service": "lambda.amazonaws.com", "AWS": some(chance, NAMED)}
    count = chance.choice([1, 2, 3]) if element == "NotPrincipal" else chance.choice([1, 2])
    return {"AWS": chance.sample(NAMED[:-1] if element == "NotPrincipal" else NAMED, count)}


def condition(chance: random.Random) -> tuple[str, dict]:
    kind = chance.choice([*OPERATORS, "text", "text", "arn", "null"])
    if kind == "null":
        key = chance.choice(list(VALUES))
        return "Null", {f"aws:PrincipalTag/{key}": chance.choice(["true", "false"])}
    names, values = OPERATORS[kind]
    name, key = chance.choice(names), f"aws:PrincipalTag/{kind}"
    if chance.random() < 0.35:
        name, key = chance.choice(["ForAllValues:", "ForAnyValue:"]) + name, LISTS[kind]
    if chance.random() < 0.2:
        name += "IfExists"
    if chance.random() < 0.2:
        key = key.upper() if chance.random() < 0.5 else key.lower()
    return name, {key: some(chance, values)}


def some(chance: random.Random, values: list[str]) -> object:
    chosen = chance.sample(values, min(len(values), chance.choice([1, 1, 2])))
    return chosen[0] if len(chosen) == 1 and chance.random() < 0.5 else chosen
