"""One table of writing operations, each with what a client sees of it: nothing, or all of it."""

import http.client
import json
import random
from dataclasses import dataclass
from typing import Callable

from botocore.config import Config
from botocore.exceptions import ClientError

from lab.images import OCI_CONFIG, OCI_LAYER, OCI_MANIFEST, compact, sha256

REPOSITORY = "full"
ONCE = Config(retries={"total_max_attempts": 1})


@dataclass
class Change:
    """Something that is asked for: how, and whether it is so. Both may be done again and again."""

    name: str
    ask: Callable
    """Returns `None` when it was acknowledged, or why it was refused."""
    is_done: Callable
    """True or false; fails when it is neither."""
    replaces: bool = False
    """Whether it takes the place of what the last of its kind has done."""


@dataclass
class Refusal:
    """A server that says why it does not do something."""

    status: int
    code: str
    message: str


class Client:
    """Who asks."""

    def __init__(self, server):
        self.server = server
        self.user = server.user()
        self.ecr = self.user.client(config=ONCE)
        self.iam = self.user.client("iam", config=ONCE)
        token = self.ecr.get_authorization_token()["authorizationData"][0]["authorizationToken"]
        self.headers = {"authorization": f"Basic {token}", "content-type": "application/octet-stream", "accept": "*/*"}

    def oci(self, method, path, body=b"", **headers):
        """One request on a connection of its own: status, headers, body."""
        path = path if path.startswith("/") else f"/v2/{REPOSITORY}/{path}"
        connection = http.client.HTTPConnection(self.user.host, timeout=60)
        connection.request(method, path, body, self.headers | {k.replace("_", "-"): v for k, v in headers.items()})
        answer = connection.getresponse()
        read = answer.read()
        connection.close()
        return answer.status, answer.headers, read

    def oci_refusal(self, answer, expected):
        """`None` for the status that is expected; else what the error in the form of the protocol says."""
        status, _, body = answer
        if status == expected:
            return None
        error = json.loads(body)["errors"][0]
        return Refusal(status, error["code"], error["message"])

    def aws_refusal(self, call, already=(), **members):
        """The same for a call of an AWS API; `already` are the errors of who has done it before."""
        try:
            call(**members)
        except ClientError as error:
            said, status = error.response["Error"], error.response["ResponseMetadata"]["HTTPStatusCode"]
            if said["Code"] in already:
                return None
            return Refusal(status, said["Code"], said["Message"])
        return None

    def blob(self, digest):
        """The bytes, compared with the digest; `None` when there are none."""
        status, _, body = self.oci("GET", f"blobs/{digest}")
        assert status in (200, 404), (status, body)
        if status == 404:
            return None
        assert sha256(body) == digest, f"{digest} has other bytes"
        return body

    def image(self, reference):
        """The digest behind a tag or digest, with everything that the manifest names; `None` when there is none."""
        status, _, manifest = self.oci("GET", f"manifests/{reference}")
        assert status in (200, 404), (status, manifest)
        if status == 404:
            return None
        document = json.loads(manifest)
        for part in [document["config"], *document["layers"]]:
            assert self.blob(part["digest"]) is not None, f"{reference} lacks {part['digest']}"
        return sha256(manifest)

    def push_blob(self, blob):
        return self.oci_refusal(self.oci("POST", f"blobs/uploads/?digest={sha256(blob)}", blob), 201)

    def push_manifest(self, tag, manifest):
        return self.oci_refusal(self.oci("PUT", f"manifests/{tag}", manifest, content_type=OCI_MANIFEST), 201)


