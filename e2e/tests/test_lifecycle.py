"""Lifecycle policies by the AWS command line and boto3: preview, wait, put, a run; and what is ours beside them."""

import json
import os
import sqlite3
import time

import boto3
import pytest

from lab.images import image
from lab.layers import push
from lab.process import VENV, run
from lab.server import BINARY

MODELS = os.environ.get("HYTHE_MODELS") or os.path.join(os.path.dirname(__file__), "../../models")


def rule(priority, action="expire", **selection):
    return {"rulePriority": priority, "selection": selection, "action": {"type": action}}


KEEP_ONE = {"rules": [rule(1, tagStatus="any", countType="imageCountMoreThan", countNumber=1)]}


@pytest.fixture
def aws(user):
    def call(*words):
        words = [VENV / "aws", "ecr", *words, "--endpoint-url", user.url, "--output", "json"]
        done = run(*words, env=user.env)
        print(f"$ aws {' '.join(str(word) for word in words[1:-4])}\n{done.out}")
        return json.loads(done.out or "{}")

    return call


@pytest.fixture
def three(user, repo):
    """Three images, oldest first."""
    return [push(user, repo, image(f"lifecycle {tag}"), tag)["imageId"]["imageDigest"] for tag in ("v1", "v2", "v3")]


@pytest.fixture
def due(server):
    """Makes the policy of a repository due, which it is an hour after it was put otherwise."""

    def call(repo):
        with sqlite3.connect(server.data / "metadata.sqlite", timeout=10) as database:
            which = "repository_id = (SELECT id FROM repository WHERE name = ?)"
            changed = database.execute(f"UPDATE lifecycle_policy SET due_at = 0 WHERE {which}", [repo]).rowcount
        assert changed == 1
        database.close()

    return call


def wait_for(is_so):
    for _ in range(200):
        if is_so():
            return
        time.sleep(0.1)
    raise AssertionError("it did not happen")


def test_preview_put_and_run_by_the_command_line(aws, repo, three, due):
    named = ["--repository-name", repo]
    text = ["--lifecycle-policy-text", json.dumps(KEEP_ONE)]
    assert aws("start-lifecycle-policy-preview", *named, *text)["status"] == "IN_PROGRESS"
    aws("wait", "lifecycle-policy-preview-complete", *named)
    preview = aws("get-lifecycle-policy-preview", *named)
    assert [one["imageDigest"] for one in preview["previewResults"]] == three[:2]
    assert preview["summary"] == {"expiringImageTotalCount": 2}
    aws("put-lifecycle-policy", *named, *text)
    due(repo)
    listed = lambda: aws("list-images", *named)["imageIds"]
    wait_for(lambda: len(listed()) == 1)
    assert listed()[0]["imageTag"] == "v3"
    assert aws("get-lifecycle-policy", *named)["lastEvaluatedAt"]


def test_keep_untag_and_hold(user, repo, three, due, tmp_path):
    ecr, hythe = user.client(), own(user)
    tagged = {"tagStatus": "tagged", "countType": "imageCountMoreThan", "countNumber": 1}
    rules = [
        rule(1, "untag", **tagged, tagPatternList=["v*"]),
        rule(2, "keep", tagStatus="tagged", tagPatternList=["v1"]),
        rule(3, tagStatus="any", countType="imageCountMoreThan", countNumber=1),
    ]
    text = json.dumps({"rules": rules})
    (tmp_path / "policy.json").write_text(text)
    hythe.put_image_hold(repositoryName=repo, imageId={"imageDigest": three[1]}, reason="incident 7")
    command = [BINARY, "lifecycle", "preview", repo, "--policy", tmp_path / "policy.json"]
    env = user.env | {"AWS_ENDPOINT_URL": user.url, "AWS_ACCESS_KEY_ID": user.key, "AWS_SECRET_ACCESS_KEY": user.secret}
    printed = run(*command, env=env).out
    print(f"$ hythe lifecycle preview {repo} --policy policy.json\n{printed}")
    assert "takes the tag 'v1' off: it is number 3 from the newest, and 1 stay." in printed
    whole = json.loads(run(*command, "--json", env=env).out)
    assert whole["summary"]["untaggedTagTotalCount"] == 1, whole
    ecr.put_lifecycle_policy(repositoryName=repo, lifecyclePolicyText=text)
    due(repo)
    ids = lambda: ecr.list_images(repositoryName=repo)["imageIds"]
    wait_for(lambda: len([one for one in ids() if "imageTag" in one]) == 2)
    tags = {one["imageDigest"]: one.get("imageTag") for one in ids()}
    assert tags == {three[0]: None, three[1]: "v2", three[2]: "v3"}
    with pytest.raises(ecr.exceptions.RepositoryNotEmptyException):
        ecr.delete_repository(repositoryName=repo, force=True)
    hythe.delete_image_hold(repositoryName=repo, imageId={"imageDigest": three[1]})
    hythe.put_repository_deletion_protection(repositoryName=repo, deletionProtection="ENABLED")
    with pytest.raises(ecr.exceptions.InvalidParameterException):
        ecr.delete_repository(repositoryName=repo, force=True)
    hythe.put_repository_deletion_protection(repositoryName=repo, deletionProtection="DISABLED")
    ecr.delete_repository(repositoryName=repo, force=True)


def own(user):
    """A client of our own API: botocore looks for models in <folder>/<service>/<version>."""
    session = boto3.session.Session()
    core = session._session
    folder = os.path.join(os.environ["TMPDIR"], "models/hythe/2026-11-22")
    os.makedirs(folder, exist_ok=True)
    for file in ("service-2.json", "paginators-1.json"):
        with open(os.path.join(MODELS, "hythe", file)) as source, open(os.path.join(folder, file), "w") as target:
            target.write(source.read())
    core.get_component("data_loader").search_paths.append(os.path.dirname(os.path.dirname(folder)))
    return session.client(
        "hythe",
        endpoint_url=user.url,
        region_name=user.region,
        aws_access_key_id=user.key,
        aws_secret_access_key=user.secret,
    )
