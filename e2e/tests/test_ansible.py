"""Ansible's module for repositories, `community.aws.ecs_ecr`: the second run of anything changes nothing."""

import json

import pytest
from botocore.exceptions import ClientError

from lab.ansible import Ansible, example
from lab.images import image
from lab.layers import push


@pytest.fixture
def ansible(folder, user):
    return Ansible(folder, user)


@pytest.fixture
def twice(ansible, name):
    """Runs the module twice with each set of options: the first run changes something, the second nothing. Returns
    what the first runs reported."""

    def call(*options):
        reports = ansible.ecs_ecr(*({"name": name} | one for one in options for _ in range(2)))
        assert [report["changed"] for report in reports] == [True, False] * len(options), reports
        return reports[::2]

    return call


def described(user, name):
    (repository,) = user.client().describe_repositories(repositoryNames=[name])["repositories"]
    return repository


def is_missing(user, name):
    with pytest.raises(ClientError) as caught:
        described(user, name)
    return caught.value.response["Error"]["Code"] == "RepositoryNotFoundException"


def rules(number):
    selection = {"tagStatus": "untagged", "countType": "sinceImagePushed", "countUnit": "days", "countNumber": number}
    action = {"type": "expire"}
    return {"rules": [{"rulePriority": 1, "description": "old", "selection": selection, "action": action}]}


def policy(user, *actions):
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "read",
                "Effect": "Allow",
                "Principal": {"AWS": f"arn:aws:iam::{user.account}:root"},
                "Action": list(actions),
            }
        ],
    }


def test_create_and_delete(twice, user, name):
    made, gone = twice({"state": "present"}, {"state": "absent"})
    assert made["created"] is True
    assert made["repository"]["repositoryUri"] == f"{user.host}/{name}"
    assert (gone["name"], gone["state"]) == (name, "absent")
    assert is_missing(user, name)


def test_every_option_at_once(twice, user, name):
    """But `encryption_configuration`: of AES256 the module makes a request that boto3 itself refuses."""
    document = policy(user, "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer")
    options = {"image_tag_mutability": "immutable", "scan_on_push": True, "policy": document, "lifecycle_policy": rules(30)}
    (made,) = twice(options | {"registry_id": user.account})
    assert made["created"] is True
    repository = described(user, name)
    assert repository["imageTagMutability"] == "IMMUTABLE"
    assert repository["imageScanningConfiguration"] == {"scanOnPush": True}
    assert repository["encryptionConfiguration"] == {"encryptionType": "AES256"}
    text = user.client().get_lifecycle_policy(repositoryName=name)["lifecyclePolicyText"]
    assert json.loads(text) == rules(30)
    kept = user.client().get_repository_policy(repositoryName=name)["policyText"]
    assert json.loads(kept) == document


def test_settings(twice, user, repo):
    twice({"image_tag_mutability": "immutable"}, {"image_tag_mutability": "mutable", "scan_on_push": True})
    repository = described(user, repo)
    assert (repository["imageTagMutability"], repository["imageScanningConfiguration"]) == ("MUTABLE", {"scanOnPush": True})


def test_policy(twice, user, repo):
    documents = [
        policy(user, "ecr:BatchGetImage"),
        policy(user, "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage"),
        policy(user, "ecr:*"),
    ]
    *written, purged = twice(*({"policy": document} for document in documents), {"purge_policy": True})
    for document, report in zip(documents, written, strict=True):
        assert sorted(report["policy"]["Statement"][0]["Action"]) == sorted(document["Statement"][0]["Action"])
    assert purged["policy"] is None
    with pytest.raises(ClientError) as caught:
        user.client().get_repository_policy(repositoryName=repo)
    assert caught.value.response["Error"]["Code"] == "RepositoryPolicyNotFoundException"


def test_policy_that_names_a_role(twice, user, repo, request):
    iam = user.client("iam")
    trust = policy(user, "sts:AssumeRole")
    arn = iam.create_role(RoleName="ansible", AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
    request.addfinalizer(lambda: iam.delete_role(RoleName="ansible"))
    document = policy(user, "ecr:BatchGetImage")
    document["Statement"][0]["Principal"]["AWS"] = arn
    twice({"policy": document})


def test_lifecycle_policy(twice, user, repo):
    twice({"lifecycle_policy": rules(30)}, {"lifecycle_policy": rules(7)})
    text = user.client().get_lifecycle_policy(repositoryName=repo)["lifecyclePolicyText"]
    assert json.loads(text) == rules(7)
    twice({"purge_lifecycle_policy": True})
    with pytest.raises(ClientError) as caught:
        user.client().get_lifecycle_policy(repositoryName=repo)
    assert caught.value.response["Error"]["Code"] == "LifecyclePolicyNotFoundException"


def test_a_repository_with_images_goes_only_by_force(ansible, twice, user, repo):
    push(user, repo, image("kept"), "v1")
    (refused,) = ansible.ecs_ecr({"name": repo, "state": "absent"})
    assert refused["failed"] is True
    assert "cannot be deleted because it still contains images" in refused["msg"]
    twice({"state": "absent", "force_absent": True})
    assert is_missing(user, repo)


def test_check_mode_changes_nothing(ansible, user, name, repo):
    """Of tag mutability alone the module says in check mode that it would change; of the rest that it was skipped."""
    before = described(user, repo)
    would, leave = ansible.ecs_ecr(
        {"name": repo, "image_tag_mutability": "immutable"},
        {"name": repo, "state": "absent"},
        words=["--check"],
    )
    assert (would["changed"], would["skipped"], leave["skipped"]) == (True, True, True)
    assert described(user, repo) == before
    ansible.ecs_ecr({"name": f"{name}-not-made"}, words=["--check"])
    assert is_missing(user, f"{name}-not-made")


def test_the_example_of_the_documents(ansible, user):
    (first,) = ansible.play(example(user))
    assert (first["changed"], first["created"]) == (True, True)
    # Without the line that says where the server is, it is where the environment says.
    elsewhere = example(user).replace(f"      endpoint_url: {user.url}\n", "")
    assert user.url not in elsewhere
    (again,) = ansible.play(elsewhere, AWS_ENDPOINT_URL=user.url)
    assert (again["changed"], again["created"]) == (False, False)
    ansible.ecs_ecr({"name": "shop/api", "state": "absent"})
    assert is_missing(user, "shop/api")
