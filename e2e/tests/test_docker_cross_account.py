"""Docker Engine across accounts: who may pull and push is what both accounts' policies say."""

import base64
import json

import pytest

from lab.daemons import Docker
from lab.images import write_context
from lab.server import ACCOUNT, OTHER_ACCOUNT, REGION

PULL = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer", "ecr:BatchCheckLayerAvailability"]
PUSH = ["ecr:InitiateLayerUpload", "ecr:UploadLayerPart", "ecr:CompleteLayerUpload", "ecr:PutImage"]


def login(engine, folder, host, client):
    """A docker that is logged in to the registry of ACCOUNT as whoever the client is."""
    answer = client.get_authorization_token(registryIds=[ACCOUNT])["authorizationData"][0]
    password = base64.b64decode(answer["authorizationToken"]).decode().removeprefix("AWS:")
    docker = Docker(engine, folder)
    words = ["login", "--username", "AWS", "--password-stdin", host]
    assert "Login Succeeded" in docker(*words, stdin=password).out
    return docker


def policy(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def to_account(account, actions):
    return {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{account}:root"}, "Action": actions}


def refusal(principal, action, name, why):
    arn = f"arn:aws:ecr:{REGION}:{ACCOUNT}:repository/{name}"
    return f"User: {principal} is not authorized to perform: ecr:{action} on resource: {arn} {why}"


def unopened(action):
    return f"because no resource-based policy allows the ecr:{action} action"


@pytest.fixture
def alice(server):
    return server.user(ACCOUNT, REGION)


@pytest.fixture
def bob(server):
    return server.user(OTHER_ACCOUNT, REGION)


@pytest.fixture
def shared(alice, engine, name, tmp_path):
    """A repository of alice's with an image: its name, and how docker calls the image."""
    alice.create(name)
    docker = Docker(engine, tmp_path / "alice")
    docker.login(alice)
    reference = f"{alice.host}/{name}:v1"
    docker.build(write_context(tmp_path / "context", "shared"), reference)
    docker("push", reference)
    docker.forget()
    return name, reference


def test_pull_by_policy_and_not_without(shared, alice, bob, engine, tmp_path):
    name, reference = shared
    docker = login(engine, tmp_path / "bob", bob.host, bob.client())
    bobs = f"arn:aws:iam::{OTHER_ACCOUNT}:user/administrator"
    refused = docker("pull", reference, fails=True)
    assert refusal(bobs, "BatchGetImage", name, unopened("BatchGetImage")) in refused.text

    alice.client().set_repository_policy(repositoryName=name, policyText=policy(to_account(OTHER_ACCOUNT, PULL)))
    docker("pull", reference)
    assert docker.output(reference) == "shared"

    again = f"{bob.host}/{name}:bobs"
    docker("tag", reference, again)
    refused = docker("push", again, fails=True)
    assert refusal(bobs, "PutImage", name, unopened("PutImage")) in refused.text

    alice.client().delete_repository_policy(repositoryName=name)
    docker.forget()
    refused = docker("pull", reference, fails=True)
    assert refusal(bobs, "BatchGetImage", name, unopened("BatchGetImage")) in refused.text


def test_push_by_policy_and_not_without(shared, alice, bob, engine, tmp_path):
    name, _ = shared
    docker = login(engine, tmp_path / "bob", bob.host, bob.client())
    own = f"{bob.host}/{name}:bobs"
    docker.build(write_context(tmp_path / "bobs-context", "from-bob", layers=2), own)
    bobs = f"arn:aws:iam::{OTHER_ACCOUNT}:user/administrator"
    refused = docker("push", own, fails=True)
    assert refusal(bobs, "InitiateLayerUpload", name, unopened("InitiateLayerUpload")) in refused.text

    opened = policy(to_account(OTHER_ACCOUNT, PULL + PUSH))
    alice.client().set_repository_policy(repositoryName=name, policyText=opened)
    docker("push", own)
    digest = docker.digest(own)
    images = alice.client().describe_images(repositoryName=name, imageIds=[{"imageTag": "bobs"}])["imageDetails"]
    assert [(one["registryId"], one["imageDigest"]) for one in images] == [(ACCOUNT, digest)]
    docker.forget()
    docker("pull", own)
    assert docker.output(own) == "from-bob"


def test_the_callers_own_account_must_allow_it_too(shared, alice, bob, engine, tmp_path):
    name, reference = shared
    alice.client().set_repository_policy(repositoryName=name, policyText=policy(to_account(OTHER_ACCOUNT, PULL)))
    iam = bob.client("iam")
    iam.create_user(UserName="carol")
    key = iam.create_access_key(UserName="carol")["AccessKey"]
    allow_login = {"Effect": "Allow", "Action": "ecr:GetAuthorizationToken", "Resource": "*"}
    iam.put_user_policy(UserName="carol", PolicyName="login", PolicyDocument=policy(allow_login))
    secret = {"aws_access_key_id": key["AccessKeyId"], "aws_secret_access_key": key["SecretAccessKey"]}
    docker = login(engine, tmp_path / "carol", bob.host, bob.client(**secret))
    carols = f"arn:aws:iam::{OTHER_ACCOUNT}:user/carol"
    refused = docker("pull", reference, fails=True)
    why = "because no identity-based policy allows the ecr:BatchGetImage action"
    assert refusal(carols, "BatchGetImage", name, why) in refused.text

    arn = f"arn:aws:ecr:{REGION}:{ACCOUNT}:repository/{name}"
    allow_pull = {"Effect": "Allow", "Action": PULL, "Resource": arn}
    iam.put_user_policy(UserName="carol", PolicyName="pull", PolicyDocument=policy(allow_pull))
    docker("pull", reference)
    assert docker.output(reference) == "shared"
