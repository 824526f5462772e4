"""What Amazon's Terraform provider calls for users, roles and policies, in the order of its current versions, by boto3."""

import json

import pytest

from lab.reading import meaning, refused

TAGS = [{"Key": "Team", "Value": "red"}]
TRUST = {
    "Version": "2012-10-17",
    "Statement": [{"Sid": "", "Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}],
}
PULL = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["ecr:BatchGetImage"], "Resource": "*"}]}
PUSH = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["ecr:PutImage"], "Resource": ["*"]}]}


@pytest.fixture
def iam(user):
    return user.client("iam")


@pytest.fixture
def word(name):
    """A name for one identity."""
    return f"iac-{name.rsplit('-', 1)[1]}"


@pytest.fixture
def policy(iam, word):
    """A policy; it is gone after the test."""
    arn = iam.create_policy(PolicyName=f"{word}-policy", PolicyDocument=json.dumps(PULL))["Policy"]["Arn"]
    yield arn
    iam.delete_policy(PolicyArn=arn)


def test_policy(iam, word):
    made = iam.create_policy(
        PolicyName=word, Path="/iac/", Description="pulls", PolicyDocument=json.dumps(PULL), Tags=TAGS
    )["Policy"]
    arn = made["Arn"]

    def read():
        seen = iam.get_policy(PolicyArn=arn)["Policy"]
        version = iam.get_policy_version(PolicyArn=arn, VersionId=seen["DefaultVersionId"])["PolicyVersion"]
        return seen, version["Document"]

    seen, found = read()
    assert found == PULL
    assert (seen["Path"], seen["Description"], seen["Tags"], seen["AttachmentCount"]) == ("/iac/", "pulls", TAGS, 0)
    assert seen["PolicyId"] == made["PolicyId"]
    for number in range(2, 9):
        versions = iam.list_policy_versions(PolicyArn=arn)["Versions"]
        if len(versions) == 5:
            iam.delete_policy_version(PolicyArn=arn, VersionId=versions[-1]["VersionId"])
        wanted = PUSH if number % 2 else PULL
        iam.create_policy_version(PolicyArn=arn, PolicyDocument=json.dumps(wanted), SetAsDefault=True)
        seen, found = read()
        assert (seen["DefaultVersionId"], meaning(found)) == (f"v{number}", meaning(wanted))
    iam.untag_policy(PolicyArn=arn, TagKeys=["Team"])
    iam.tag_policy(PolicyArn=arn, Tags=[{"Key": "Other", "Value": "x"}])
    assert iam.list_policy_tags(PolicyArn=arn)["Tags"] == read()[0]["Tags"] == [{"Key": "Other", "Value": "x"}]
    refused("DeleteConflict", iam.delete_policy, PolicyArn=arn)
    for version in iam.list_policy_versions(PolicyArn=arn)["Versions"]:
        if not version["IsDefaultVersion"]:
            iam.delete_policy_version(PolicyArn=arn, VersionId=version["VersionId"])
    iam.delete_policy(PolicyArn=arn)
    for call in (iam.get_policy, iam.list_policy_versions, iam.delete_policy):
        refused("NoSuchEntity", call, PolicyArn=arn)


def test_role(iam, word, policy):
    own = {"RoleName": word}
    document = json.dumps(TRUST)
    boundary = {"PermissionsBoundary": policy}
    made = iam.create_role(
        **own, Path="/iac/", AssumeRolePolicyDocument=document, Description="builds", MaxSessionDuration=7200, Tags=TAGS, **boundary
    )["Role"]

    def read():
        seen = iam.get_role(**own)["Role"]
        inline = iam.list_role_policies(**own)["PolicyNames"]
        documents = {one: iam.get_role_policy(**own, PolicyName=one)["PolicyDocument"] for one in inline}
        attached = [one["PolicyArn"] for one in iam.list_attached_role_policies(**own)["AttachedPolicies"]]
        return seen, documents, attached

    seen, inline, attached = read()
    assert (inline, attached) == ({}, [])
    assert (seen["Arn"], seen["RoleId"], seen["CreateDate"]) == (made["Arn"], made["RoleId"], made["CreateDate"])
    assert meaning(seen["AssumeRolePolicyDocument"]) == meaning(TRUST)
    assert (seen["Path"], seen["Description"], seen["MaxSessionDuration"]) == ("/iac/", "builds", 7200)
    assert seen["PermissionsBoundary"]["PermissionsBoundaryArn"] == policy
    assert seen["Tags"] == TAGS
    wider = json.loads(document.replace('"ec2.amazonaws.com"', '["ec2.amazonaws.com", "lambda.amazonaws.com"]'))
    iam.update_assume_role_policy(**own, PolicyDocument=json.dumps(wider))
    iam.update_role(**own, Description="", MaxSessionDuration=3600)
    iam.delete_role_permissions_boundary(**own)
    iam.tag_role(**own, Tags=[{"Key": "Team", "Value": "blue"}])
    iam.put_role_policy(**own, PolicyName="inline", PolicyDocument=json.dumps(PUSH))
    iam.attach_role_policy(**own, PolicyArn=policy)
    seen, inline, attached = read()
    assert meaning(seen["AssumeRolePolicyDocument"]) == meaning(wider)
    assert (seen.get("Description", ""), seen["MaxSessionDuration"]) == ("", 3600)
    assert "PermissionsBoundary" not in seen
    assert seen["Tags"] == [{"Key": "Team", "Value": "blue"}]
    assert (inline, attached) == ({"inline": PUSH}, [policy])
    iam.create_instance_profile(InstanceProfileName=word, Path="/iac/", Tags=TAGS)
    iam.add_role_to_instance_profile(InstanceProfileName=word, **own)
    # The order in which the provider takes a role away with all that it has.
    (profile,) = iam.list_instance_profiles_for_role(**own)["InstanceProfiles"]
    iam.remove_role_from_instance_profile(InstanceProfileName=profile["InstanceProfileName"], **own)
    iam.detach_role_policy(**own, PolicyArn=policy)
    refused("NoSuchEntity", iam.detach_role_policy, **own, PolicyArn=policy)
    refused("DeleteConflict", iam.delete_role, **own)
    iam.delete_role_policy(**own, PolicyName="inline")
    refused("NoSuchEntity", iam.get_role_policy, **own, PolicyName="inline")
    iam.delete_role(**own)
    iam.delete_instance_profile(InstanceProfileName=word)
    for call in (iam.get_role, iam.list_role_policies, iam.list_attached_role_policies, iam.delete_role):
        refused("NoSuchEntity", call, **own)


