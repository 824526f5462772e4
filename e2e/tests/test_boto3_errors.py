"""boto3: every error name of the operations, caught by its class, with ECR's message.

The second test compares the table with the service model, so that an error name can't be forgotten.
"""

import json
import re
import uuid
from types import SimpleNamespace

import boto3
import pytest
from botocore.exceptions import ClientError

from lab.error_cases import CASES, IMAGE_IDS, NONE, RNF
from lab.images import image
from lab.layers import push

OPERATIONS = """
CreateRepository DescribeRepositories DeleteRepository GetAuthorizationToken BatchCheckLayerAvailability
InitiateLayerUpload UploadLayerPart CompleteLayerUpload PutImage BatchGetImage GetDownloadUrlForLayer ListImages
DescribeImages ListImageReferrers BatchDeleteImage PutImageTagMutability TagResource UntagResource
ListTagsForResource DescribeRegistry
""".split()

UNPROVOKED = {
    "ServerException": "a fault of the server's own",
    "KmsException": "needs a key service",
    "UnableToGetUpstreamImageException": "needs a pull-through cache rule",
    "UnableToGetUpstreamLayerException": "needs a pull-through cache rule",
    "UnableToListUpstreamImageReferrersException": "needs a pull-through cache rule",
    "ValidationException": "declared beside InvalidParameterException, which is what a violated constraint gets",
}


@pytest.fixture
def world(user, repo):
    """A repository with one image under v1, and a name that no repository has."""
    made = image("errors", extra=[b"one"])
    push(user, repo, made, "v1")
    arn = f"arn:aws:ecr:{user.region}:{user.account}:repository/"
    return SimpleNamespace(
        ecr=user.client(),
        repo=repo,
        none=f"{repo}-none",
        account=user.account,
        image=made,
        arn=arn + repo,
        arn_none=f"{arn}{repo}-none",
    )


@pytest.mark.parametrize(("error", "message", "provoke"), CASES)
def test_caught_by_class(world, error, message, provoke):
    with pytest.raises(getattr(world.ecr.exceptions, error)) as caught:
        provoke(world)
    answer = caught.value.response
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 400
    assert answer["ResponseMetadata"]["RequestId"]
    wanted = message.format(repo=world.repo, none=world.none, account=world.account, digest=world.image.digest)
    assert answer["Error"]["Message"].startswith(wanted)


def test_the_table_names_every_error_of_the_operations():
    model = boto3.session.Session().client("ecr", region_name="us-east-1").meta.service_model
    declared = {shape.name for name in OPERATIONS for shape in model.operation_model(name).error_shapes}
    assert declared - set(UNPROVOKED) == {entry.values[0] for entry in CASES}


WITHOUT_REPOSITORY = {
    "delete_repository": {},
    "put_image_tag_mutability": {"imageTagMutability": "MUTABLE"},
    "batch_check_layer_availability": {"layerDigests": [NONE]},
    "initiate_layer_upload": {},
    "upload_layer_part": {
        "uploadId": str(uuid.UUID(int=0)),
        "partFirstByte": 0,
        "partLastByte": 0,
        "layerPartBlob": b"x",
    },
    "complete_layer_upload": {"uploadId": str(uuid.UUID(int=0)), "layerDigests": [NONE]},
    "get_download_url_for_layer": {"layerDigest": NONE},
    "put_image": {"imageManifest": image("nowhere").manifest.decode()},
    "batch_get_image": {"imageIds": IMAGE_IDS},
    "batch_delete_image": {"imageIds": IMAGE_IDS},
    "list_images": {},
    "describe_images": {},
    "list_image_referrers": {"subjectId": {"imageDigest": NONE}},
}


@pytest.mark.parametrize("operation", WITHOUT_REPOSITORY)
def test_without_its_repository(user, name, operation):
    client = user.client()
    with pytest.raises(client.exceptions.RepositoryNotFoundException) as caught:
        getattr(client, operation)(repositoryName=name, **WITHOUT_REPOSITORY[operation])
    assert caught.value.response["Error"]["Message"] == RNF.format(none=name, account=user.account)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"aws_secret_access_key": "wrong"}, "InvalidSignatureException"),
        ({"aws_access_key_id": "AKIAUNKNOWNUNKNOWN00"}, "UnrecognizedClientException"),
    ],
)
def test_a_stranger_is_refused(user, change, code):
    with pytest.raises(ClientError) as caught:
        user.client(**change).describe_repositories()
    assert caught.value.response["Error"]["Code"] == code


def test_a_batch_tells_each_failure(world):
    ids = [{"imageTag": "v9"}, {"imageDigest": NONE}, {"imageDigest": "no-digest"}, {}]
    failures = world.ecr.batch_get_image(repositoryName=world.repo, imageIds=ids)["failures"]
    found = {json.dumps(one["imageId"], sort_keys=True): (one["failureCode"], one["failureReason"]) for one in failures}
    missing = ("ImageNotFound", "Requested image not found")
    assert found[json.dumps(ids[0])] == missing
    assert found[json.dumps(ids[1])] == missing
    assert found[json.dumps(ids[2])][0] == "InvalidImageDigest"
    assert re.match("Invalid request parameters: image digest should satisfy the regex", found[json.dumps(ids[2])][1])
    assert found["{}"] == ("MissingDigestAndTag", "Invalid request parameters: both tag and digest cannot be null")
