"""Terraform with Amazon's provider: repositories, their policies and the identities that use them, from apply to destroy."""

import json

import pytest
from botocore.exceptions import ClientError

from lab.terraform import Terraform, example, provider

STACK = """
variable "name" {}
variable "repository" { default = "api" }
variable "team" { default = "red" }
variable "keep" { default = "10" }
variable "action" { default = "ecr:BatchGetImage" }
variable "session" { default = "3600" }
variable "path" { default = "/ci/" }
variable "text" { default = "pushes images" }

data "aws_caller_identity" "me" {}

resource "aws_ecr_repository" "api" {
  name = "${var.name}/${var.repository}"
  tags = { Team = "${var.team}" }
}

resource "aws_ecr_lifecycle_policy" "api" {
  repository = "${aws_ecr_repository.api.name}"
  policy     = <<EOF
{"rules": [{
  "rulePriority": 1, "description": "Keep the last images",
  "selection": {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": ${var.keep}},
  "action": {"type": "expire"}
}]}
EOF
}

resource "aws_iam_user" "deployer" {
  name = "${var.name}-deployer"
  path = "${var.path}"
  tags = { Team = "${var.team}" }
}

resource "aws_iam_access_key" "deployer" {
  user = "${aws_iam_user.deployer.name}"
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = ["${aws_iam_user.deployer.arn}"]
    }
  }
}

resource "aws_iam_role" "push" {
  name                 = "${var.name}-push"
  description          = "${var.text}"
  max_session_duration = "${var.session}"
  assume_role_policy   = "${data.aws_iam_policy_document.trust.json}"
  tags                 = { Team = "${var.team}" }
}

data "aws_iam_policy_document" "push" {
  statement {
    actions   = ["ecr:GetAuthorizationToken"]
    resources = ["*"]
  }
  statement {
    actions   = ["ecr:DescribeRepositories", "ecr:ListImages", "${var.action}"]
    resources = ["${aws_ecr_repository.api.arn}"]
  }
}

resource "aws_iam_policy" "push" {
  name        = "${var.name}-push"
  path        = "/ci/"
  description = "${var.text}"
  policy      = "${data.aws_iam_policy_document.push.json}"
}

resource "aws_iam_role_policy_attachment" "push" {
  role       = "${aws_iam_role.push.name}"
  policy_arn = "${aws_iam_policy.push.arn}"
}

data "aws_iam_policy_document" "pull" {
  statement {
    sid     = "pull"
    actions = ["ecr:GetDownloadUrlForLayer", "${var.action}"]
    principals {
      type        = "AWS"
      identifiers = ["${aws_iam_role.push.arn}", "arn:aws:iam::${data.aws_caller_identity.me.account_id}:root"]
    }
  }
}

resource "aws_ecr_repository_policy" "api" {
  repository = "${aws_ecr_repository.api.name}"
  policy     = "${data.aws_iam_policy_document.pull.json}"
}

data "aws_ecr_repository" "seen" { name = "${aws_ecr_repository_policy.api.repository}" }
data "aws_iam_role" "seen" { name = "${aws_iam_role_policy_attachment.push.role}" }
data "aws_iam_user" "seen" { user_name = "${aws_iam_access_key.deployer.user}" }
"""
# Terraform 0.11 imports no resource that has both type and name with a data source in common: so they are "seen".

# Every resource of the stack; what the provider can import, by the attribute that it is imported by.
IMPORTED_BY = {
    "aws_ecr_repository.api": "name",
    "aws_ecr_lifecycle_policy.api": "repository",
    "aws_iam_user.deployer": "name",
    "aws_iam_role.push": "name",
    "aws_iam_policy.push": "arn",
    "aws_iam_role_policy_attachment.push": "role",
}
RESOURCES = {*IMPORTED_BY, "aws_ecr_repository_policy.api", "aws_iam_access_key.deployer"}


def missing(call, code, **what):
    with pytest.raises(ClientError) as caught:
        call(**what)
    assert caught.value.response["Error"]["Code"] == code


