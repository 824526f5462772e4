"""boto3's IAM: policies, attachments, OpenID Connect providers and the simulator, as scripts and Terraform call them."""

import itertools
import json

import pytest
from botocore.exceptions import ClientError

READ_ONLY = "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly"

_numbers = itertools.count(1)


def document(effect, action, resource="*"):
    statement = {"Effect": effect, "Action": action, "Resource": resource}
    return {"Version": "2012-10-17", "Statement": [statement]}


@pytest.fixture
def iam(user):
    return user.client("iam")


@pytest.fixture
def who(iam):
    """A user without rights; whatever it has is gone after the test."""
    name = f"policies-{next(_numbers)}"
    iam.create_user(UserName=name)
    yield name
    for policy in iam.list_user_policies(UserName=name)["PolicyNames"]:
        iam.delete_user_policy(UserName=name, PolicyName=policy)
    for policy in iam.list_attached_user_policies(UserName=name)["AttachedPolicies"]:
        iam.detach_user_policy(UserName=name, PolicyArn=policy["PolicyArn"])
    for key in iam.list_access_keys(UserName=name)["AccessKeyMetadata"]:
        iam.delete_access_key(UserName=name, AccessKeyId=key["AccessKeyId"])
    iam.delete_user(UserName=name)


@pytest.fixture
def policy(iam):
    """A policy that allows pulls; it is gone after the test."""
    text = json.dumps(document("Allow", "ecr:BatchGetImage"))
    made = iam.create_policy(PolicyName=f"pull-{next(_numbers)}", Path="/e2e/", PolicyDocument=text, Description="pulls")
    arn = made["Policy"]["Arn"]
    yield arn
    for version in iam.list_policy_versions(PolicyArn=arn)["Versions"]:
        if not version["IsDefaultVersion"]:
            iam.delete_policy_version(PolicyArn=arn, VersionId=version["VersionId"])
    iam.delete_policy(PolicyArn=arn)


def test_policy_and_versions(iam, policy):
    got = iam.get_policy(PolicyArn=policy)["Policy"]
    assert (got["DefaultVersionId"], got["Path"], got["Description"]) == ("v1", "/e2e/", "pulls")
    assert got["CreateDate"].tzinfo
    newer = document("Allow", ["ecr:BatchGetImage", "ecr:PutImage"])
    made = iam.create_policy_version(PolicyArn=policy, PolicyDocument=json.dumps(newer, indent=2), SetAsDefault=True)
    assert made["PolicyVersion"]["VersionId"] == "v2"
    read = iam.get_policy_version(PolicyArn=policy, VersionId="v2")["PolicyVersion"]
    assert read["Document"] == newer
    iam.set_default_policy_version(PolicyArn=policy, VersionId="v1")
    pages = iam.get_paginator("list_policy_versions").paginate(PolicyArn=policy, PaginationConfig={"PageSize": 1})
    assert [version["VersionId"] for page in pages for version in page["Versions"]] == ["v2", "v1"]


def test_lists_of_policies(iam, policy):
    pages = iam.get_paginator("list_policies").paginate(PathPrefix="/e2e/", PaginationConfig={"PageSize": 1})
    assert policy in [entry["Arn"] for page in pages for entry in page["Policies"]]
    aws = iam.list_policies(Scope="AWS", MaxItems=1000)["Policies"]
    assert READ_ONLY in [entry["Arn"] for entry in aws]


def test_attachment(iam, who, policy):
    for arn in (policy, READ_ONLY):
        iam.attach_user_policy(UserName=who, PolicyArn=arn)
    attached = iam.list_attached_user_policies(UserName=who)["AttachedPolicies"]
    assert {entry["PolicyArn"] for entry in attached} == {policy, READ_ONLY}
    entities = iam.list_entities_for_policy(PolicyArn=policy)
    assert [entry["UserName"] for entry in entities["PolicyUsers"]] == [who]
    with pytest.raises(iam.exceptions.DeleteConflictException):
        iam.delete_policy(PolicyArn=policy)
    iam.detach_user_policy(UserName=who, PolicyArn=policy)
    with pytest.raises(iam.exceptions.NoSuchEntityException):
        iam.detach_user_policy(UserName=who, PolicyArn=policy)


