"""Docker Engine: the story of a person with a Dockerfile."""

import os

import pytest

from lab.daemons import Docker
from lab.images import sha256, write_context


@pytest.fixture
def app(docker, tmp_path):
    """Builds an image that prints a word and gives it a name."""

    def build(tag, word, **parts):
        return docker.build(write_context(tmp_path / f"context-{word}", word, **parts), tag)

    return build


def test_login_is_accepted(engine, user, password, tmp_path):
    assert "Login Succeeded" in Docker(engine, tmp_path / "d").login(user, password).out


def test_login_with_a_wrong_password_is_refused(engine, user, tmp_path):
    refused = Docker(engine, tmp_path / "d").login(user, "not-a-token", fails=True)
    assert "Login Succeeded" not in refused.text
    assert any(status in refused.text for status in ("400 Bad Request", "401 Unauthorized", "unauthorized")), (
        refused.text
    )


def test_login_with_an_altered_token_is_refused(engine, user, password, tmp_path):
    middle = len(password) // 2
    altered = password[:middle] + ("A" if password[middle] != "A" else "B") + password[middle + 1 :]
    Docker(engine, tmp_path / "d").login(user, altered, fails=True)


def test_push_without_login_says_no_credentials(engine, docker, app, ref, tmp_path):
    app(f"{ref}:v1", "nobody")
    refused = Docker(engine, tmp_path / "stranger")("push", f"{ref}:v1", fails=True)
    assert "no basic auth credentials" in refused.text


def test_push_remove_pull_run(docker, app, ref):
    app(f"{ref}:v1", "first-word")
    docker("push", f"{ref}:v1")
    digest = docker.digest(f"{ref}:v1")
    docker.forget()

    assert docker("pull", f"{ref}:v1").out.count("Pull complete") == 1
    assert docker.output(f"{ref}:v1") == "first-word"
    assert docker.digest(f"{ref}:v1") == digest


def test_pull_by_digest(docker, app, ref):
    app(f"{ref}:v1", "by-digest")
    docker("push", f"{ref}:v1")
    digest = docker.digest(f"{ref}:v1")
    docker.forget()
    docker("pull", f"{ref}@{digest}")
    assert docker.output(f"{ref}@{digest}") == "by-digest"


def test_second_push_finds_every_layer(docker, app, ref):
    app(f"{ref}:v1", "again", layers=2)
    docker("push", f"{ref}:v1")
    again = docker("push", f"{ref}:v1").out
    assert again.count("Layer already exists") == 3
    assert "Pushed" not in again


def test_second_tag_names_the_same_image(docker, app, ref, repo, user):
    app(f"{ref}:v1", "two-tags")
    docker("push", f"{ref}:v1")
    docker("tag", f"{ref}:v1", f"{ref}:latest")
    docker("push", f"{ref}:latest")
    (only,) = user.client().describe_images(repositoryName=repo)["imageDetails"]
    assert sorted(only["imageTags"]) == ["latest", "v1"]
    assert only["imageDigest"] == docker.digest(f"{ref}:v1")


def test_a_moved_tag_leaves_the_old_image_untagged(docker, app, ref, repo, user):
    app(f"{ref}:v1", "old")
    docker("push", f"{ref}:v1")
    app(f"{ref}:v1", "new")
    docker("push", f"{ref}:v1")
    images = user.client().list_images(repositoryName=repo)["imageIds"]
    assert sorted(one.get("imageTag", "") for one in images) == ["", "v1"]


def test_image_of_many_layers(docker, app, ref):
    app(f"{ref}:v1", "many", layers=30)
    docker("push", f"{ref}:v1")
    docker.forget()
    assert docker("pull", f"{ref}:v1").out.count("Pull complete") == 31
    assert docker.output(f"{ref}:v1", "/bin/busybox", "cat", "/files/29") == "many 29"


def test_image_of_more_than_50_mib(docker, app, ref):
    payload = os.urandom(60 << 20)
    app(f"{ref}:v1", "large", payload=payload)
    docker("push", f"{ref}:v1")
    docker.forget()
    docker("pull", f"{ref}:v1")
    printed = docker.output(f"{ref}:v1", "/bin/busybox", "sha256sum", "/payload")
    assert "sha256:" + printed.split()[0] == sha256(payload)


def test_push_of_all_tags(docker, app, ref, repo, user):
    for number in range(4):
        app(f"{ref}:v{number}", f"tag{number}")
    docker("push", "--all-tags", ref)
    tags = [one["imageTag"] for one in user.client().list_images(repositoryName=repo)["imageIds"]]
    assert sorted(tags) == ["v0", "v1", "v2", "v3"]
    docker.forget()
    docker("pull", "--all-tags", ref)
    assert docker.output(f"{ref}:v3") == "tag3"


def test_manifest_list(docker, app, ref):
    for architecture in ("amd64", "arm64"):
        app(f"{ref}:{architecture}", f"on-{architecture}")
        docker("push", f"{ref}:{architecture}")
    docker("manifest", "create", "--insecure", f"{ref}:multi", f"{ref}:amd64", f"{ref}:arm64")
    docker("manifest", "annotate", "--arch", "arm64", f"{ref}:multi", f"{ref}:arm64")
    docker("manifest", "push", "--insecure", f"{ref}:multi")
    docker.forget()
    docker("pull", f"{ref}:multi")
    assert docker.output(f"{ref}:multi") == "on-amd64"


def test_layers_are_shared_between_repositories(docker, app, ref, user, name):
    """Docker offers the layers of the first repository for a mount; the server may take it or ask for the bytes."""
    user.create(f"{name}-second")
    app(f"{ref}:v1", "shared", layers=3)
    docker("push", f"{ref}:v1")
    second = f"{user.host}/{name}-second:v1"
    docker("tag", f"{ref}:v1", second)
    docker("push", second)
    docker.forget()
    docker("pull", second)
    assert docker.output(second) == "shared"


def test_pull_of_a_deleted_image_fails(docker, app, ref, repo, user):
    app(f"{ref}:v1", "gone")
    docker("push", f"{ref}:v1")
    user.client().batch_delete_image(repositoryName=repo, imageIds=[{"imageTag": "v1"}])
    refused = docker("pull", f"{ref}:v1", fails=True)
    assert "Requested image not found" in refused.text


def test_push_to_a_missing_repository_shows_the_sentence_of_ecr(docker, app, user, name):
    missing = f"{user.host}/{name}"
    app(f"{missing}:v1", "homeless")
    refused = docker("push", f"{missing}:v1", fails=True)
    sentence = f"The repository with name '{name}' does not exist in the registry with id '{user.account}'"
    assert f"name unknown: {sentence}" in refused.text


def test_pull_from_a_missing_repository_shows_the_sentence_of_ecr(docker, user, name):
    refused = docker("pull", f"{user.host}/{name}:v1", fails=True)
    assert f"The repository with name '{name}' does not exist in the registry with id '{user.account}'" in refused.text
