"""Terraform with Amazon's provider: the other identities, another region over HTTPS, and a role that Terraform takes on."""

import json

import pytest

from lab.reading import refused
from lab.server import Server
from lab.terraform import Terraform, provider

GROUPS_AND_PROFILES = """
variable "name" {}
variable "action" { default = "ecr:BatchGetImage" }

data "aws_iam_policy_document" "pull" {
  statement {
    sid       = "pull"
    actions   = ["${var.action}"]
    resources = ["*"]
  }
}

data "aws_iam_policy_document" "machines" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "forge" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = ["${aws_iam_openid_connect_provider.forge.arn}"]
    }
    condition {
      test     = "StringEquals"
      variable = "forge.example:aud"
      values   = ["sts.amazonaws.com"]
    }
  }
}

resource "aws_iam_policy" "limit" {
  name   = "${var.name}-limit"
  policy = "${data.aws_iam_policy_document.pull.json}"
}

resource "aws_iam_user" "ann" {
  name                 = "${var.name}-ann"
  permissions_boundary = "${aws_iam_policy.limit.arn}"
  force_destroy        = true
}

resource "aws_iam_user_policy" "ann" {
  name   = "pull"
  user   = "${aws_iam_user.ann.name}"
  policy = "${data.aws_iam_policy_document.pull.json}"
}

resource "aws_iam_user_policy_attachment" "ann" {
  user       = "${aws_iam_user.ann.name}"
  policy_arn = "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly"
}

resource "aws_iam_group" "ops" {
  name = "${var.name}-ops"
  path = "/team/"
}

resource "aws_iam_group_policy" "ops" {
  name   = "pull"
  group  = "${aws_iam_group.ops.name}"
  policy = "${data.aws_iam_policy_document.pull.json}"
}

resource "aws_iam_group_policy_attachment" "ops" {
  group      = "${aws_iam_group.ops.name}"
  policy_arn = "${aws_iam_policy.limit.arn}"
}

resource "aws_iam_group_membership" "ops" {
  name  = "ops"
  group = "${aws_iam_group.ops.name}"
  users = ["${aws_iam_user.ann.name}"]
}

resource "aws_iam_role" "machine" {
  name                  = "${var.name}-machine"
  assume_role_policy    = "${data.aws_iam_policy_document.machines.json}"
  permissions_boundary  = "${aws_iam_policy.limit.arn}"
  force_detach_policies = true
}

resource "aws_iam_role_policy" "machine" {
  name   = "pull"
  role   = "${aws_iam_role.machine.id}"
  policy = "${data.aws_iam_policy_document.pull.json}"
}

resource "aws_iam_instance_profile" "machine" {
  name = "${var.name}-machine"
  role = "${aws_iam_role.machine.name}"
}

resource "aws_iam_openid_connect_provider" "forge" {
  url             = "https://forge.example"
  client_id_list  = ["sts.amazonaws.com"]
  thumbprint_list = ["aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"]
}

resource "aws_iam_role" "forge" {
  name               = "${var.name}-forge"
  assume_role_policy = "${data.aws_iam_policy_document.forge.json}"
}

resource "aws_iam_account_alias" "home" {
  account_alias = "${var.name}"
}
"""
INLINE = {
    "aws_iam_policy.limit": "~",
    "aws_iam_user_policy.ann": "~",
    "aws_iam_group_policy.ops": "~",
    "aws_iam_role_policy.machine": "~",
}


