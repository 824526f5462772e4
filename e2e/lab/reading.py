"""Reading back what was written: policies compared as infrastructure tools compare them, and refusals."""

import json

import pytest
from botocore.exceptions import ClientError


def refused(code, call, **what):
    """Calls what must fail with this error, and returns the sentence."""
    with pytest.raises(ClientError) as caught:
        call(**what)
    assert caught.value.response["Error"]["Code"] == code, caught.value
    return caught.value.response["Error"]["Message"]


def meaning(policy):
    """A policy in one form of all that mean the same: lists in order, one element as a list, an account as its root.
    The provider holds two policies for equal if and only if these forms are."""
    document = json.loads(policy) if isinstance(policy, str) else policy
    statements = as_list(document["Statement"])
    return {"Version": document["Version"], "Statement": sorted(map(of_statement, statements), key=json.dumps)}


def of_statement(statement):
    plain = {key: value for key, value in statement.items() if key != "Sid" or value}
    for key in ("Action", "NotAction", "Resource", "NotResource"):
        if key in plain:
            plain[key] = sorted(as_list(plain[key]))
    for key in ("Principal", "NotPrincipal"):
        if key in plain:
            named = {"AWS": "*"} if plain[key] == "*" else plain[key]
            plain[key] = {kind: sorted(map(of_principal, as_list(who))) for kind, who in named.items()}
    if "Condition" in plain:
        tests = plain["Condition"].items()
        plain["Condition"] = {test: {key: sorted(as_list(value)) for key, value in keys.items()} for test, keys in tests}
    return dict(sorted(plain.items()))


def of_principal(who):
    return f"arn:aws:iam::{who}:root" if who.isdecimal() else who


def as_list(value):
    return value if isinstance(value, list) else [value]