class Stack:
    """What a test has applied, under a name of its own."""

    def __init__(self, terraform, user, name):
        self.terraform = terraform
        self.iam = user.client("iam")
        self.ecr = user.client("ecr")
        # A short one: the name of an IAM user has 64 characters at most.
        self.name = f"tf-{name.rsplit('-', 1)[1]}"
        self.repository = f"{self.name}/api"
        self.settings = {"name": self.name}

    def apply(self, **changes):
        self.settings |= changes
        return self.terraform.apply(**self.settings)

    def plan(self, **changes):
        return self.terraform.plan(**(self.settings | changes))

    def destroy(self):
        return self.terraform.destroy(**self.settings)

    def lifecycle(self):
        return json.loads(self.ecr.get_lifecycle_policy(repositoryName=self.repository)["lifecyclePolicyText"])

    def policy(self):
        return json.loads(self.ecr.get_repository_policy(repositoryName=self.repository)["policyText"])


@pytest.fixture
def stack(folder, user, name):
    """The whole stack, applied. Afterwards it is destroyed, and boto3 finds nothing of it."""
    stack = Stack(Terraform(folder, user, provider(user) + STACK), user, name)
    printed = stack.apply()
    assert f"Apply complete! Resources: {len(RESOURCES)} added, 0 changed, 0 destroyed." in printed
    yield stack
    kept = stack.terraform.resources()
    left = len([address for address in kept if not address.startswith("data.")])
    assert f"Destroy complete! Resources: {left} destroyed." in stack.destroy()
    repository, person = kept["aws_ecr_repository.api"]["name"], kept["aws_iam_user.deployer"]["name"]
    for call in (
        stack.ecr.get_lifecycle_policy,
        stack.ecr.get_repository_policy,
    ):
        missing(call, "RepositoryNotFoundException", repositoryName=repository)
    missing(stack.ecr.describe_repositories, "RepositoryNotFoundException", repositoryNames=[repository])
    missing(stack.iam.get_user, "NoSuchEntity", UserName=person)
    missing(stack.iam.list_access_keys, "NoSuchEntity", UserName=person)
    missing(stack.iam.get_role, "NoSuchEntity", RoleName=kept["aws_iam_role.push"]["name"])
    missing(stack.iam.get_policy, "NoSuchEntity", PolicyArn=kept["aws_iam_policy.push"]["arn"])


def test_apply_makes_what_the_configuration_says(stack, user):
    kept = stack.terraform.resources()
    assert RESOURCES == {address for address in kept if not address.startswith("data.")}
    (repository,) = stack.ecr.describe_repositories(repositoryNames=[stack.repository])["repositories"]
    for source in ("aws_ecr_repository.api", "data.aws_ecr_repository.seen"):
        assert kept[source]["arn"] == repository["repositoryArn"]
        assert kept[source]["repository_url"] == repository["repositoryUri"] == f"{user.host}/{stack.repository}"
        assert (kept[source]["registry_id"], kept[source]["tags.Team"]) == (user.account, "red")
    assert kept["data.aws_caller_identity.me"]["account_id"] == user.account
    assert stack.lifecycle()["rules"][0]["selection"]["countNumber"] == 10
    role = stack.iam.get_role(RoleName=f"{stack.name}-push")["Role"]
    (statement,) = stack.policy()["Statement"]
    assert sorted(statement.pop("Principal")["AWS"]) == sorted([role["Arn"], f"arn:aws:iam::{user.account}:root"])
    assert sorted(statement.pop("Action")) == ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    assert statement == {"Sid": "pull", "Effect": "Allow"}
    assert role["AssumeRolePolicyDocument"]["Statement"][0]["Principal"] == {"AWS": kept["aws_iam_user.deployer"]["arn"]}
    assert kept["data.aws_iam_role.seen"]["unique_id"] == role["RoleId"]
    assert kept["data.aws_iam_user.seen"]["user_id"].startswith("AIDA")
    assert stack.plan() == {}


