"""The AWS command line, versions 1 and 2: every operation that each of them has, as a person would type it."""

import base64
import json
import re
from datetime import datetime, timedelta, timezone

import pytest

from lab.images import OCI_MANIFEST, image, sha256
from lab.process import VENV, run

COMMANDS = {"v1": VENV / "aws", "v2": "/usr/bin/aws"}


@pytest.fixture(params=COMMANDS)
def aws(request, user):
    """`aws ecr …` in each version; JSON answers are parsed."""

    def call(*words, service="ecr", fails=False, parsed=True):
        done = run(
            COMMANDS[request.param],
            service,
            *words,
            "--endpoint-url",
            user.url,
            "--output",
            "json",
            env=user.env,
            fails=fails,
        )
        if fails:
            return done.err
        return json.loads(done.out or "{}") if parsed else done.out

    return call


@pytest.fixture
def on(name):
    """The flag that most operations need."""
    return ["--repository-name", name]


@pytest.fixture
def put(aws, on, repo, tmp_path):
    """Pushes an image with the layer operations of the command line."""

    def call(made, tag):
        for digest, blob in made.blobs.items():
            upload(aws, on, digest, blob, tmp_path / "part")
        (tmp_path / "manifest").write_bytes(made.manifest)
        return aws("put-image", *on, "--image-manifest", f"file://{tmp_path}/manifest", "--image-tag", tag)["image"]

    return call


def upload(aws, on, digest, blob, part):
    """Initiate, one call for each part of 10 MiB, complete."""
    begun = aws("initiate-layer-upload", *on)
    size = begun["partSize"]
    for first in range(0, len(blob), size):
        piece = blob[first : first + size]
        part.write_bytes(piece)
        where = ["--part-first-byte", first, "--part-last-byte", first + len(piece) - 1]
        sent = aws(
            "upload-layer-part", *on, "--upload-id", begun["uploadId"], *where, "--layer-part-blob", f"fileb://{part}"
        )
        assert sent["lastByteReceived"] == first + len(piece) - 1
    done = aws("complete-layer-upload", *on, "--upload-id", begun["uploadId"], "--layer-digests", digest)
    assert done["layerDigest"] == digest


def test_get_login_password_and_authorization_token(aws, user):
    password = aws("get-login-password", parsed=False).strip()
    assert password and ":" not in password
    (data,) = aws("get-authorization-token")["authorizationData"]
    name, secret = base64.b64decode(data["authorizationToken"]).decode().split(":")
    assert name == "AWS" and secret
    assert user.host in data["proxyEndpoint"]
    remaining = expiry(data["expiresAt"]) - datetime.now(timezone.utc)
    assert timedelta(hours=11, minutes=55) < remaining <= timedelta(hours=12, minutes=1)


def expiry(value):
    """Version 1 prints a number of seconds or an ISO time, version 2 an ISO time."""
    return (
        datetime.fromtimestamp(value, timezone.utc)
        if isinstance(value, (int, float))
        else datetime.fromisoformat(value)
    )


def test_who_is_calling(aws, user):
    identity = aws("get-caller-identity", service="sts")
    assert identity["Account"] == user.account
    assert identity["Arn"].startswith(f"arn:aws:iam::{user.account}:")
    assert identity["UserId"]
    registry = aws("describe-registry")
    assert registry["registryId"] == user.account
    assert registry["replicationConfiguration"] == {"rules": []}


def test_the_life_of_a_repository(aws, on, name, user):
    created = aws(
        "create-repository", *on, "--tags", "Key=team,Value=web", "--image-scanning-configuration", "scanOnPush=true"
    )["repository"]
    assert created["repositoryName"] == name
    assert created["registryId"] == user.account
    assert created["repositoryArn"] == f"arn:aws:ecr:{user.region}:{user.account}:repository/{name}"
    assert created["repositoryUri"] == f"{user.host}/{name}"
    assert created["imageTagMutability"] == "MUTABLE"
    assert created["imageScanningConfiguration"] == {"scanOnPush": True}
    assert created["encryptionConfiguration"]["encryptionType"] == "AES256"

    assert aws("describe-repositories", "--repository-names", name)["repositories"] == [created]
    again = aws("create-repository", *on, fails=True)
    assert (
        f"(RepositoryAlreadyExistsException) when calling the CreateRepository operation: The repository with name '{name}' already exists in the registry with id '{user.account}'"
        in again
    )

    assert aws("delete-repository", *on)["repository"]["repositoryArn"] == created["repositoryArn"]
    gone = aws("describe-repositories", "--repository-names", name, fails=True)
    assert (
        f"(RepositoryNotFoundException) when calling the DescribeRepositories operation: The repository with name '{name}' does not exist in the registry with id '{user.account}'"
        in gone
    )