class Changes:
    """Makes operations, each of something that no other one has touched."""

    def __init__(self, client, seed):
        self.client, self.random, self.numbers = client, random.Random(seed), 0
        self.config = compact({"architecture": "amd64", "os": "linux"})
        self.layer = self.random.randbytes(60_000)
        client.ecr.create_repository(repositoryName=REPOSITORY)
        for blob in (self.config, self.layer):
            assert client.push_blob(blob) is None
        self.victims = []
        self.others = [self.manifest(), self.manifest()]
        for number, manifest in enumerate(self.others):
            assert client.push_manifest(f"other-{number}", manifest) is None
        self.move().ask()

    def supply(self, count):
        """Images that are there to be deleted."""
        for _ in range(count):
            manifest = self.manifest()
            assert self.client.push_manifest(f"victim-{self.numbers}", manifest) is None
            self.victims.append(sha256(manifest))

    def all(self):
        """One of each kind."""
        kinds = [
            self.push_in_chunks,
            self.push_at_once,
            self.put_manifest,
            self.move,
            self.put_image,
            self.upload_parts,
            self.delete,
            self.put_policy,
            self.create_repository,
            self.create_user,
            self.log_in,
        ]
        self.random.shuffle(kinds)
        return [kind() for kind in kinds]

    def number(self):
        self.numbers += 1
        return self.numbers

    def manifest(self):
        parts = [(OCI_CONFIG, self.config), (OCI_LAYER, self.layer)]
        config, layer = ({"mediaType": kind, "digest": sha256(blob), "size": len(blob)} for kind, blob in parts)
        about = {"number": str(self.number()), "text": "x" * self.random.randrange(3000)}
        document = {"schemaVersion": 2, "mediaType": OCI_MANIFEST, "config": config, "layers": [layer]}
        return compact(document | {"annotations": about})

    def push_in_chunks(self):
        blob = self.random.randbytes(self.random.randrange(3, 90_000))

        def ask():
            answer = self.client.oci("POST", "blobs/uploads/")
            refusal, path = self.client.oci_refusal(answer, 202), answer[1].get("location")
            third = len(blob) // 3
            for piece in (blob[:third], blob[third:]):
                if refusal:
                    return refusal
                refusal = self.client.oci_refusal(self.client.oci("PATCH", path, piece), 202)
            return refusal or self.client.oci_refusal(self.client.oci("PUT", f"{path}?digest={sha256(blob)}"), 201)

        return Change("push in chunks", ask, lambda: self.client.blob(sha256(blob)) is not None)

    def push_at_once(self):
        blob = self.random.randbytes(self.random.randrange(1, 90_000))
        return Change(
            "push at once", lambda: self.client.push_blob(blob), lambda: self.client.blob(sha256(blob)) is not None
        )

    def upload_parts(self):
        blob, ecr = self.random.randbytes(self.random.randrange(1, 90_000)), self.client.ecr

        def calls():
            begun = ecr.initiate_layer_upload(repositoryName=REPOSITORY)["uploadId"]
            about = {"repositoryName": REPOSITORY, "uploadId": begun}
            last = len(blob) - 1
            ecr.upload_layer_part(**about, partFirstByte=0, partLastByte=last, layerPartBlob=blob)
            ecr.complete_layer_upload(**about, layerDigests=[sha256(blob)])

        def ask():
            return self.client.aws_refusal(calls, already=("LayerAlreadyExistsException",))

        return Change("UploadLayerPart", ask, lambda: self.client.blob(sha256(blob)) is not None)

    def image_change(self, name, tag, manifest, ask):
        digest = sha256(manifest)

        def is_done():
            found = self.client.image(tag)
            assert found in (None, digest), f"{tag} is {found}"
            assert (self.client.image(digest) is None) == (found is None), f"{digest} is there, and {tag} not"
            return found == digest

        return Change(name, ask, is_done)

    def put_manifest(self):
        manifest, tag = self.manifest(), f"put-{self.numbers}"
        return self.image_change("PUT manifest", tag, manifest, lambda: self.client.push_manifest(tag, manifest))

    def put_image(self):
        manifest, tag = self.manifest(), f"image-{self.numbers}"
        about = {"repositoryName": REPOSITORY, "imageManifest": manifest.decode(), "imageTag": tag}

        def ask():
            return self.client.aws_refusal(self.client.ecr.put_image, ("ImageAlreadyExistsException",), **about)

        return self.image_change("PutImage", tag, manifest, ask)

    def move(self):
        before = self.client.image("moving")
        manifest = next(manifest for manifest in self.others if sha256(manifest) != before)

        def is_done():
            found = self.client.image("moving")
            assert found in (before, sha256(manifest)), f"the tag is {found}"
            return found == sha256(manifest)

        return Change("tag move", lambda: self.client.push_manifest("moving", manifest), is_done, replaces=True)

    def delete(self):
        digest, ecr = self.victims.pop(), self.client.ecr
        about = {"repositoryName": REPOSITORY, "imageIds": [{"imageDigest": digest}]}
        return Change(
            "BatchDeleteImage",
            lambda: self.client.aws_refusal(ecr.batch_delete_image, **about),
            lambda: self.client.image(digest) is None,
        )

    def policy(self):
        try:
            text = self.client.ecr.get_lifecycle_policy(repositoryName=REPOSITORY)["lifecyclePolicyText"]
        except self.client.ecr.exceptions.LifecyclePolicyNotFoundException:
            return None
        return json.loads(text)

    def put_policy(self):
        before = self.policy()
        selection = {"tagStatus": "untagged", "countType": "imageCountMoreThan", "countNumber": 100_000 + self.number()}
        policy = {"rules": [{"rulePriority": 1, "selection": selection, "action": {"type": "expire"}}]}
        about = {"repositoryName": REPOSITORY, "lifecyclePolicyText": json.dumps(policy)}

        def is_done():
            found = self.policy()
            assert found in (before, policy), f"the policy is {found}"
            return found == policy

        put = self.client.ecr.put_lifecycle_policy
        return Change("PutLifecyclePolicy", lambda: self.client.aws_refusal(put, **about), is_done, replaces=True)

    def create_repository(self):
        name, ecr = f"more/r{self.number()}", self.client.ecr
        tags = [{"Key": "number", "Value": name}]

        def ask():
            call, already = ecr.create_repository, ("RepositoryAlreadyExistsException",)
            return self.client.aws_refusal(call, already, repositoryName=name, tags=tags)

        def is_done():
            try:
                made = ecr.describe_repositories(repositoryNames=[name])["repositories"][0]
            except ecr.exceptions.RepositoryNotFoundException:
                return False
            assert ecr.list_tags_for_resource(resourceArn=made["repositoryArn"])["tags"] == tags
            return True

        return Change("CreateRepository", ask, is_done)

    def create_user(self):
        name, iam = f"user-{self.number()}", self.client.iam

        def ask():
            return self.client.aws_refusal(iam.create_user, ("EntityAlreadyExists",), UserName=name)

        def is_done():
            try:
                return iam.get_user(UserName=name)["User"]["UserName"] == name
            except iam.exceptions.NoSuchEntityException:
                return False

        return Change("CreateUser", ask, is_done)

    def log_in(self):
        """A password is handed out when its record is durable, so that it can be taken back."""
        got = []

        def call():
            answer = self.client.ecr.get_authorization_token()
            got.append(answer["authorizationData"][0]["authorizationToken"])

        def is_done():
            if not got:
                return False
            status, _, _ = self.client.oci("GET", "/v2/", authorization=f"Basic {got[-1]}")
            return status == 200

        return Change("GetAuthorizationToken", lambda: self.client.aws_refusal(call), is_done)