def test_the_key_and_the_role_that_were_made_work(stack, user):
    kept = stack.terraform.resources()
    key = kept["aws_iam_access_key.deployer"]
    mine = {"aws_access_key_id": key["id"], "aws_secret_access_key": key["secret"]}
    role = kept["aws_iam_role.push"]["arn"]
    session = user.client("sts", **mine).assume_role(RoleArn=role, RoleSessionName="ci")["Credentials"]
    ecr = user.client(
        "ecr",
        aws_access_key_id=session["AccessKeyId"],
        aws_secret_access_key=session["SecretAccessKey"],
        aws_session_token=session["SessionToken"],
    )
    assert ecr.list_images(repositoryName=stack.repository)["imageIds"] == []
    assert ecr.get_authorization_token()["authorizationData"]
    missing(ecr.delete_repository, "AccessDeniedException", repositoryName=stack.repository)


# variables, the plan, and what boto3 sees then
IN_PLACE = [
    ({"team": "blue"}, {"aws_ecr_repository.api": "~", "aws_iam_user.deployer": "~", "aws_iam_role.push": "~"}),
    ({"action": "ecr:DescribeImages"}, {"aws_iam_policy.push": "~", "aws_ecr_repository_policy.api": "~"}),
    ({"session": "7200"}, {"aws_iam_role.push": "~"}),
]


@pytest.mark.parametrize(("change", "plan"), IN_PLACE, ids=[" ".join(change) for change, _ in IN_PLACE])
def test_change_in_place(stack, change, plan):
    before = stack.terraform.resources()
    assert stack.plan(**change) == plan
    assert f"Resources: 0 added, {len(plan)} changed, 0 destroyed." in stack.apply(**change)
    assert stack.plan() == {}
    after = stack.terraform.resources()
    assert {address for address in RESOURCES if before[address] != after[address]} == set(plan)
    team, action = change.get("team", "red"), change.get("action", "ecr:BatchGetImage")
    arn = after["aws_ecr_repository.api"]["arn"]
    assert stack.ecr.list_tags_for_resource(resourceArn=arn)["tags"] == [{"Key": "Team", "Value": team}]
    assert stack.iam.list_user_tags(UserName=f"{stack.name}-deployer")["Tags"] == [{"Key": "Team", "Value": team}]
    role = stack.iam.get_role(RoleName=f"{stack.name}-push")["Role"]
    assert (role["Tags"], role["MaxSessionDuration"]) == (
        [{"Key": "Team", "Value": team}],
        int(change.get("session", "3600")),
    )
    assert action in stack.policy()["Statement"][0]["Action"]
    policy = stack.iam.get_policy(PolicyArn=after["aws_iam_policy.push"]["arn"])["Policy"]
    version = stack.iam.get_policy_version(PolicyArn=policy["Arn"], VersionId=policy["DefaultVersionId"])
    assert action in version["PolicyVersion"]["Document"]["Statement"][1]["Action"]


def test_a_policy_is_changed_more_often_than_it_has_versions(stack):
    """IAM keeps five versions; the provider deletes one of the oldest second before it makes another."""
    for number in range(7):
        stack.apply(action=f"ecr:Describe{number}*")
    arn = stack.terraform.resources()["aws_iam_policy.push"]["arn"]
    versions = stack.iam.list_policy_versions(PolicyArn=arn)["Versions"]
    numbers = [int(one["VersionId"].removeprefix("v")) for one in versions]
    assert len(numbers) == 5
    assert numbers == sorted(numbers, reverse=True)
    assert numbers[0] == 8
    assert [one["IsDefaultVersion"] for one in versions] == [True, False, False, False, False]
    assert stack.plan() == {}


def test_a_user_who_moves_keeps_the_key(stack, user):
    before = stack.terraform.resources()
    stack.apply(path="/elsewhere/")
    stack.apply()
    after = stack.terraform.resources()
    assert after["aws_iam_user.deployer"]["arn"] == f"arn:aws:iam::{user.account}:user/elsewhere/{stack.name}-deployer"
    assert after["aws_iam_user.deployer"]["unique_id"] == before["aws_iam_user.deployer"]["unique_id"]
    assert after["aws_iam_access_key.deployer"] == before["aws_iam_access_key.deployer"]
    assert stack.plan() == {}