def test_inline_policy(iam, who):
    text = document("Allow", "ecr:*")
    iam.put_user_policy(UserName=who, PolicyName="all", PolicyDocument=json.dumps(text))
    assert iam.get_user_policy(UserName=who, PolicyName="all")["PolicyDocument"] == text
    with pytest.raises(iam.exceptions.MalformedPolicyDocumentException):
        iam.put_user_policy(UserName=who, PolicyName="bad", PolicyDocument="{}")
    with pytest.raises(iam.exceptions.LimitExceededException) as caught:
        long = document("Allow", ["ecr:" + "a" * 100] * 30)
        iam.put_user_policy(UserName=who, PolicyName="long", PolicyDocument=json.dumps(long))
    assert caught.value.response["Error"]["Message"] == f"Maximum policy size of 2048 bytes exceeded for user {who}"


def test_a_policy_decides(user, iam, who, repo):
    key = iam.create_access_key(UserName=who)["AccessKey"]
    mine = user.client("ecr", aws_access_key_id=key["AccessKeyId"], aws_secret_access_key=key["SecretAccessKey"])
    with pytest.raises(ClientError) as caught:
        mine.list_images(repositoryName=repo)
    assert caught.value.response["Error"]["Code"] == "AccessDeniedException"
    iam.attach_user_policy(UserName=who, PolicyArn=READ_ONLY)
    assert mine.list_images(repositoryName=repo)["imageIds"] == []
    with pytest.raises(ClientError):
        mine.delete_repository(repositoryName=repo)


def test_open_id_connect_provider(user, iam):
    made = iam.create_open_id_connect_provider(Url="https://idp.e2e.example/realm", ClientIDList=["sts.amazonaws.com"])
    arn = made["OpenIDConnectProviderArn"]
    assert arn == f"arn:aws:iam::{user.account}:oidc-provider/idp.e2e.example/realm"
    iam.add_client_id_to_open_id_connect_provider(OpenIDConnectProviderArn=arn, ClientID="ci")
    iam.update_open_id_connect_provider_thumbprint(OpenIDConnectProviderArn=arn, ThumbprintList=["a" * 40])
    got = iam.get_open_id_connect_provider(OpenIDConnectProviderArn=arn)
    assert (got["Url"], got["ClientIDList"]) == ("idp.e2e.example/realm", ["sts.amazonaws.com", "ci"])
    assert got["ThumbprintList"] == ["a" * 40]
    listed = iam.list_open_id_connect_providers()["OpenIDConnectProviderList"]
    assert {"Arn": arn} in listed
    iam.delete_open_id_connect_provider(OpenIDConnectProviderArn=arn)
    with pytest.raises(iam.exceptions.NoSuchEntityException):
        iam.get_open_id_connect_provider(OpenIDConnectProviderArn=arn)


def test_simulation(user, iam, who, policy):
    iam.attach_user_policy(UserName=who, PolicyArn=policy)
    source = f"arn:aws:iam::{user.account}:user/{who}"
    results = iam.simulate_principal_policy(PolicySourceArn=source, ActionNames=["ecr:BatchGetImage", "ecr:PutImage"])
    decided = {result["EvalActionName"]: result for result in results["EvaluationResults"]}
    assert decided["ecr:BatchGetImage"]["EvalDecision"] == "allowed"
    assert decided["ecr:BatchGetImage"]["MatchedStatements"][0]["SourcePolicyType"] == "user-managed"
    assert decided["ecr:PutImage"]["EvalDecision"] == "implicitDeny"
    iam.detach_user_policy(UserName=who, PolicyArn=policy)
    denied = json.dumps(document("Deny", "ecr:*"))
    results = iam.simulate_custom_policy(PolicyInputList=[denied], ActionNames=["ecr:PutImage"])
    assert results["EvaluationResults"][0]["EvalDecision"] == "explicitDeny"
    keys = iam.get_context_keys_for_custom_policy(
        PolicyInputList=[json.dumps(document("Allow", "ecr:*", "arn:aws:ecr:*:*:repository/${aws:username}/*"))]
    )
    assert keys["ContextKeyNames"] == ["aws:username"]
    details = iam.get_account_authorization_details(Filter=["User"])["UserDetailList"]
    assert who in [detail["UserName"] for detail in details]
