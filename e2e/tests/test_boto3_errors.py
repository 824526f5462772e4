"""boto3: every error name of the operations, caught by its class, with ECR's message.

The first test compares the table below with the service model, so that an error name can't be forgotten.
"""

import json
import re
import uuid
from types import SimpleNamespace

import boto3
import pytest
from botocore.exceptions import ClientError

from lab.images import OCI_CONFIG, OCI_INDEX, OCI_MANIFEST, compact, image, sha256
from lab.layers import push, send, upload

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

NONE = "sha256:" + "0" * 64
RNF = "The repository with name '{none}' does not exist in the registry with id '{account}'"

CASES = []


def case(error, message=""):
    """Adds a function that must end in `error`; `message` is the beginning of the message, with names in braces."""

    def add(function):
        CASES.append(pytest.param(error, message, function, id=f"{error}-{function.__name__}"))
        return function

    return add


@pytest.fixture
def world(user, repo):
    """A repository with one image under v1, and a name that no repository has."""
    made = image("errors", extra=[b"one"])
    push(user, repo, made, "v1")
    arn = f"arn:aws:ecr:{user.region}:{user.account}:repository/"
    return SimpleNamespace(
        ecr=user.client(), repo=repo, none=f"{repo}-none", account=user.account, image=made, arn=arn + repo, arn_none=f"{arn}{repo}-none"
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


# --- a repository that is not there -------------------------------------------------------------------------------

IMAGE_IDS = [{"imageTag": "v1"}]
WITHOUT_REPOSITORY = {
    "delete_repository": {},
    "put_image_tag_mutability": {"imageTagMutability": "MUTABLE"},
    "batch_check_layer_availability": {"layerDigests": [NONE]},
    "initiate_layer_upload": {},
    "upload_layer_part": {"uploadId": str(uuid.UUID(int=0)), "partFirstByte": 0, "partLastByte": 0, "layerPartBlob": b"x"},
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


@case("RepositoryNotFoundException", RNF)
def describe_repositories(world):
    world.ecr.describe_repositories(repositoryNames=[world.repo, world.none])


@case("RepositoryNotFoundException", RNF)
def tag_resource(world):
    world.ecr.tag_resource(resourceArn=world.arn_none, tags=[{"Key": "a", "Value": "b"}])


@case("RepositoryNotFoundException", RNF)
def untag_resource(world):
    world.ecr.untag_resource(resourceArn=world.arn_none, tagKeys=["a"])


@case("RepositoryNotFoundException", RNF)
def list_tags_for_resource(world):
    world.ecr.list_tags_for_resource(resourceArn=world.arn_none)


# --- repositories -------------------------------------------------------------------------------------------------


@case("RepositoryAlreadyExistsException", "The repository with name '{repo}' already exists in the registry with id '{account}'")
def create_again(world):
    world.ecr.create_repository(repositoryName=world.repo)


@case(
    "RepositoryNotEmptyException",
    "The repository with name '{repo}' in registry with id '{account}' cannot be deleted because it still contains images",
)
def delete_with_images(world):
    world.ecr.delete_repository(repositoryName=world.repo)


@case("TooManyTagsException")
def create_with_51_tags(world):
    world.ecr.create_repository(repositoryName=world.none, tags=[{"Key": f"k{n}", "Value": "v"} for n in range(51)])


@case("TooManyTagsException")
def one_tag_more_than_50(world):
    world.ecr.tag_resource(resourceArn=world.arn, tags=[{"Key": f"k{n}", "Value": "v"} for n in range(50)])
    world.ecr.tag_resource(resourceArn=world.arn, tags=[{"Key": "last", "Value": "v"}])


@case("InvalidTagParameterException")
def key_of_129_characters(world):
    world.ecr.tag_resource(resourceArn=world.arn, tags=[{"Key": "k" * 129, "Value": "v"}])


@case("InvalidTagParameterException")
def value_of_257_characters(world):
    world.ecr.create_repository(repositoryName=world.none, tags=[{"Key": "k", "Value": "v" * 257}])


# --- parameters ---------------------------------------------------------------------------------------------------

PARAMETER = "Invalid parameter at '{}' failed to satisfy constraint: '"


@case("InvalidParameterException", PARAMETER.format("repositoryName") + "must satisfy regular expression '")
def name_in_capitals(world):
    world.ecr.create_repository(repositoryName="Capital")


@case("InvalidParameterException", PARAMETER.format("repositoryName"))
def name_of_257_characters(world):
    world.ecr.create_repository(repositoryName="a" * 257)


@case("InvalidParameterException", PARAMETER.format("maxResults") + "Member must have value less than or equal to 1000'")
def page_of_1001(world):
    world.ecr.list_images(repositoryName=world.repo, maxResults=1001)


@case("InvalidParameterException", PARAMETER.format("imageTagMutability") + "Member must satisfy enum value set: [")
def unknown_mode(world):
    world.ecr.put_image_tag_mutability(repositoryName=world.repo, imageTagMutability="SOLID")


@case("InvalidParameterException", PARAMETER.format("resourceArn") + "Invalid ARN'")
def no_arn(world):
    world.ecr.list_tags_for_resource(resourceArn="no-arn")


@case("InvalidParameterException", PARAMETER.format("ImageManifest") + "Invalid JSON syntax'")
def manifest_that_is_not_json(world):
    world.ecr.put_image(repositoryName=world.repo, imageManifest="not json", imageTag="v2")


@case("InvalidParameterException")
def names_with_a_page_size(world):
    world.ecr.describe_repositories(repositoryNames=[world.repo], maxResults=5)


@case("InvalidParameterException")
def ids_with_a_page_size(world):
    world.ecr.describe_images(repositoryName=world.repo, imageIds=IMAGE_IDS, maxResults=5)


@case("InvalidParameterException")
def a_made_up_token(world):
    world.ecr.list_images(repositoryName=world.repo, nextToken="made-up")


@case("InvalidParameterException")
def a_hundred_and_one_ids(world):
    world.ecr.batch_get_image(repositoryName=world.repo, imageIds=[{"imageTag": f"t{n}"} for n in range(101)])


@case("InvalidParameterException")
def registry_id_of_another_form(world):
    world.ecr.get_authorization_token(registryIds=["12"])


@case("InvalidParameterException", PARAMETER.format("maxResults") + "Member must have value less than or equal to 50'")
def referrers_page_of_51(world):
    world.ecr.list_image_referrers(repositoryName=world.repo, subjectId={"imageDigest": NONE}, maxResults=51)


# --- layers -------------------------------------------------------------------------------------------------------


def begin(world):
    return world.ecr.initiate_layer_upload(repositoryName=world.repo)["uploadId"]


def complete(world, upload_id, digest):
    return world.ecr.complete_layer_upload(repositoryName=world.repo, uploadId=upload_id, layerDigests=[digest])


@case("UploadNotFoundException")
def part_of_an_unknown_upload(world):
    send(world.ecr, world.repo, str(uuid.uuid4()), 0, b"x")


@case("UploadNotFoundException")
def completion_of_an_unknown_upload(world):
    complete(world, str(uuid.uuid4()), NONE)


@case("UploadNotFoundException")
def completion_twice(world):
    upload_id = begin(world)
    send(world.ecr, world.repo, upload_id, 0, b"twice")
    for _ in range(2):
        complete(world, upload_id, sha256(b"twice"))


@case("EmptyUploadException")
def completion_without_parts(world):
    complete(world, begin(world), sha256(b""))


@case("InvalidLayerException")
def digest_of_other_bytes(world):
    upload_id = begin(world)
    send(world.ecr, world.repo, upload_id, 0, b"these bytes")
    complete(world, upload_id, sha256(b"other bytes"))


@case("InvalidLayerPartException")
def gap_between_parts(world):
    upload_id = begin(world)
    send(world.ecr, world.repo, upload_id, 0, b"0123456789")
    try:
        send(world.ecr, world.repo, upload_id, 11, b"x")
    except world.ecr.exceptions.InvalidLayerPartException as error:
        assert error.response["lastValidByteReceived"] == 9
        assert error.response["uploadId"] == upload_id
        assert (error.response["repositoryName"], error.response["registryId"]) == (world.repo, world.account)
        raise


@case("InvalidLayerPartException")
def part_shorter_than_its_range(world):
    where = {"partFirstByte": 0, "partLastByte": 99}
    world.ecr.upload_layer_part(repositoryName=world.repo, uploadId=begin(world), layerPartBlob=b"short", **where)


@case("LayerPartTooSmallException", "All layer parts except the last part should be at least 5MB")
def small_part_before_the_last(world):
    upload_id = begin(world)
    send(world.ecr, world.repo, upload_id, 0, b"a" * 1000)
    send(world.ecr, world.repo, upload_id, 1000, b"b" * 1000)
    complete(world, upload_id, sha256(b"a" * 1000 + b"b" * 1000))


@case("LayerAlreadyExistsException")
def completion_of_a_layer_that_is_there(world):
    digest = world.image.document["layers"][1]["digest"]
    upload_id = begin(world)
    send(world.ecr, world.repo, upload_id, 0, world.image.blobs[digest])
    complete(world, upload_id, digest)


@case("LayersNotFoundException")
def download_of_a_layer_that_is_not_there(world):
    world.ecr.get_download_url_for_layer(repositoryName=world.repo, layerDigest=NONE)


@case("LayerInaccessibleException")
def download_of_a_layer_that_no_image_names(world):
    upload(world.ecr, world.repo, sha256(b"loose"), b"loose")
    world.ecr.get_download_url_for_layer(repositoryName=world.repo, layerDigest=sha256(b"loose"))


# --- images -------------------------------------------------------------------------------------------------------


def put(world, document, **more):
    text = document if isinstance(document, str) else compact(document).decode()
    return world.ecr.put_image(repositoryName=world.repo, imageManifest=text, **more)


@case(
    "ImageAlreadyExistsException",
    "Image with digest '{digest}' and tag 'v1' already exists in the repository with name '{repo}' in registry with id '{account}'",
)
def same_image_same_tag(world):
    put(world, world.image.manifest.decode(), imageTag="v1")


@case("ImageAlreadyExistsException")
def same_image_no_tag(world):
    put(world, world.image.manifest.decode())


@case(
    "ImageTagAlreadyExistsException",
    "The image tag 'v1' already exists in the '{repo}' repository and cannot be overwritten because the tag is immutable.",
)
def move_of_an_immutable_tag(world):
    world.ecr.put_image_tag_mutability(repositoryName=world.repo, imageTagMutability="IMMUTABLE")
    put(world, world.image.document | {"annotations": {"changed": "yes"}}, imageTag="v1")


@case("ImageDigestDoesNotMatchException")
def digest_of_another_manifest(world):
    put(world, world.image.document | {"annotations": {"changed": "yes"}}, imageTag="v2", imageDigest=NONE)


@case("LayersNotFoundException")
def image_of_a_layer_that_is_not_there(world):
    layer = {"mediaType": "application/vnd.oci.image.layer.v1.tar+gzip", "digest": NONE, "size": 1}
    put(world, world.image.document | {"layers": [layer]}, imageTag="v2")


@case("LayersNotFoundException")
def image_of_a_config_that_is_not_there(world):
    put(world, world.image.document | {"config": {"mediaType": OCI_CONFIG, "digest": NONE, "size": 1}}, imageTag="v2")


@case("ReferencedImagesNotFoundException")
def index_of_an_image_that_is_not_there(world):
    child = {"mediaType": OCI_MANIFEST, "digest": NONE, "size": 1}
    put(world, {"schemaVersion": 2, "mediaType": OCI_INDEX, "manifests": [child]}, imageTag="v2")


@case(
    "ImageNotFoundException",
    "The image with imageId {{imageDigest:'null', imageTag:'v9'}} does not exist within the repository with name '{repo}' in the registry with id '{account}'",
)
def describe_an_unknown_tag(world):
    world.ecr.describe_images(repositoryName=world.repo, imageIds=[{"imageTag": "v1"}, {"imageTag": "v9"}])


@case("ImageNotFoundException", f"The image with imageId {{{{imageDigest:'{NONE}', imageTag:'null'}}}} does not exist")
def describe_an_unknown_digest(world):
    world.ecr.describe_images(repositoryName=world.repo, imageIds=[{"imageDigest": NONE}])


@case("LimitExceededException")
def tag_number_1001(world):
    text = world.image.manifest.decode()
    for number in range(1000):
        put(world, text, imageTag=f"t{number}")


# --- who asks -----------------------------------------------------------------------------------------------------


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
