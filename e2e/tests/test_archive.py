"""The archive storage class: boto3 and the AWS command line move an image, skopeo tries to pull it."""

import json
import time

import pytest

from lab.images import image, write_layout
from lab.layers import push
from lab.process import VENV, run


@pytest.fixture
def aws(user):
    def call(*words, **how):
        done = run(VENV / "aws", "ecr", *words, "--endpoint-url", user.url, "--output", "json", env=user.env, **how)
        return done.text if how.get("fails") else json.loads(done.out or "{}")

    return call


@pytest.fixture
def skopeo(user, password, tmp_path):
    env = {"REGISTRY_AUTH_FILE": tmp_path / "auth.json"}

    def call(*words, **how):
        return run("/usr/bin/skopeo", *words, env=env, home=tmp_path, **how)

    call("login", "--tls-verify=false", "--username", "AWS", "--password-stdin", user.host, stdin=password)
    return call


def files(folder):
    return {entry.name: entry.read_bytes() for entry in folder.iterdir()}


def wait_until_active(read):
    for _ in range(100):
        if read() == "ACTIVE":
            return
        time.sleep(0.1)
    raise AssertionError("the image did not come back")


def test_archive_and_restore_by_the_command_line(aws, skopeo, user, repo, ref, tmp_path):
    push(user, repo, image("archived", extra=[b"one", b"two"]), "v1")
    push(user, repo, image("other"), "v2")
    pull = ["copy", "--src-tls-verify=false", f"docker://{ref}:v1"]
    skopeo(*pull, f"dir:{tmp_path}/before")
    named = ["--repository-name", repo]
    moved = aws("update-image-storage-class", *named, "--image-id", "imageTag=v1", "--target-storage-class", "ARCHIVE")
    assert moved["imageStatus"] == "ARCHIVED"
    tags = lambda *words: [one["imageTag"] for one in aws("list-images", *named, *words)["imageIds"]]
    assert tags() == ["v2"]
    assert tags("--filter", "imageStatus=ARCHIVED") == ["v1"]
    assert sorted(tags("--filter", "imageStatus=ANY")) == ["v1", "v2"]
    refused = skopeo(*pull, f"dir:{tmp_path}/archived", fails=True)
    assert "manifest unknown" in refused.text.lower() or "not found" in refused.text.lower()
    again = aws(
        "update-image-storage-class", *named, "--image-id", "imageTag=v1", "--target-storage-class", "ARCHIVE", fails=True
    )
    assert "(ImageStorageClassUpdateNotSupportedException)" in again

    words = ["--image-id", "imageTag=v1", "--target-storage-class", "STANDARD"]
    assert aws("update-image-storage-class", *named, *words)["imageStatus"] == "ACTIVATING"
    described = lambda: aws("describe-images", *named, "--image-ids", "imageTag=v1")["imageDetails"][0]
    wait_until_active(lambda: described()["imageStatus"])
    assert described()["lastActivatedAt"] > described()["lastArchivedAt"]
    skopeo(*pull, f"dir:{tmp_path}/after")
    assert files(tmp_path / "before") == files(tmp_path / "after")


def test_archive_and_push_again_by_boto3(user, skopeo, repo, ref, tmp_path):
    ecr = user.client()
    made = image("pushed again", extra=[b"one"])
    push(user, repo, made, "v1")
    which = {"repositoryName": repo, "imageId": {"imageDigest": made.digest}}
    with pytest.raises(ecr.exceptions.ImageStorageClassUpdateNotSupportedException):
        ecr.update_image_storage_class(**which, targetStorageClass="STANDARD")
    assert ecr.update_image_storage_class(**which, targetStorageClass="ARCHIVE")["imageStatus"] == "ARCHIVED"
    layers = [layer["digest"] for layer in made.document["layers"]]
    checked = ecr.batch_check_layer_availability(repositoryName=repo, layerDigests=layers)["layers"]
    assert {layer["layerAvailability"] for layer in checked} == {"ARCHIVED"}
    with pytest.raises(ecr.exceptions.LayerInaccessibleException):
        ecr.get_download_url_for_layer(repositoryName=repo, layerDigest=layers[0])
    got = ecr.batch_get_image(repositoryName=repo, imageIds=[{"imageTag": "v1"}])
    assert (got["images"], got["failures"][0]["failureCode"]) == ([], "ImageNotFound")

    write_layout(tmp_path / "layout", made)
    skopeo("copy", "--dest-tls-verify=false", "--preserve-digests", f"oci:{tmp_path}/layout:latest", f"docker://{ref}:v1")
    (detail,) = ecr.describe_images(repositoryName=repo)["imageDetails"]
    assert (detail["imageDigest"], detail["imageStatus"]) == (made.digest, "ACTIVE")
    assert ecr.batch_get_image(repositoryName=repo, imageIds=[{"imageTag": "v1"}])["images"][0]["imageManifest"].encode() == made.manifest