def test_repositories_over_several_pages(aws, name):
    names = [f"{name}/{number}" for number in range(5)]
    for one in names:
        aws("create-repository", "--repository-name", one)
    listed = aws("describe-repositories", "--page-size", "2")["repositories"]
    assert set(names) <= {one["repositoryName"] for one in listed}
    first = aws("describe-repositories", "--max-items", "2")
    assert len(first["repositories"]) == 2
    rest = aws("describe-repositories", "--starting-token", first["NextToken"])["repositories"]
    assert len(rest) == len(listed) - 2


def test_a_full_repository_is_deleted_only_by_force(aws, on, put, repo, user):
    put(image("kept"), "v1")
    refused = aws("delete-repository", *on, fails=True)
    assert (
        f"(RepositoryNotEmptyException) when calling the DeleteRepository operation: The repository with name '{repo}' in registry with id '{user.account}' cannot be deleted because it still contains images"
        in refused
    )
    aws("delete-repository", *on, "--force")
    assert "RepositoryNotFoundException" in aws("list-images", *on, fails=True)


def test_layers_image_and_download(aws, on, put, repo, user, tmp_path):
    made = image("by-hand", extra=[bytes(range(256)) * 64])
    layers = [layer["digest"] for layer in made.document["layers"]]
    before = aws("batch-check-layer-availability", *on, "--layer-digests", *layers, "no-digest")
    assert [one["layerAvailability"] for one in before["layers"]] == ["UNAVAILABLE"] * 2
    assert [one["failureCode"] for one in before["failures"]] == ["InvalidLayerDigest"]

    stored = put(made, "v1")
    assert stored["imageId"] == {"imageDigest": made.digest, "imageTag": "v1"}
    assert stored["imageManifest"].encode() == made.manifest
    after = aws("batch-check-layer-availability", *on, "--layer-digests", *layers)
    assert [one["layerAvailability"] for one in after["layers"]] == ["AVAILABLE"] * 2
    assert [one["layerSize"] for one in after["layers"]] == [len(made.blobs[layer]) for layer in layers]

    url = aws("get-download-url-for-layer", *on, "--layer-digest", layers[1])["downloadUrl"]
    fetch(user, url, tmp_path / "whole")
    assert sha256((tmp_path / "whole").read_bytes()) == layers[1]
    assert fetch(user, url, tmp_path / "part", "--range", "2-5") == "206"
    assert (tmp_path / "part").read_bytes() == made.blobs[layers[1]][2:6]
    assert fetch(user, url + "0", tmp_path / "altered", fails=True) == "403"


def fetch(user, url, path, *flags, fails=False):
    words = ["--silent", "--location", "--output", path, "--write-out", "%{http_code}", *flags]
    status = run("/usr/bin/curl", *words, url).out
    assert fails == (status >= "400"), f"{url}: {status}"
    return status


def test_a_layer_of_several_parts(aws, on, repo, tmp_path):
    blob = bytes(range(256)) * (12 << 12)
    upload(aws, on, sha256(blob), blob, tmp_path / "part")
    (layer,) = aws("batch-check-layer-availability", *on, "--layer-digests", sha256(blob))["layers"]
    assert (layer["layerAvailability"], layer["layerSize"]) == ("AVAILABLE", 12 << 20)


