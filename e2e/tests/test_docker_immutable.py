"""Docker Engine at a repository whose tags must not move."""

import pytest

from lab.images import write_context
from lab.process import run


@pytest.fixture
def push(docker, ref, tmp_path):
    """Builds an image that prints a word and pushes it under a tag."""

    def build_and_push(tag, word, **how):
        docker.build(write_context(tmp_path / f"context-{tag}-{word}", word), f"{ref}:{tag}")
        return docker("push", f"{ref}:{tag}", **how)

    return build_and_push


@pytest.fixture
def freeze(user, repo):
    """Makes the repository's tags immutable with the command line client that a person has at hand."""
    words = ["ecr", "put-image-tag-mutability", "--repository-name", repo, "--image-tag-mutability", "IMMUTABLE"]

    def call():
        run("/usr/bin/aws", *words, "--endpoint-url", user.url, env=user.env)

    return call


def sentence(tag, repo):
    return f"The image tag '{tag}' already exists in the '{repo}' repository and cannot be overwritten because the tag is immutable."


def test_an_immutable_tag_does_not_move(docker, push, freeze, ref, repo):
    push("v1", "kept")
    digest = docker.digest(f"{ref}:v1")
    freeze()
    refused = push("v1", "intruder", fails=True)
    assert f"tag invalid: {sentence('v1', repo)}" in refused.text

    docker.forget()
    docker("pull", f"{ref}:v1")
    assert docker.output(f"{ref}:v1") == "kept"
    assert docker.digest(f"{ref}:v1") == digest


def test_a_new_tag_is_welcome_at_an_immutable_repository(docker, push, freeze, ref):
    freeze()
    push("v1", "one")
    push("v2", "two")
    docker("tag", f"{ref}:v1", f"{ref}:also-v1")
    docker("push", f"{ref}:also-v1")


def test_a_deleted_tag_may_be_pushed_again(docker, push, freeze, repo, user, ref):
    push("v1", "before")
    freeze()
    user.client().batch_delete_image(repositoryName=repo, imageIds=[{"imageTag": "v1"}])
    push("v1", "after")
    assert docker.output(f"{ref}:v1") == "after"


def test_an_excluded_tag_moves(push, user, repo):
    user.client().put_image_tag_mutability(
        repositoryName=repo,
        imageTagMutability="IMMUTABLE_WITH_EXCLUSION",
        imageTagMutabilityExclusionFilters=[{"filterType": "WILDCARD", "filter": "dev-*"}],
    )
    push("dev-1", "draft")
    push("dev-1", "revised")
    push("v1", "released")
    assert sentence("v1", repo) in push("v1", "recalled", fails=True).text


def test_a_mutable_repository_may_protect_some_tags(push, user, repo):
    user.client().put_image_tag_mutability(
        repositoryName=repo,
        imageTagMutability="MUTABLE_WITH_EXCLUSION",
        imageTagMutabilityExclusionFilters=[{"filterType": "WILDCARD", "filter": "release-*"}],
    )
    push("latest", "draft")
    push("latest", "revised")
    push("release-1", "released")
    assert sentence("release-1", repo) in push("release-1", "recalled", fails=True).text
