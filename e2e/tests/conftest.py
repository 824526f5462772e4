"""One server for all tests, one engine per kind of client, and the summary by client at the end."""

import itertools
import os
import pathlib
import re
from collections import Counter

import pytest

from lab.daemons import DOCKER, Containerd, Docker, DockerEngine
from lab.process import GO, VENV, run
from lab.server import BINARY, Server
from lab.terraform import PLUGINS


def built(tool):
    """The version that the installer asked the Go toolchain for; it leaves a file of that name beside the tool."""
    return ["sh", "-c", f"ls -A {GO} | grep -o '{tool}@.*'"]


# client, the module that tests it, and the command that prints its version
CLIENTS = [
    ("docker", "test_docker", [DOCKER, "--version"]),
    ("containerd ctr", "test_containerd", ["/usr/bin/ctr", "--version"]),
    ("skopeo", "test_skopeo", ["/usr/bin/skopeo", "--version"]),
    ("podman", "test_podman", ["/usr/bin/podman", "--version"]),
    ("buildah", "test_buildah", ["/usr/bin/buildah", "--version"]),
    ("aws cli 1 and 2", "test_aws_cli", ["sh", "-c", f"{VENV}/aws --version; /usr/bin/aws --version"]),
    ("terraform", "test_terraform", ["sh", "-c", f"{VENV}/terraform version; ls {PLUGINS}"]),
    ("ansible", "test_ansible", ["sh", "-c", f"{VENV}/ansible-community --version"]),
    ("boto3", "test_boto3", [VENV / "python", "-c", "import boto3; print(boto3.__version__)"]),
    ("lifecycle", "test_lifecycle", ["sh", "-c", f"{VENV}/aws --version"]),
    ("archive", "test_archive", [VENV / "python", "-c", "import boto3; print(boto3.__version__)"]),
    ("boto3 for sts", "test_sts_boto3", [VENV / "python", "-c", "import boto3; print(boto3.__version__)"]),
    ("boto3 for hythe", "test_hythe_api", [VENV / "python", "-c", "import boto3; print(boto3.__version__)"]),
    ("boto3 for iac", "test_iac_boto3", [VENV / "python", "-c", "import boto3; print(boto3.__version__)"]),
    ("boto3 for iam", "test_iam_", [VENV / "python", "-c", "import boto3; print(boto3.__version__)"]),
    ("boto3 and aws cli for kms", "test_kms_", [VENV / "python", "-c", "import boto3; print(boto3.__version__)"]),
    ("boto3 and skopeo, quotas", "test_quotas", ["/usr/bin/skopeo", "--version"]),
    ("hythe, stopped and limited", "test_limits", [BINARY, "--version"]),
    ("ext4, power cuts", "test_power_cut", ["/usr/sbin/mkfs.ext4", "-V"]),
    ("small and failing disks", "test_faults", ["/usr/sbin/mkfs.ext4", "-V"]),
    ("hythe events, audit", "test_events", [BINARY, "--version"]),
    ("crane", "test_crane", built("crane")),
    ("regctl", "test_regctl", built("regctl")),
    ("helm", "test_helm", built("helm")),
    ("oras", "test_oras", [VENV / "python", "-c", "import oras.version as v; print(v.__version__)"]),
    ("ecr credential helper", "test_credential_helper", built("docker-credential-ecr-login")),
]

_numbers = itertools.count(1)


def workspace(name):
    """A folder with a short path: a unix socket's path may be 108 bytes long at most."""
    folder = pathlib.Path(os.environ["TMPDIR"]) / name
    folder.mkdir()
    return folder


@pytest.fixture
def folder():
    """A folder with a short path, for clients that limit the length (podman: 50 characters)."""
    return workspace(f"t{next(_numbers)}")


@pytest.fixture(scope="session")
def server():
    running = Server(workspace("hythe")).start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def user(server):
    """The administrator of the default account in the default region."""
    return server.user()


@pytest.fixture
def name(request):
    """A repository name that no other test uses. The repository does not exist yet."""
    words = re.sub(r"[^a-z0-9]+", "-", request.node.originalname.removeprefix("test_").lower()).strip("-")
    return f"e2e/{words}-{next(_numbers)}"


@pytest.fixture
def repo(user, name):
    """The name of a repository of the default account, empty."""
    user.create(name)
    return name


@pytest.fixture
def ref(user, repo):
    """HOST:PORT/NAME of an empty repository."""
    return f"{user.host}/{repo}"


@pytest.fixture(scope="session")
def password(user):
    return user.password()


@pytest.fixture(scope="session")
def engine():
    running = DockerEngine(workspace("docker")).start()
    yield running
    running.stop()


@pytest.fixture
def docker(engine, user, password, tmp_path):
    """The docker command of a person who has logged in."""
    command = Docker(engine, tmp_path / "docker")
    command.login(user, password)
    return command


@pytest.fixture(scope="session")
def containerd():
    running = Containerd(workspace("containerd")).start()
    yield running
    running.stop()


def pytest_terminal_summary(terminalreporter):
    """Leaves a line per client with what ran for scripts/e2e to print. A test that was left out counts as failed."""
    tally = Counter()
    for outcome in ("passed", "failed", "error", "skipped"):
        for report in terminalreporter.stats.get(outcome, []):
            module = pathlib.Path(report.nodeid.split("::")[0]).stem
            tally[module, "passed" if outcome == "passed" else "failed"] += 1
    lines = []
    for client, prefix, command in CLIENTS:
        passed = sum(n for (module, how), n in tally.items() if module.startswith(prefix) and how == "passed")
        failed = sum(n for (module, how), n in tally.items() if module.startswith(prefix) and how == "failed")
        if passed or failed:
            lines.append(f"{client:<22}|{passed}|{failed}|{version(command)}")
    (pathlib.Path(os.environ["TMPDIR"]) / "summary").write_text("".join(f"{line}\n" for line in lines))


def version(command):
    printed = run(*command).text.split("\n")
    return "; ".join(line.strip() for line in printed if line.strip())