REPLACED = [
    ({"keep": "5"}, {"aws_ecr_lifecycle_policy.api": "-/+"}),
    ({"text": "pushes"}, {
        "aws_iam_role.push": "~",
        "aws_iam_policy.push": "-/+",
        "aws_iam_role_policy_attachment.push": "-/+",
    }),
    ({"repository": "web"}, {
        "aws_ecr_repository.api": "-/+",
        "aws_ecr_lifecycle_policy.api": "-/+",
        "aws_ecr_repository_policy.api": "-/+",
        "aws_iam_policy.push": "~",
    }),
]


@pytest.mark.parametrize(("change", "plan"), REPLACED, ids=[" ".join(change) for change, _ in REPLACED])
def test_replacement(stack, change, plan):
    planned = stack.plan(**change)
    assert {address: sign for address, sign in planned.items() if not address.startswith("data.")} == plan
    anew = sum(sign == "-/+" for sign in plan.values())
    assert f"{anew} added, {len(plan) - anew} changed, {anew} destroyed." in stack.apply(**change)
    assert stack.plan() == {}
    if "repository" in change:
        missing(stack.ecr.describe_repositories, "RepositoryNotFoundException", repositoryNames=[stack.repository])
        stack.repository = f"{stack.name}/web"
    assert stack.lifecycle()["rules"][0]["selection"]["countNumber"] == int(change.get("keep", "10"))


def test_import(stack):
    before = stack.terraform.resources()
    for address, attribute in IMPORTED_BY.items():
        key = before[address][attribute]
        if address == "aws_iam_role_policy_attachment.push":
            key += "/" + before[address]["policy_arn"]
        stack.terraform("state", "rm", address)
        stack.terraform("import", address, key, variables=stack.settings)
    # What the provider alone knows, whether a user's keys go with the user, is not the server's to tell.
    assert stack.plan() == {"aws_iam_user.deployer": "~"}
    stack.apply()
    assert stack.plan() == {}
    after = stack.terraform.resources()
    for address in RESOURCES:
        # The id of an attachment is the provider's own: with the time when it was made, or with the policy's name.
        made_up = {"id"} if address == "aws_iam_role_policy_attachment.push" else set()
        assert {key: after[address][key] for key in after[address].keys() - made_up} == {
            key: before[address][key] for key in before[address].keys() - made_up
        }


def test_what_was_changed_by_hand_is_put_right(stack, user):
    stack.ecr.delete_lifecycle_policy(repositoryName=stack.repository)
    stack.ecr.delete_repository_policy(repositoryName=stack.repository)
    arn = stack.terraform.resources()["aws_iam_policy.push"]["arn"]
    stack.iam.detach_role_policy(RoleName=f"{stack.name}-push", PolicyArn=arn)
    stack.iam.untag_user(UserName=f"{stack.name}-deployer", TagKeys=["Team"])
    stack.iam.update_access_key(
        UserName=f"{stack.name}-deployer",
        AccessKeyId=stack.terraform.resources()["aws_iam_access_key.deployer"]["id"],
        Status="Inactive",
    )
    planned = stack.plan()
    assert {address: sign for address, sign in planned.items() if not address.startswith("data.")} == {
        "aws_ecr_lifecycle_policy.api": "+",
        "aws_ecr_repository_policy.api": "+",
        "aws_iam_role_policy_attachment.push": "+",
        "aws_iam_user.deployer": "~",
    }
    stack.apply()
    assert stack.plan() == {}


def test_the_example_of_the_documents(folder, user):
    terraform = Terraform(folder, user, example(user))
    assert "Resources: 4 added, 0 changed, 0 destroyed." in terraform.apply()
    assert terraform.plan() == {}
    assert "Destroy complete! Resources: 4 destroyed." in terraform.destroy()
