"""Pushing and pulling with the layer operations of the ECR API, as a client that knows no OCI API would."""

import json
import urllib.request

from botocore.exceptions import ClientError

PART = 10 << 20


def upload(client, repo, digest, blob, part=PART):
    """Initiate, upload each part in turn, complete. A layer that is there already is as good."""
    begun = client.initiate_layer_upload(repositoryName=repo)["uploadId"]
    for first in range(0, len(blob), part):
        piece = blob[first : first + part]
        send(client, repo, begun, first, piece)
    try:
        client.complete_layer_upload(repositoryName=repo, uploadId=begun, layerDigests=[digest])
    except ClientError as error:
        if error.response["Error"]["Code"] != "LayerAlreadyExistsException":
            raise


def send(client, repo, upload_id, first, piece):
    last = first + len(piece) - 1
    where = {"partFirstByte": first, "partLastByte": last}
    return client.upload_layer_part(repositoryName=repo, uploadId=upload_id, layerPartBlob=piece, **where)


def push(user, repo, image, tag=None):
    """Pushes blobs, then the manifest of an image; an index's children are the caller's to push first."""
    client = user.client()
    for digest, blob in image.blobs.items():
        upload(client, repo, digest, blob)
    tagged = {"imageTag": tag} if tag else {}
    return client.put_image(repositoryName=repo, imageManifest=image.manifest.decode(), **tagged)["image"]


def pull(user, repo, tag):
    """The manifest behind a tag and every blob that it names, fetched through download URLs."""
    client = user.client()
    answer = client.batch_get_image(repositoryName=repo, imageIds=[{"imageTag": tag}])
    manifest = answer["images"][0]["imageManifest"]
    document = json.loads(manifest)
    named = [document["config"]["digest"], *(layer["digest"] for layer in document["layers"])]
    return manifest.encode(), {digest: download(client, repo, digest) for digest in named}


def download(client, repo, digest, **headers):
    url = client.get_download_url_for_layer(repositoryName=repo, layerDigest=digest)["downloadUrl"]
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=60) as answer:
        return answer.read()