def test_user(iam, user, word, policy):
    own = {"UserName": word}
    made = iam.create_user(**own, Path="/iac/", Tags=TAGS, PermissionsBoundary=policy)["User"]
    seen = iam.get_user(**own)["User"]
    assert seen == made
    assert (seen["Path"], seen["Tags"]) == ("/iac/", TAGS)
    assert seen["PermissionsBoundary"]["PermissionsBoundaryArn"] == policy
    iam.update_user(**own, NewUserName=word, NewPath="/moved/")
    iam.delete_user_permissions_boundary(**own)
    iam.untag_user(**own, TagKeys=["Team"])
    seen = iam.get_user(**own)["User"]
    assert (seen["Arn"], seen["UserId"]) == (f"arn:aws:iam::{user.account}:user/moved/{word}", made["UserId"])
    assert "PermissionsBoundary" not in seen
    assert seen.get("Tags", []) == iam.list_user_tags(**own)["Tags"] == []
    iam.put_user_policy(**own, PolicyName="inline", PolicyDocument=json.dumps(PUSH))
    assert iam.get_user_policy(**own, PolicyName="inline")["PolicyDocument"] == PUSH
    iam.attach_user_policy(**own, PolicyArn=policy)
    assert [one["PolicyArn"] for one in iam.list_attached_user_policies(**own)["AttachedPolicies"]] == [policy]
    iam.delete_user_policy(**own, PolicyName="inline")
    iam.detach_user_policy(**own, PolicyArn=policy)
    iam.create_group(GroupName=word)
    iam.add_user_to_group(GroupName=word, **own)
    key = iam.create_access_key(**own)["AccessKey"]["AccessKeyId"]
    # The order in which the provider takes a user away with all that it may have (`force_destroy`).
    (group,) = iam.list_groups_for_user(**own)["Groups"]
    iam.remove_user_from_group(GroupName=group["GroupName"], **own)
    iam.delete_group(GroupName=word)
    (one,) = iam.list_access_keys(**own)["AccessKeyMetadata"]
    assert (one["AccessKeyId"], one["Status"]) == (key, "Active")
    iam.update_access_key(**own, AccessKeyId=key, Status="Inactive")
    assert iam.list_access_keys(**own)["AccessKeyMetadata"][0]["Status"] == "Inactive"
    assert "LastUsedDate" not in iam.get_access_key_last_used(AccessKeyId=key)["AccessKeyLastUsed"]
    refused("DeleteConflict", iam.delete_user, **own)
    iam.delete_access_key(**own, AccessKeyId=key)
    assert iam.list_ssh_public_keys(**own)["SSHPublicKeys"] == []
    assert iam.list_virtual_mfa_devices(AssignmentStatus="Assigned")["VirtualMFADevices"] == []
    assert iam.list_mfa_devices(**own)["MFADevices"] == []
    refused("NoSuchEntity", iam.delete_login_profile, **own)
    assert iam.list_signing_certificates(**own)["Certificates"] == []
    assert iam.list_service_specific_credentials(**own)["ServiceSpecificCredentials"] == []
    iam.delete_user(**own)
    for call in (iam.get_user, iam.list_access_keys, iam.list_groups_for_user, iam.delete_user):
        refused("NoSuchEntity", call, **own)


def test_openid_connect_provider(iam, user):
    """For the jobs of a forge that may push without a key."""
    made = iam.create_open_id_connect_provider(
        Url="https://forge.example", ClientIDList=["sts.amazonaws.com"], ThumbprintList=["a" * 40], Tags=TAGS
    )
    arn = made["OpenIDConnectProviderArn"]
    assert arn == f"arn:aws:iam::{user.account}:oidc-provider/forge.example"
    seen = iam.get_open_id_connect_provider(OpenIDConnectProviderArn=arn)
    assert (seen["Url"], seen["ClientIDList"]) == ("forge.example", ["sts.amazonaws.com"])
    assert (seen["ThumbprintList"], seen["Tags"]) == (["a" * 40], TAGS)
    own = {"OpenIDConnectProviderArn": arn}
    iam.update_open_id_connect_provider_thumbprint(**own, ThumbprintList=["b" * 40])
    iam.add_client_id_to_open_id_connect_provider(**own, ClientID="other")
    iam.untag_open_id_connect_provider(**own, TagKeys=["Team"])
    seen = iam.get_open_id_connect_provider(**own)
    assert (seen["ThumbprintList"], sorted(seen["ClientIDList"])) == (["b" * 40], ["other", "sts.amazonaws.com"])
    assert seen.get("Tags", []) == []
    iam.delete_open_id_connect_provider(**own)
    refused("NoSuchEntity", iam.get_open_id_connect_provider, **own)