def test_groups_profiles_and_providers(folder, user, name):
    iam = user.client("iam")
    word = f"tf-{name.rsplit('-', 1)[1]}"
    terraform = Terraform(folder, user, provider(user) + GROUPS_AND_PROFILES)
    assert "Resources: 14 added, 0 changed, 0 destroyed." in terraform.apply(name=word)
    assert terraform.plan(name=word) == {}
    changed = {"name": word, "action": "ecr:PutImage"}
    assert terraform.plan(**changed) == INLINE
    terraform.apply(**changed)
    assert terraform.plan(**changed) == {}
    for inline in (
        iam.get_user_policy(UserName=f"{word}-ann", PolicyName="pull"),
        iam.get_group_policy(GroupName=f"{word}-ops", PolicyName="pull"),
        iam.get_role_policy(RoleName=f"{word}-machine", PolicyName="pull"),
    ):
        assert inline["PolicyDocument"]["Statement"][0]["Action"] == "ecr:PutImage"
    assert [one["UserName"] for one in iam.get_group(GroupName=f"{word}-ops")["Users"]] == [f"{word}-ann"]
    kept = terraform.resources()
    assert iam.list_account_aliases()["AccountAliases"] == [word]
    # By hand, so that the provider has something to clear away before it can delete the user.
    iam.create_access_key(UserName=f"{word}-ann")
    assert "Destroy complete! Resources: 14 destroyed." in terraform.destroy(**changed)
    refused("NoSuchEntity", iam.get_user, UserName=f"{word}-ann")
    refused("NoSuchEntity", iam.get_group, GroupName=f"{word}-ops")
    for role in ("machine", "forge"):
        refused("NoSuchEntity", iam.get_role, RoleName=f"{word}-{role}")
    refused("NoSuchEntity", iam.get_instance_profile, InstanceProfileName=f"{word}-machine")
    forge = kept["aws_iam_openid_connect_provider.forge"]["arn"]
    refused("NoSuchEntity", iam.get_open_id_connect_provider, OpenIDConnectProviderArn=forge)
    assert iam.list_account_aliases()["AccountAliases"] == []


REPOSITORY = """
resource "aws_ecr_repository" "api" { name = "shop/api" }
"""


@pytest.fixture
def secure(folder):
    running = Server(folder, "--tls", "auto").start()
    yield running
    running.stop()


def test_a_region_of_ones_own_over_https(secure, tmp_path):
    """With the two settings that the documents name for it, and the authority from the environment."""
    user = secure.user(region="home-lab")
    block = provider(user).replace('"us-east-1"', '"home-lab"\n  skip_region_validation = true')
    terraform = Terraform(tmp_path, user, block + REPOSITORY)
    terraform.apply()
    assert terraform.plan() == {}
    arn = terraform.resources()["aws_ecr_repository.api"]["arn"]
    assert arn == f"arn:aws:ecr:home-lab:{user.account}:repository/shop/api"
    assert "Resources: 1 destroyed." in terraform.destroy()


def test_terraform_in_a_role(folder, user, name, request):
    """With a session's three variables; this provider's own `assume_role` asks Amazon, whatever its endpoints are. What
    the role may not do is said in the words of the server."""
    iam = user.client("iam")
    word = f"tf-{name.rsplit('-', 1)[1]}"
    trust = {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{user.account}:root"}, "Action": "sts:AssumeRole"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    role = iam.create_role(RoleName=word, AssumeRolePolicyDocument=document)["Role"]["Arn"]
    request.addfinalizer(lambda: iam.delete_role(RoleName=word))
    session = user.client("sts").assume_role(RoleArn=role, RoleSessionName="plan")["Credentials"]
    terraform = Terraform(folder, user, provider(user) + REPOSITORY.replace("shop/api", name))
    terraform.env |= {
        "AWS_ACCESS_KEY_ID": session["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": session["SecretAccessKey"],
        "AWS_SESSION_TOKEN": session["SessionToken"],
    }
    denied = terraform("apply", "-no-color", "-auto-approve", fails=True)
    assert "AccessDeniedException" in denied.text
    who = f"User: arn:aws:sts::{user.account}:assumed-role/{word}/plan"
    assert f"{who} is not authorized to perform: ecr:CreateRepository on resource: arn:aws:ecr:{user.region}" in denied.text
    allowed = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ecr:*", "Resource": "*"}]}
    iam.put_role_policy(RoleName=word, PolicyName="ecr", PolicyDocument=json.dumps(allowed))
    request.addfinalizer(lambda: iam.delete_role_policy(RoleName=word, PolicyName="ecr"))
    terraform.apply()
    assert terraform.plan() == {}
    assert "Resources: 1 destroyed." in terraform.destroy()
