"""Why the two engines differ where they do; crates/iam/ORACLE.md has the argument for each.

A rule names statements. It explains a difference if both engines agree once those statements are left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

NEGATED = re.compile(r"Not(Equals|Like|IpAddress)|^NotIp|:NotIp")


def values(node: object) -> list[str]:
    return [str(value) for value in node] if isinstance(node, list) else [str(node)]


def conditions(statement: dict) -> Iterator[tuple[str, str, list[str]]]:
    for operator, keys in statement.get("Condition", {}).items():
        for key, node in keys.items():
            yield operator, key, values(node)


def present(case: dict, key: str) -> list[str]:
    known = {own.lower(): value for own, value in case["context"].items()}
    return known.get(key.lower(), [])


def older_variables(_: dict, policy: dict, statement: dict) -> bool:
    return policy["Version"] == "2008-10-17" and "${" in str(statement)


def variables_without_value(case: dict, _: dict, statement: dict) -> bool:
    texts = [text for operator, _, texts in conditions(statement) if NEGATED.search(operator) for text in texts]
    texts += values(statement.get("NotResource", []))
    variables = [name for text in texts for name in re.findall(r"\$\{([^,}*?$]+)\}", text)]
    return any(len(present(case, name)) != 1 for name in variables)


def incomplete_arns(_: dict, __: dict, statement: dict) -> bool:
    negated = [text for operator, _, texts in conditions(statement) if "ArnNot" in operator for text in texts]
    negated += [text for text in values(statement.get("NotResource", [])) if text != "*"]
    return any(text.count(":") < 5 for text in negated)


def any_value_if_exists(case: dict, _: dict, statement: dict) -> bool:
    asked = [(operator, key) for operator, key, _ in conditions(statement)]
    return any(
        operator.startswith("ForAnyValue:") and operator.endswith("IfExists") and not present(case, key)
        for operator, key in asked
    )


def exceptions_of_principals(_: dict, __: dict, statement: dict) -> bool:
    return "NotPrincipal" in statement


def seconds_as_dates(_: dict, __: dict, statement: dict) -> bool:
    dates = [texts for operator, _, texts in conditions(statement) if "Date" in operator]
    return any(text.isdigit() for texts in dates for text in texts)


def whole_networks(_: dict, __: dict, statement: dict) -> bool:
    networks = [texts for operator, _, texts in conditions(statement) if "IpAddress" in operator]
    return any(text.endswith("/0") for texts in networks for text in texts)


def other_family(case: dict, _: dict, statement: dict) -> bool:
    asked = [(key, texts) for operator, key, texts in conditions(statement) if "NotIpAddress" in operator]
    families = [({":" in text for text in texts}, {":" in text for text in present(case, key)}) for key, texts in asked]
    return any(theirs - ours for ours, theirs in families)


def literal_escapes(_: dict, __: dict, statement: dict) -> bool:
    escape = re.compile(r"\$\{[*?$]\}")
    return any("Equals" in operator and any(map(escape.search, texts)) for operator, _, texts in conditions(statement))


def session_as_principal(case: dict, _: dict, statement: dict) -> bool:
    principal = statement.get("Principal")
    named = values(principal.get("AWS", []) if isinstance(principal, dict) else principal or [])
    has_session_policy = any(kind == "session" for kind, _ in case["policies"])
    return has_session_policy and ("*" in named or case["principal"] in named)


RULES: dict[str, Callable[[dict, dict, dict], bool]] = {
    "variables in documents of 2008-10-17": older_variables,
    "variables without a value, negated": variables_without_value,
    "incomplete ARNs, negated": incomplete_arns,
    "ForAnyValue with IfExists, no key": any_value_if_exists,
    "NotPrincipal": exceptions_of_principals,
    "dates as seconds": seconds_as_dates,
    "networks of all addresses": whole_networks,
    "NotIpAddress of another family": other_family,
    "literal escapes in operators of equality": literal_escapes,
    "the session or everyone as principal, and a session policy": session_as_principal,
}


def without(case: dict, rules: list[str]) -> dict | None:
    """The case without the statements of the rules; `None` if there are none."""
    applies = [RULES[name] for name in rules]
    policies = [(kind, dict(policy)) for kind, policy in case["policies"]]
    for kind, policy in policies:
        kept = [one for one in policy["Statement"] if not any(rule(case, policy, one) for rule in applies)]
        # A policy must have a statement, and a limit must stay one: this one is about nothing that is asked for.
        nothing = dict(policy["Statement"][0], Effect="Allow", Action="none:None", Resource="*")
        for element in ("NotAction", "NotResource", "Condition", "NotPrincipal"):
            nothing.pop(element, None)
        if "Principal" in nothing or "NotPrincipal" in policy["Statement"][0]:
            nothing["Principal"] = "*"
        if kind == "trust":
            nothing.pop("Resource")
        policy["Statement"] = kept or [nothing]
    changed = any(policy["Statement"] != old["Statement"] for (_, policy), (_, old) in zip(policies, case["policies"]))
    return {**case, "policies": policies} if changed else None
