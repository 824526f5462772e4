"""Amazon's credential helper for docker, unmodified: it serves only hosts of ECR's own form.

The host names of ECR lead to this machine inside the tests' namespace (isolated.sh sees to that), and a second server
listens on their port with a certificate of its own authority, which docker trusts for these hosts.
"""

import json
import pathlib

import pytest

from lab.daemons import Docker
from lab.images import write_context
from lab.process import GO, run
from lab.server import ACCOUNT, OTHER_REGION, REGION, Server

HELPER = GO / "docker-credential-ecr-login"
HOST = f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com"


def helper_env(user, home, url=None):
    """What the helper reads. It keeps a token for hours in its cache folder, so each test has its own."""
    return user.env | {"AWS_ENDPOINT_URL_ECR": url or user.url, "AWS_ECR_CACHE_DIR": home / "cache"}


def ask(user, host, home, **how):
    """The helper's protocol: a host on standard input, JSON on standard output."""
    return run(HELPER, "get", stdin=host, env=helper_env(user, home), home=home, **how)


@pytest.mark.parametrize("region", [REGION, OTHER_REGION])
def test_the_helper_gets_a_password(server, engine, region, tmp_path):
    user = server.user(region=region)
    answer = json.loads(ask(user, f"{ACCOUNT}.dkr.ecr.{region}.amazonaws.com", tmp_path).out)
    assert answer["Username"] == "AWS"
    assert "Login Succeeded" in Docker(engine, tmp_path / "docker").login(user, answer["Secret"]).out


def test_the_helper_files_the_token_under_the_host_of_ecr(server, tmp_path):
    """The helper takes no proxyEndpoint but one of ECR's form, even from an endpoint that has another name."""
    user = server.user()
    ask(user, HOST, tmp_path)
    listed = run(HELPER, "list", env=helper_env(user, tmp_path), home=tmp_path)
    assert json.loads(listed.out) == {f"https://{HOST}": "AWS"}


def test_the_helper_refuses_another_host(server, tmp_path):
    ask(server.user(), "registry.example.com", tmp_path, fails=True)


@pytest.fixture(scope="module")
def secure(tmp_path_factory):
    """A server with TLS on the port that a reference without a port means."""
    running = Server(tmp_path_factory.mktemp("secure"), "--tls", "auto", listen="127.0.0.1:443").start()
    yield running
    running.stop()


@pytest.fixture
def trusted(secure):
    """Lets docker trust the server's authority for ECR's host. The folder is a mount of the tests' own."""
    authority = pathlib.Path("/etc/docker/certs.d") / HOST
    authority.mkdir(parents=True, exist_ok=True)
    (authority / "ca.crt").write_bytes((secure.data / "tls" / "ca.pem").read_bytes())
    yield secure.user()
    (authority / "ca.crt").unlink()


@pytest.mark.parametrize("url", [None, f"https://{HOST}"], ids=["by-address", "by-ecr-name"])
def test_docker_pushes_and_pulls_through_the_helper(engine, trusted, name, url, tmp_path):
    """No login: docker asks the helper, the helper asks the server, by its address or by ECR's name for it."""
    docker = Docker(engine, tmp_path / "docker")
    docker.env |= helper_env(trusted, tmp_path, url)
    (docker.folder / "config.json").write_text(json.dumps({"credHelpers": {HOST: "ecr-login"}}))
    trusted.create(name)
    reference = f"{HOST}/{name}:v1"
    docker.build(write_context(tmp_path / "context", "helped"), reference)
    docker("push", reference)
    docker.forget()
    docker("pull", reference)
    assert docker.output(reference) == "helped"


def test_an_ecr_host_stands_for_its_registry(trusted, name, tmp_path):
    """Asked by ECR's host name, the server answers with ECR's host name."""
    url = f"https://{HOST}"
    client = trusted.client(endpoint_url=url)
    assert client.create_repository(repositoryName=name)["repository"]["repositoryUri"] == f"{HOST}/{name}"
    (data,) = client.get_authorization_token()["authorizationData"]
    assert data["proxyEndpoint"] == url