def test_images_are_listed_described_read_and_deleted(aws, on, put, repo, user):
    made = image("listed")
    put(made, "v1")
    aws("put-image", *on, "--image-manifest", made.manifest.decode(), "--image-tag", "latest")
    both = [{"imageDigest": made.digest, "imageTag": tag} for tag in ("latest", "v1")]
    listed = aws("list-images", *on, "--filter", "tagStatus=TAGGED")["imageIds"]
    assert sorted(listed, key=lambda one: one["imageTag"]) == both
    assert aws("list-images", *on, "--filter", "tagStatus=UNTAGGED")["imageIds"] == []

    (detail,) = aws("describe-images", *on, "--image-ids", "imageTag=v1")["imageDetails"]
    assert detail["imageDigest"] == made.digest
    assert sorted(detail["imageTags"]) == ["latest", "v1"]
    assert detail["imageManifestMediaType"] == OCI_MANIFEST
    assert detail["imageSizeInBytes"] >= sum(layer["size"] for layer in made.document["layers"])
    unknown = aws("describe-images", *on, "--image-ids", "imageTag=v9", fails=True)
    assert (
        f"The image with imageId {{imageDigest:'null', imageTag:'v9'}} does not exist within the repository with name '{repo}' in the registry with id '{user.account}'"
        in unknown
    )

    read = aws("batch-get-image", *on, "--image-ids", "imageTag=v1", "imageTag=v9")
    assert read["images"][0]["imageManifest"].encode() == made.manifest
    assert read["failures"] == [
        {"imageId": {"imageTag": "v9"}, "failureCode": "ImageNotFound", "failureReason": "Requested image not found"}
    ]

    deleted = aws("batch-delete-image", *on, "--image-ids", "imageTag=v1", "imageTag=v9")
    assert deleted["imageIds"] == [{"imageDigest": made.digest, "imageTag": "v1"}]
    assert [one["failureCode"] for one in deleted["failures"]] == ["ImageNotFound"]
    aws("batch-delete-image", *on, "--image-ids", f"imageDigest={made.digest}")
    assert aws("list-images", *on)["imageIds"] == []


def test_images_over_several_pages(aws, on, put, repo):
    made = image("paged")
    put(made, "t0")
    for number in range(1, 5):
        aws("put-image", *on, "--image-manifest", made.manifest.decode(), "--image-tag", f"t{number}")
    listed = aws("list-images", *on, "--page-size", "2")["imageIds"]
    assert sorted(one["imageTag"] for one in listed) == [f"t{number}" for number in range(5)]


def test_tag_mutability(aws, on, put, repo):
    put(image("first"), "v1")
    frozen = aws("put-image-tag-mutability", *on, "--image-tag-mutability", "IMMUTABLE")
    assert (frozen["repositoryName"], frozen["imageTagMutability"]) == (repo, "IMMUTABLE")
    other = json.dumps({**image("first").document, "annotations": {"changed": "yes"}})
    refused = aws("put-image", *on, "--image-manifest", other, "--image-tag", "v1", fails=True)
    assert "(ImageTagAlreadyExistsException)" in refused
    assert (
        f"The image tag 'v1' already exists in the '{repo}' repository and cannot be overwritten because the tag is immutable."
        in refused
    )
    aws("put-image-tag-mutability", *on, "--image-tag-mutability", "MUTABLE")
    aws("put-image", *on, "--image-manifest", other, "--image-tag", "v1")


def test_resource_tags(aws, repo, user):
    arn = f"arn:aws:ecr:{user.region}:{user.account}:repository/{repo}"
    assert aws("list-tags-for-resource", "--resource-arn", arn)["tags"] == []
    aws("tag-resource", "--resource-arn", arn, "--tags", "Key=team,Value=web", "Key=stage,Value=test", parsed=False)
    aws("tag-resource", "--resource-arn", arn, "--tags", "Key=stage,Value=live", parsed=False)
    tags = aws("list-tags-for-resource", "--resource-arn", arn)["tags"]
    assert sorted(tags, key=lambda tag: tag["Key"]) == [
        {"Key": "stage", "Value": "live"},
        {"Key": "team", "Value": "web"},
    ]
    aws("untag-resource", "--resource-arn", arn, "--tag-keys", "stage", parsed=False)
    assert aws("list-tags-for-resource", "--resource-arn", arn)["tags"] == [{"Key": "team", "Value": "web"}]


def test_a_wrong_secret_is_refused(aws, user, tmp_path):
    path = tmp_path / "credentials"
    path.write_text(f"[default]\naws_access_key_id = {user.key}\naws_secret_access_key = {user.secret[::-1]}\n")
    env = user.env | {"AWS_SHARED_CREDENTIALS_FILE": path, "AWS_PROFILE": "default"}
    for command in COMMANDS.values():
        refused = run(command, "ecr", "describe-repositories", "--endpoint-url", user.url, env=env, fails=True)
        assert re.search(r"InvalidSignatureException|SignatureDoesNotMatch", refused.err), refused.err
