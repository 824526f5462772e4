"""boto3's IAM: users, groups, roles and keys, as a script that manages people calls it."""

import itertools
import json

import pytest
from botocore.exceptions import ClientError

ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess"
MACHINES = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"},
    ],
}

_numbers = itertools.count(1)


@pytest.fixture
def iam(user):
    return user.client("iam")


@pytest.fixture
def who(iam):
    """A user without rights; whatever it has is gone after the test."""
    name = f"who-{next(_numbers)}"
    iam.create_user(UserName=name)
    yield name
    for key in iam.list_access_keys(UserName=name)["AccessKeyMetadata"]:
        iam.delete_access_key(UserName=name, AccessKeyId=key["AccessKeyId"])
    for group in iam.list_groups_for_user(UserName=name)["Groups"]:
        iam.remove_user_from_group(GroupName=group["GroupName"], UserName=name)
    for policy in iam.list_attached_user_policies(UserName=name)["AttachedPolicies"]:
        iam.detach_user_policy(UserName=name, PolicyArn=policy["PolicyArn"])
    iam.delete_user(UserName=name)


def client_of(user, key, service="iam"):
    return user.client(service, aws_access_key_id=key["AccessKeyId"], aws_secret_access_key=key["SecretAccessKey"])


def test_user(user, iam):
    tags = [{"Key": "Team", "Value": "red"}]
    made = iam.create_user(UserName="Ann", Path="/team/", Tags=tags)["User"]
    assert made["Arn"] == f"arn:aws:iam::{user.account}:user/team/Ann"
    assert made["UserId"].startswith("AIDA")
    assert made["CreateDate"].tzinfo
    got = iam.get_user(UserName="ann")["User"]
    assert got == made
    assert got["Tags"] == tags
    with pytest.raises(iam.exceptions.EntityAlreadyExistsException):
        iam.create_user(UserName="ANN")
    iam.update_user(UserName="Ann", NewUserName="Eve", NewPath="/")
    names = [entry["UserName"] for page in iam.get_paginator("list_users").paginate(PaginationConfig={"PageSize": 1})
             for entry in page["Users"]]
    assert {"administrator", "Eve"} <= set(names)
    iam.delete_user(UserName="Eve")
    with pytest.raises(iam.exceptions.NoSuchEntityException) as caught:
        iam.get_user(UserName="Eve")
    assert caught.value.response["Error"]["Message"] == "The user with name Eve cannot be found."


def test_access_key(user, iam, who):
    key = iam.create_access_key(UserName=who)["AccessKey"]
    mine = client_of(user, key)
    with pytest.raises(ClientError) as caught:
        mine.list_users()
    assert caught.value.response["Error"]["Code"] == "AccessDenied"
    iam.attach_user_policy(UserName=who, PolicyArn=ADMINISTRATOR)
    assert mine.get_user()["User"]["UserName"] == who
    assert client_of(user, key, "ecr").describe_repositories()["repositories"] is not None
    iam.update_access_key(UserName=who, AccessKeyId=key["AccessKeyId"], Status="Inactive")
    with pytest.raises(ClientError) as caught:
        mine.get_user()
    assert caught.value.response["Error"]["Code"] == "InvalidClientTokenId"
    iam.create_access_key(UserName=who)
    with pytest.raises(iam.exceptions.LimitExceededException):
        iam.create_access_key(UserName=who)
    used = iam.get_access_key_last_used(AccessKeyId=key["AccessKeyId"])
    assert used["UserName"] == who
    assert set(used["AccessKeyLastUsed"]) >= {"Region", "ServiceName"}


def test_group(user, iam, who):
    group = iam.create_group(GroupName="ops", Path="/team/")["Group"]
    assert group["Arn"] == f"arn:aws:iam::{user.account}:group/team/ops"
    iam.add_user_to_group(GroupName="ops", UserName=who)
    assert [entry["UserName"] for entry in iam.get_group(GroupName="ops")["Users"]] == [who]
    iam.attach_group_policy(GroupName="ops", PolicyArn=ADMINISTRATOR)
    key = iam.create_access_key(UserName=who)["AccessKey"]
    assert client_of(user, key).list_groups()["Groups"] == [group]
    with pytest.raises(iam.exceptions.DeleteConflictException):
        iam.delete_group(GroupName="ops")
    iam.remove_user_from_group(GroupName="ops", UserName=who)
    iam.detach_group_policy(GroupName="ops", PolicyArn=ADMINISTRATOR)
    iam.delete_group(GroupName="ops")


def test_role(user, iam):
    made = iam.create_role(
        RoleName="build", AssumeRolePolicyDocument=json.dumps(MACHINES), Description="builds", MaxSessionDuration=7200
    )["Role"]
    assert made["AssumeRolePolicyDocument"] == MACHINES
    got = iam.get_role(RoleName="build")["Role"]
    assert (got["MaxSessionDuration"], got["Description"], got["RoleLastUsed"]) == (7200, "builds", {})
    iam.tag_role(RoleName="build", Tags=[{"Key": "k", "Value": "v"}])
    assert iam.list_role_tags(RoleName="build")["Tags"] == [{"Key": "k", "Value": "v"}]
    iam.untag_role(RoleName="build", TagKeys=["K"])
    with pytest.raises(iam.exceptions.MalformedPolicyDocumentException) as caught:
        nobody = {"AWS": f"arn:aws:iam::{user.account}:user/nobody"}
        document = {"Version": "2012-10-17", "Statement": [MACHINES["Statement"][0] | {"Principal": nobody}]}
        iam.update_assume_role_policy(RoleName="build", PolicyDocument=json.dumps(document))
    assert caught.value.response["Error"]["Message"] == f'Invalid principal in policy: "AWS":"{nobody["AWS"]}"'
    iam.create_instance_profile(InstanceProfileName="build")
    iam.add_role_to_instance_profile(InstanceProfileName="build", RoleName="build")
    profile = iam.get_instance_profile(InstanceProfileName="build")["InstanceProfile"]
    assert [role["RoleName"] for role in profile["Roles"]] == ["build"]
    with pytest.raises(iam.exceptions.DeleteConflictException):
        iam.delete_role(RoleName="build")
    iam.remove_role_from_instance_profile(InstanceProfileName="build", RoleName="build")
    iam.delete_instance_profile(InstanceProfileName="build")
    iam.delete_role(RoleName="build")


def test_account(iam, who):
    iam.create_account_alias(AccountAlias="hythe-e2e")
    assert iam.list_account_aliases()["AccountAliases"] == ["hythe-e2e"]
    iam.delete_account_alias(AccountAlias="hythe-e2e")
    summary = iam.get_account_summary()["SummaryMap"]
    assert summary["Users"] >= 2
    assert summary["AccessKeysPerUserQuota"] == 2
    assert iam.list_mfa_devices(UserName=who)["MFADevices"] == []
    with pytest.raises(iam.exceptions.NoSuchEntityException):
        iam.get_login_profile(UserName=who)
