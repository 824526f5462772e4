"""boto3's layer operations and the OCI API meet: what one pushes the other reads, byte for byte."""

import os
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest

from lab.images import image, index, sha256, write_context, write_layout
from lab.layers import download, pull, push, send
from lab.process import run


@pytest.fixture
def skopeo(user, password, tmp_path):
    def call(source, target):
        words = ["copy", "--all", "--preserve-digests", "--src-tls-verify=false", "--dest-tls-verify=false"]
        words += ["--src-creds" if source.startswith("docker:") else "--dest-creds", f"AWS:{password}"]
        run("/usr/bin/skopeo", *words, source, target, home=tmp_path)

    return call


def test_docker_runs_what_the_layer_operations_pushed(docker, user, repo, ref):
    push(user, repo, image("from-boto3", extra=[os.urandom(11 << 20)]), "v1")
    docker.forget()
    docker("pull", f"{ref}:v1")
    assert docker.output(f"{ref}:v1") == "from-boto3"


def test_the_layer_operations_read_what_docker_pushed(docker, user, repo, ref, tmp_path):
    docker.build(write_context(tmp_path / "context", "to-boto3", layers=3), f"{ref}:v1")
    docker("push", f"{ref}:v1")
    manifest, blobs = pull(user, repo, "v1")
    assert sha256(manifest) == docker.digest(f"{ref}:v1")
    assert all(sha256(data) == digest for digest, data in blobs.items())
    assert len(blobs) == 5


def test_skopeo_reads_what_the_layer_operations_pushed(skopeo, user, repo, ref, tmp_path):
    made = image("to-skopeo", extra=[b"one", b"two"])
    push(user, repo, made, "v1")
    skopeo(f"docker://{ref}:v1", f"oci:{tmp_path}/back:latest")
    stored = {entry.name: entry.read_bytes() for entry in (tmp_path / "back" / "blobs" / "sha256").iterdir()}
    assert stored == {
        digest.split(":")[1]: data for digest, data in (made.blobs | {made.digest: made.manifest}).items()
    }


def test_the_layer_operations_read_what_skopeo_pushed(skopeo, user, repo, ref, tmp_path):
    made = image("from-skopeo", extra=[b"one"])
    skopeo(f"oci:{write_layout(tmp_path / 'layout', made)}:latest", f"docker://{ref}:v1")
    assert pull(user, repo, "v1") == (made.manifest, made.blobs)


def test_an_index_pushed_by_its_parts(skopeo, user, repo, ref, tmp_path):
    children = [image("amd64"), image("arm64", architecture="arm64")]
    for child in children:
        push(user, repo, child)
    both = index(*children)
    answer = user.client().put_image(repositoryName=repo, imageManifest=both.manifest.decode(), imageTag="v1")
    assert answer["image"]["imageId"]["imageDigest"] == both.digest
    skopeo(f"docker://{ref}:v1", f"oci:{tmp_path}/back:latest")

    client = user.client()
    refused = client.batch_delete_image(repositoryName=repo, imageIds=[{"imageDigest": children[0].digest}])["failures"]
    assert [one["failureCode"] for one in refused] == ["ImageReferencedByManifestList"]
    assert refused[0]["failureReason"] == f"Requested image referenced by manifest list: [{both.digest}]"
    (detail,) = client.describe_images(repositoryName=repo, imageIds=[{"imageTag": "v1"}])["imageDetails"]
    sizes = [
        client.describe_images(repositoryName=repo, imageIds=[{"imageDigest": child.digest}]) for child in children
    ]
    assert detail["imageSizeInBytes"] == max(one["imageDetails"][0]["imageSizeInBytes"] for one in sizes)


def test_a_manifest_is_kept_to_the_byte(user, repo):
    """Two manifests that differ in white space only are two images; a retag with the text that was read is none."""
    made = image("spaces")
    push(user, repo, made, "v1")
    client = user.client()
    spaced = made.manifest.decode() + "\n"
    answer = client.put_image(repositoryName=repo, imageManifest=spaced, imageTag="v2")
    assert answer["image"]["imageId"]["imageDigest"] == sha256(spaced.encode())
    (read,) = client.batch_get_image(repositoryName=repo, imageIds=[{"imageTag": "v2"}])["images"]
    assert read["imageManifest"] == spaced
    again = client.put_image(repositoryName=repo, imageManifest=read["imageManifest"], imageTag="v3")
    assert again["image"]["imageId"]["imageDigest"] == sha256(spaced.encode())


def test_a_download_url_honours_range(user, repo):
    made = image("ranges", extra=[bytes(range(256)) * 400])
    push(user, repo, made, "v1")
    layer = made.document["layers"][0]["digest"]
    client = user.client()
    whole = made.blobs[layer]
    assert download(client, repo, layer) == whole
    assert download(client, repo, layer, Range="bytes=0-0") == whole[:1]
    assert download(client, repo, layer, Range="bytes=100-199") == whole[100:200]
    assert download(client, repo, layer, Range="bytes=-5") == whole[-5:]
    assert download(client, repo, layer, Range=f"bytes={len(whole) - 3}-") == whole[-3:]


def test_a_download_url_cannot_be_turned_to_another_layer(user, repo):
    made = image("altered", extra=[b"one"])
    push(user, repo, made, "v1")
    first, second = (layer["digest"].split(":")[1] for layer in made.document["layers"])
    url = user.client().get_download_url_for_layer(repositoryName=repo, layerDigest=f"sha256:{first}")["downloadUrl"]
    assert first in url
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(url.replace(first, second), timeout=30)
    assert refused.value.code == 403


def test_an_upload_survives_a_restart_between_two_parts(server, user, repo):
    """A part of 5 MiB, a SIGTERM, a new server on the same folder, the last part."""
    first, second = os.urandom(5 << 20), os.urandom(1000)
    upload_id = user.client().initiate_layer_upload(repositoryName=repo)["uploadId"]
    send(user.client(), repo, upload_id, 0, first)
    server.restart()
    client = user.client()
    sent = send(client, repo, upload_id, len(first), second)
    assert sent["lastByteReceived"] == len(first) + len(second) - 1
    done = client.complete_layer_upload(repositoryName=repo, uploadId=upload_id, layerDigests=[sha256(first + second)])
    assert done["layerDigest"] == sha256(first + second)


def test_twenty_clients_push_at_once(user, repo):
    """Twenty threads push images that share a layer; each image is there afterwards."""
    made = [image("many", extra=[b"%d" % number]) for number in range(20)]
    with ThreadPoolExecutor(20) as pool:
        list(pool.map(lambda item: push(user, repo, item[1], f"t{item[0]}"), enumerate(made)))
    found = user.client().describe_images(repositoryName=repo)["imageDetails"]
    assert {one["imageDigest"] for one in found} == {one.digest for one in made}
