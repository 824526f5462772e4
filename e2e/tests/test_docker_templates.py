"""Docker Engine and what a registry decides by itself: a push that makes its repository, and layers that are mounted."""

import json

import pytest

from lab.images import write_context
from lab.reading import refused

FILTERS = [{"filterType": "WILDCARD", "filter": "dev-*"}]
LIFECYCLE = {
    "rules": [
        {
            "rulePriority": 1,
            "selection": {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 20},
            "action": {"type": "expire"},
        }
    ]
}


@pytest.fixture
def ecr(user):
    return user.client()


@pytest.fixture
def app(docker, tmp_path):
    def build(tag, word, **parts):
        return docker.build(write_context(tmp_path / f"context-{word}", word, **parts), tag)

    return build


@pytest.fixture
def template(ecr, user, name):
    """The template of everything under the test's own prefix: all of it but a key."""
    policy = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "pull",
                "Effect": "Allow",
                "Principal": {"AWS": f"arn:aws:iam::{user.account}:root"},
                "Action": "ecr:BatchGetImage",
            }
        ],
    }
    ecr.create_repository_creation_template(
        prefix=name,
        appliedFor=["CREATE_ON_PUSH"],
        imageTagMutability="IMMUTABLE_WITH_EXCLUSION",
        imageTagMutabilityExclusionFilters=FILTERS,
        repositoryPolicy=json.dumps(policy),
        lifecyclePolicy=json.dumps(LIFECYCLE),
        resourceTags=[{"Key": "Team", "Value": "shop"}],
    )
    yield policy
    ecr.delete_repository_creation_template(prefix=name)


def test_a_push_makes_the_repository_that_its_template_says(docker, app, ecr, user, name, template):
    repository = f"{name}/api"
    ref = f"{user.host}/{repository}"
    app(f"{ref}:v1", "first")
    docker("push", f"{ref}:v1")
    (made,) = ecr.describe_repositories(repositoryNames=[repository])["repositories"]
    assert made["imageTagMutability"] == "IMMUTABLE_WITH_EXCLUSION"
    assert made["imageTagMutabilityExclusionFilters"] == FILTERS
    assert made["encryptionConfiguration"] == {"encryptionType": "AES256"}
    assert ecr.list_tags_for_resource(resourceArn=made["repositoryArn"])["tags"] == [{"Key": "Team", "Value": "shop"}]
    assert json.loads(ecr.get_repository_policy(repositoryName=repository)["policyText"]) == template
    assert json.loads(ecr.get_lifecycle_policy(repositoryName=repository)["lifecyclePolicyText"]) == LIFECYCLE
    (image,) = ecr.describe_images(repositoryName=repository)["imageDetails"]
    assert (image["imageTags"], image["imageDigest"]) == (["v1"], docker.digest(f"{ref}:v1"))
    # The template's word on tags holds from the first push on.
    app(f"{ref}:v1", "second")
    assert "tag is immutable" in docker("push", f"{ref}:v1", fails=True).text
    for word in ("third", "fourth"):
        app(f"{ref}:dev-1", word)
        docker("push", f"{ref}:dev-1")
    docker.forget()
    docker("pull", f"{ref}:dev-1")
    assert docker.output(f"{ref}:dev-1") == "fourth"


def test_a_push_beside_the_prefix_makes_nothing(docker, app, ecr, user, name, template):
    beside = f"{name}-beside/api"
    app(f"{user.host}/{beside}:v1", "beside")
    assert f"The repository with name '{beside}' does not exist" in docker(
        "push", f"{user.host}/{beside}:v1", fails=True
    ).text
    refused("RepositoryNotFoundException", ecr.describe_repositories, repositoryNames=[beside])


def test_the_account_says_whether_layers_are_mounted(docker, app, ecr, user, ref, repo, name):
    app(f"{ref}:v1", "mounted", layers=2)
    docker("push", f"{ref}:v1")
    try:
        # In this order: docker asks for a mount from one repository only, the one that it knows the layer of last.
        for setting, expected, other in (
            ("ENABLED", f"Mounted from {repo}", "Pushed"),
            ("DISABLED", "Pushed", "Mounted from"),
        ):
            ecr.put_account_setting(name="BLOB_MOUNTING", value=setting)
            second = f"{name}-{setting.lower()}"
            user.create(second)
            docker("tag", f"{ref}:v1", f"{user.host}/{second}:v1")
            printed = docker("push", f"{user.host}/{second}:v1").out
            assert printed.count(expected) == 3, printed
            assert other not in printed, printed
    finally:
        ecr.put_account_setting(name="BLOB_MOUNTING", value="ENABLED")
