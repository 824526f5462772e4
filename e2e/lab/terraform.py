"""Terraform with Amazon's provider: a folder with a configuration and its state."""

import json
import pathlib

from lab.process import TOOLS, VENV, run

PLUGINS = TOOLS / "terraform"
DOCUMENT = pathlib.Path(__file__).parents[2] / "docs" / "clients.md"


def example(user):
    """The configuration that the documents show, for this server. It is for providers of every age; the one here asks
    EC2 for what it can do, for minutes where there is no network, unless a setting that newer ones lack is added."""
    chapter = DOCUMENT.read_text().split("\n## Terraform\n", 1)[1]
    shown = chapter.split("```hcl\n", 1)[1].split("```", 1)[0]
    old = shown.replace("\n\n  endpoints", "\n  skip_get_ec2_platforms = true\n\n  endpoints", 1)
    assert old != shown
    return old.replace("http://127.0.0.1:5000", user.url)


def provider(user):
    """The provider's block of the documents, for this server."""
    block, end, _ = example(user).partition("\n}\n")
    return block + end


class Terraform:
    """One configuration of one person. Nothing is fetched: the provider is the plugin that scripts/e2e built."""

    def __init__(self, folder, user, configuration):
        self.folder = pathlib.Path(folder)
        self.env = user.env | {"CHECKPOINT_DISABLE": "1", "TF_IN_AUTOMATION": "1", "TF_INPUT": "0"}
        (self.folder / "main.tf").write_text(configuration)
        self("init", "-no-color", "-input=false", f"-plugin-dir={PLUGINS}")

    def __call__(self, *words, variables=None, **how):
        env = self.env | {f"TF_VAR_{name}": value for name, value in (variables or {}).items()}
        return run(VENV / "terraform", *words, env=env, home=self.folder, cwd=self.folder, **how)

    def apply(self, **variables):
        return self("apply", "-no-color", "-auto-approve", variables=variables).out

    def destroy(self, **variables):
        return self("destroy", "-no-color", "-auto-approve", variables=variables).out

    def plan(self, **variables):
        """`{address: sign}` of what would be done, empty when there is nothing; the exit code must say the same."""
        done = self("plan", "-no-color", "-detailed-exitcode", variables=variables, codes=(0, 2))
        lines = [line.strip().split() for line in done.out.split("\n")]
        signs = ("+", "~", "-", "-/+", "<=")
        found = {words[1]: words[0] for words in lines if len(words) > 1 and words[0] in signs and "." in words[1]}
        assert bool(found) == (done.code == 2), done.text
        return found

    def resources(self):
        """`{address: attributes}` of the state. Attributes are flat texts, as Terraform 0.11 keeps them."""
        (module,) = json.loads((self.folder / "terraform.tfstate").read_text())["modules"]
        return {address: kept["primary"]["attributes"] for address, kept in module["resources"].items()}
