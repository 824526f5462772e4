"""Quotas and rates of a configuration file, as real clients meet them."""

import urllib.request

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from conftest import workspace

from lab.images import image, write_layout
from lab.process import run
from lab.server import Server

CONFIGURATION = """
[quotas]
profile = "ecr"
repositories = 6
images = 2
tags = 2
rates = [
    "operation=DescribeRegistry rate=1/minute burst=2",
    "operation=GetAccountSetting rate=2 burst=1",
    "operation=BatchGetImage rate=30/minute burst=1",
]
"""


@pytest.fixture(scope="module")
def small():
    folder = workspace("quotas")
    path = folder / "hythe.toml"
    path.write_text(CONFIGURATION)
    running = Server(folder, "--config", path).start()
    yield running
    running.stop()


@pytest.fixture
def skopeo(small, tmp_path):
    env = {"REGISTRY_AUTH_FILE": tmp_path / "auth.json"}
    user = small.user()

    def call(*words, **how):
        return run("/usr/bin/skopeo", *words, env=env, home=tmp_path, **how)

    call("login", "--tls-verify=false", "--username", "AWS", "--password-stdin", user.host, stdin=user.password())
    return call


def error(call):
    with pytest.raises(ClientError) as refused:
        call()
    return refused.value.response


def test_boto3_sees_a_throttling_exception(small):
    client = small.user().client(config=Config(retries={"total_max_attempts": 1}))
    for _ in range(2):
        client.describe_registry()
    response = error(client.describe_registry)
    assert response["Error"] == {"Code": "ThrottlingException", "Message": "Rate exceeded"}
    assert response["ResponseMetadata"]["HTTPStatusCode"] == 400


def test_boto3_tries_again_by_itself(small):
    client = small.user().client(config=Config(retries={"total_max_attempts": 8, "mode": "standard"}))
    answers = [client.get_account_setting(name="BLOB_MOUNTING") for _ in range(3)]
    assert sum(answer["ResponseMetadata"]["RetryAttempts"] for answer in answers) >= 1


def test_skopeo_waits_or_says_why(small, skopeo, tmp_path):
    user = small.user()
    user.create("throttled")
    write_layout(tmp_path / "layout", image("throttled"))
    where = f"docker://{user.host}/throttled:v1"
    skopeo("copy", "--dest-tls-verify=false", f"oci:{tmp_path}/layout:latest", where)
    outcomes = []
    for _ in range(3):
        try:
            skopeo("inspect", "--raw", "--tls-verify=false", where)
            outcomes.append("pulled")
        except AssertionError as refused:
            assert "toomanyrequests: Rate exceeded" in str(refused)
            outcomes.append("refused")
    with urllib.request.urlopen(f"{small.url.rstrip('/')}/metrics") as answer:
        throttled = [line for line in answer.read().decode().splitlines() if 'status="429"' in line]
    assert throttled, outcomes
    assert "pulled" in outcomes


def test_the_quota_of_images(small, skopeo, tmp_path):
    user = small.user()
    user.create("full")
    for number in range(3):
        layout = tmp_path / f"layout{number}"
        write_layout(layout, image(f"full {number}"))
        where = f"docker://{user.host}/full:v{number}"
        pushed = skopeo("copy", "--dest-tls-verify=false", f"oci:{layout}:latest", where, fails=number == 2)
    sentence = "The repository with name 'full' in registry with id '111122223333' already has the maximum allowed"
    assert f"denied: {sentence} number of images which is '2'" in pushed.err
    client = user.client()
    client.batch_delete_image(repositoryName="full", imageIds=[{"imageTag": "v0"}])
    skopeo("copy", "--dest-tls-verify=false", f"oci:{layout}:latest", where)
    manifest = image("full 2").manifest.decode()
    client.put_image(repositoryName="full", imageManifest=manifest, imageTag="second")
    refused = error(lambda: client.put_image(repositoryName="full", imageManifest=manifest, imageTag="third"))
    assert refused["Error"] == {
        "Code": "LimitExceededException",
        "Message": "Adding tag 'third' to an image in the repository with name 'full' in registry with id "
        "'111122223333' exceeds the maximum allowed number of tags per image which is '2'.",
    }


def test_the_quota_of_repositories(small):
    user = small.user()
    there = len(user.client().describe_repositories()["repositories"])
    for number in range(there, 6):
        user.create(f"one-of-{number}")
    refused = error(lambda: user.create("too-many"))
    assert refused["Error"] == {
        "Code": "LimitExceededException",
        "Message": "The registry with id '111122223333' already has the maximum allowed number of repositories which "
        "is '6'",
    }
    user.client().delete_repository(repositoryName=f"one-of-{5}")
    user.create("room-again")
