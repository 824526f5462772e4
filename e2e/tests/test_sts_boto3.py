"""boto3 takes a role of another account, and docker pushes and pulls with the role's token."""

import base64
import json

import pytest
from botocore.exceptions import ClientError

from lab.daemons import Docker
from lab.images import write_context
from lab.server import ACCOUNT, OTHER_ACCOUNT

ROLE = f"arn:aws:iam::{ACCOUNT}:role/e2e/partner"


def allow(**members):
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **members}]})


@pytest.fixture(scope="module")
def partner(server):
    """The administrator of the other account, which exists before a role names it."""
    return server.user(OTHER_ACCOUNT)


@pytest.fixture(scope="module")
def role(user, partner):
    """A role of the default account that the other account may take, and that may pull and push under e2e/."""
    iam = user.client("iam")
    trust = allow(
        Principal={"AWS": OTHER_ACCOUNT},
        Action=["sts:AssumeRole", "sts:TagSession"],
        Condition={"StringEquals": {"sts:ExternalId": "e2e"}},
    )
    iam.create_role(Path="/e2e/", RoleName="partner", AssumeRolePolicyDocument=trust)
    repositories = f"arn:aws:ecr:{user.region}:{ACCOUNT}:repository/e2e/*"
    for name, actions, resource in [("login", "ecr:GetAuthorizationToken", "*"), ("use", "ecr:*", repositories)]:
        document = allow(Action=actions, Resource=resource)
        iam.put_role_policy(RoleName="partner", PolicyName=name, PolicyDocument=document)
    return ROLE


def take(partner, **more):
    words = {"RoleArn": ROLE, "RoleSessionName": "pipeline", "ExternalId": "e2e"}
    return partner.client("sts").assume_role(**(words | more))


def as_session(user, taken, service="ecr"):
    credentials = taken["Credentials"]
    return user.new_client(
        service,
        aws_access_key_id=credentials["AccessKeyId"],
        aws_secret_access_key=credentials["SecretAccessKey"],
        aws_session_token=credentials["SessionToken"],
    )


def password(ecr):
    (data,) = ecr.get_authorization_token()["authorizationData"]
    return base64.b64decode(data["authorizationToken"]).decode().removeprefix("AWS:")


def refused(call, **words):
    with pytest.raises(ClientError) as error:
        call(**words)
    return error.value.response["Error"]["Code"], error.value.response["Error"]["Message"]


def test_a_session_of_another_accounts_role(user, partner, role):
    taken = take(partner, DurationSeconds=900)
    arn = f"arn:aws:sts::{ACCOUNT}:assumed-role/partner/pipeline"
    assert taken["AssumedRoleUser"]["Arn"] == arn
    told = as_session(user, taken, "sts").get_caller_identity()
    assert (told["Arn"], told["Account"]) == (arn, ACCOUNT)
    assert told["UserId"] == taken["AssumedRoleUser"]["AssumedRoleId"]
    info = partner.client("sts").get_access_key_info(AccessKeyId=taken["Credentials"]["AccessKeyId"])
    assert info["Account"] == ACCOUNT

    code, message = refused(take, partner=partner, ExternalId="wrong")
    assert code == "AccessDenied"
    assert message == (
        f"User: arn:aws:iam::{OTHER_ACCOUNT}:user/administrator is not authorized to perform: sts:AssumeRole "
        f"on resource: {ROLE}"
    )
    code, message = refused(take, partner=partner, DurationSeconds=7200)
    assert code == "ValidationError"
    assert message == "The requested DurationSeconds exceeds the MaxSessionDuration set for this role."


def test_a_session_of_oneself(partner):
    made = partner.client("sts").get_session_token(DurationSeconds=900)
    own = as_session(partner, made, "sts").get_caller_identity()
    assert own["Arn"] == f"arn:aws:iam::{OTHER_ACCOUNT}:user/administrator"
    code, _ = refused(as_session(partner, made, "iam").list_users)
    assert code == "InvalidClientTokenId"


def test_docker_with_a_roles_token(engine, user, partner, role, repo, tmp_path):
    session = as_session(user, take(partner, Tags=[{"Key": "team", "Value": "partner"}]))
    docker = Docker(engine, tmp_path / "session")
    assert "Login Succeeded" in docker.login(user, password(session)).out
    reference = f"{user.host}/{repo}:v1"
    docker.build(write_context(tmp_path / "context", "of a role"), reference)
    docker("push", reference)
    docker.forget()
    docker("pull", reference)
    assert docker.output(reference) == "of a role"

    # A session policy takes the right to push away, and leaves the right to pull.
    read = allow(Action=["ecr:GetAuthorizationToken", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"], Resource="*")
    reader = Docker(engine, tmp_path / "reader")
    reader.login(user, password(as_session(user, take(partner, Policy=read))))
    reader.forget()
    reader("pull", reference)
    assert reader.output(reference) == "of a role"
    reader("tag", reference, f"{user.host}/{repo}:v2")
    denied = reader("push", f"{user.host}/{repo}:v2", fails=True)
    assert "is not authorized to perform: ecr:" in denied.text or "denied" in denied.text


def test_docker_is_out_when_the_role_is_gone(engine, user, partner, repo, tmp_path):
    iam = user.client("iam")
    trust = allow(Principal={"AWS": OTHER_ACCOUNT}, Action="sts:AssumeRole")
    made = iam.create_role(RoleName="short-lived", AssumeRolePolicyDocument=trust)["Role"]
    iam.put_role_policy(RoleName="short-lived", PolicyName="all", PolicyDocument=allow(Action="ecr:*", Resource="*"))
    session = as_session(user, take(partner, RoleArn=made["Arn"]))
    docker = Docker(engine, tmp_path / "session")
    docker.login(user, password(session))
    reference = f"{user.host}/{repo}:v1"
    docker.build(write_context(tmp_path / "context", "soon gone"), reference)
    docker("push", reference)
    docker.forget()
    iam.delete_role_policy(RoleName="short-lived", PolicyName="all")
    iam.delete_role(RoleName="short-lived")
    docker("pull", reference, fails=True)
    code, _ = refused(session.describe_repositories)
    assert code == "UnrecognizedClientException"
