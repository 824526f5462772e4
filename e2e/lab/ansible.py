"""Ansible: a playbook of one play on this machine, and what each task of it reported."""

import json
import os
import pathlib

from lab.process import VENV, run

DOCUMENT = pathlib.Path(__file__).parents[2] / "docs" / "clients.md"


def example(user):
    """The playbook that the documents show, for this server."""
    chapter = DOCUMENT.read_text().split("\n## Ansible\n", 1)[1]
    return chapter.split("```yaml\n", 1)[1].split("```", 1)[0].replace("http://127.0.0.1:5000", user.url)


class Ansible:
    """One person with Ansible. Modules run in this environment's Python, where boto3 is."""

    def __init__(self, folder, user):
        self.folder = pathlib.Path(folder)
        self.user = user
        (self.folder / "ansible.cfg").touch()
        (self.folder / "inventory").write_text(f"localhost ansible_python_interpreter={VENV / 'python'}\n")

    def ecs_ecr(self, *options, words=()):
        """What the module reports for each set of options: one task each, in one play, since starting Ansible is slow."""
        place = {"endpoint_url": self.user.url, "region": self.user.region}
        tasks = [{"community.aws.ecs_ecr": place | one} for one in options]
        play = {"hosts": "localhost", "connection": "local", "gather_facts": False, "tasks": tasks}
        return self.play(json.dumps([play]), *words)

    def play(self, text, *words, **variables):
        """The report of each task of a playbook."""
        (self.folder / "play.yml").write_text(text)
        env = self.user.env | {
            "ANSIBLE_CONFIG": self.folder / "ansible.cfg",
            "ANSIBLE_HOME": self.folder / "home",
            "ANSIBLE_STDOUT_CALLBACK": "ansible.posix.json",
            "ANSIBLE_LOCAL_TEMP": self.folder / "local",
            "ANSIBLE_REMOTE_TEMP": self.folder / "remote",
            "PATH": f"{VENV}:{os.defpath}",
            **variables,
        }
        command = [VENV / "ansible-playbook", "-i", self.folder / "inventory", self.folder / "play.yml", *words]
        done = run(*command, env=env, home=self.folder, cwd=self.folder, codes=(0, 2))
        (play,) = json.loads(done.out[done.out.index("{") :])["plays"]
        reports = [task["hosts"]["localhost"] for task in play["tasks"]]
        assert (done.code == 2) == any(report.get("failed") for report in reports), done.text
        return reports
