"""Calls that must fail, one for each error name and reason: a table that test_boto3_errors.py goes through.

A case gets a world: `ecr` (a boto3 client), `repo` with one `image` under the tag v1, `none` (a name that no repository
has), the `account`, and the ARNs `arn` and `arn_none`.
"""

import uuid

import pytest

from lab.images import OCI_CONFIG, OCI_INDEX, OCI_MANIFEST, compact, sha256
from lab.layers import send, upload

NONE = "sha256:" + "0" * 64
RNF = "The repository with name '{none}' does not exist in the registry with id '{account}'"

IMAGE_IDS = [{"imageTag": "v1"}]

CASES = []


def case(error, message=""):
    """Adds a function that must end in `error`; `message` is the beginning of the message, with names in braces."""

    def add(function):
        CASES.append(pytest.param(error, message, function, id=f"{error}-{function.__name__}"))
        return function

    return add


# --- a repository that is not there -----------------------------------------------------------------------------------


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


@case(
    "RepositoryAlreadyExistsException",
    "The repository with name '{repo}' already exists in the registry with id '{account}'",
)
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


@case(
    "InvalidParameterException", PARAMETER.format("maxResults") + "Member must have value less than or equal to 1000'"
)
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
