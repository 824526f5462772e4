"""Writers that push, move, untag and delete, and keep a journal of what was acknowledged; and its comparison with a server.

Each writer owns the tags that begin with its name, and the images that only it makes; all of them share some layers. An
operation whose answer never came may have happened or not, wholly.
"""

import http.client
import random
from dataclasses import dataclass, field

from lab.images import OCI_CONFIG, OCI_LAYER, OCI_MANIFEST, compact, sha256

SHARED = [random.Random(number).randbytes(50_000) for number in range(4)]
KEPT_IMAGES = 12


class Lost(Exception):
    """No answer came, or none that says what became of the request."""


@dataclass
class State:
    """What a writer's part of the repository is: the digest behind each tag, and the bytes of each image."""

    tags: dict = field(default_factory=dict)
    images: dict = field(default_factory=dict)

    def copy(self):
        return State(dict(self.tags), dict(self.images))

    def pairs(self):
        """What ListImages shows of it."""
        tagged = {(digest, tag) for tag, digest in self.tags.items()}
        return tagged | {(digest, None) for digest in self.images.keys() - set(self.tags.values())}


class Writer:
    """One client. `cut` is set when the power is about to go; before that every answer must be a good one.

    An answer that comes later says nothing: while a file system is being shut down, the kernel tells some calls of fsync
    that they succeeded whose bytes are not there afterwards. A machine without power would not have told.
    """

    believes_late_answers = False

    def __init__(self, name, seed, where, cut):
        self.name, self.random, self.where, self.cut = name, random.Random(f"{seed} {name}"), where, cut
        self.connection = None
        self.state = State()
        self.possible = None
        """What the state is too, when the answer to the last operation was lost."""
        self.upload = None
        """An upload that goes on: its path, the bytes that were acknowledged, and those that may be there."""
        self.blobs = {}
        """Blobs that were acknowledged since the last comparison."""
        self.acknowledged = 0
        self.numbers = 0
        self.failure = None

    def run(self):
        """Works until the server is gone. Anything else that ends it is a failure."""
        try:
            while not self.cut.is_set():
                self.step()
        except Lost:
            pass
        except Exception as error:  # pylint: disable=broad-except
            self.failure = error
        finally:
            if self.connection:
                self.connection.close()
            self.connection = None

    def step(self):
        ways = [self.push] * 5 + [self.retag, self.untag, self.delete, self.go_on, self.go_on]
        if len(self.state.images) >= KEPT_IMAGES:
            ways += [self.delete] * 8
        self.random.choice(ways)()

    # --- operations ---

    def push(self):
        made = self.image()
        for digest, blob in made.items():
            if blob is not None:
                self.push_blob(digest, blob)
        manifest = self.manifest(made)
        self.put(self.tag(), manifest, list(made))

    def retag(self):
        if self.state.images:
            digest = self.random.choice(sorted(self.state.images))
            self.put(self.tag(), *self.state.images[digest])

    def untag(self):
        if self.state.tags:
            tag = self.random.choice(sorted(self.state.tags))
            after = self.state.copy()
            del after.tags[tag]
            self.become(after, "DELETE", f"manifests/{tag}", 202)

    def delete(self):
        if self.state.images:
            digest = self.random.choice(sorted(self.state.images))
            after = self.state.copy()
            del after.images[digest]
            after.tags = {tag: of for tag, of in after.tags.items() if of != digest}
            self.become(after, "DELETE", f"manifests/{digest}", 202)

    def go_on(self):
        """Sends a piece of an upload that spans many of these steps, or ends it."""
        if self.upload is None:
            path = self.send("POST", "blobs/uploads/", 202).getheader("location")
            self.upload = (path, b"", b"")
            return
        path, before, _ = self.upload
        if len(before) > 100_000:
            digest = sha256(before)
            self.upload = None
            self.send("PUT", f"{path}?digest={digest}", 201)
            self.blobs[digest] = before
            return
        after = before + self.random.randbytes(self.random.randrange(1, 40_000))
        self.upload = (path, before, after)
        self.send("PATCH", path, 202, after[len(before) :], **{"content-range": f"{len(before)}-{len(after) - 1}"})
        self.upload = (path, after, after)

    # --- their parts ---

    def image(self):
        """The blobs of a new image by digest, the configuration first; those that every writer has may be pushed or not."""
        self.numbers += 1
        config = compact({"architecture": "amd64", "os": "linux", "writer": [self.name, self.numbers, self.random.random()]})
        layers = [self.random.choice(SHARED), self.random.randbytes(self.random.randrange(1, 300_000))]
        return {sha256(blob): blob for blob in [config, *layers]}

    def manifest(self, made):
        (config, config_blob), *layers = made.items()
        document = {
            "schemaVersion": 2,
            "mediaType": OCI_MANIFEST,
            "config": {"mediaType": OCI_CONFIG, "digest": config, "size": len(config_blob)},
            "layers": [{"mediaType": OCI_LAYER, "digest": digest, "size": len(blob)} for digest, blob in layers],
        }
        return compact(document)

    def tag(self):
        """One of twenty names, so that tags move."""
        return f"{self.name}-{self.random.randrange(20)}"

    def push_blob(self, digest, blob):
        if self.random.random() < 0.5:
            self.send("POST", f"blobs/uploads/?digest={digest}", 201, blob)
        else:
            path = self.send("POST", "blobs/uploads/", 202).getheader("location")
            middle = self.random.randrange(len(blob))
            for piece in (blob[:middle], blob[middle:]):
                self.send("PATCH", path, 202, piece)
            self.send("PUT", f"{path}?digest={digest}", 201)
        self.blobs[digest] = blob

    def put(self, tag, manifest, blobs):
        after = self.state.copy()
        after.images[sha256(manifest)] = (manifest, blobs)
        after.tags[tag] = sha256(manifest)
        self.become(after, "PUT", f"manifests/{tag}", 201, manifest, **{"content-type": OCI_MANIFEST})

    def become(self, after, *request, **headers):
        """Sends what makes the state another one."""
        self.possible = after
        self.send(*request, **headers)
        self.state, self.possible = after, None

    def send(self, method, path, status, body=b"", **headers):
        """Sends a request that is answered with `status`, or loses it."""
        url = path if path.startswith("/") else f"/v2/{self.where.repository}/{path}"
        sent = {"authorization": self.where.login, "content-type": "application/octet-stream", **headers}
        try:
            if self.connection is None:
                self.connection = http.client.HTTPConnection(self.where.host, timeout=60)
            self.connection.request(method, url, body, sent)
            answer = self.connection.getresponse()
            text = answer.read()
        except (OSError, http.client.HTTPException) as error:
            assert self.cut.is_set() and self.may_break(error), f"{method} {url}: {error!r}"
            raise Lost from error
        if answer.status != status:
            assert self.cut.is_set() and self.may_refuse(answer), f"{method} {url}: {answer.status} {text}"
            raise Lost
        if self.cut.is_set() and not self.believes_late_answers:
            raise Lost
        self.acknowledged += 1
        return answer

    def may_break(self, error):  # pylint: disable=unused-argument
        """Whether an answer may break off so when the server goes."""
        return True

    def may_refuse(self, answer):
        """Whether this may be the answer when the server goes."""
        return answer.status >= 500

    # --- after the crash ---

    def settle(self, pairs):
        """Finds out which of both states it is; any other is a failure."""
        mine = {(digest, tag) for digest, tag in pairs if (tag or "").startswith(f"{self.name}-")}
        known = set(self.state.images) | set(self.possible.images if self.possible else ())
        mine |= {(digest, tag) for digest, tag in pairs if tag is None and digest in known}
        if self.possible and mine == self.possible.pairs():
            self.state = self.possible
        self.possible = None
        expected = self.state.pairs()
        assert mine == expected, f"{self.name}: lost {expected - mine}, ghosts {mine - expected}"
        return mine

    def compare(self, get, everything):
        """Reads what was acknowledged since the last time, or everything, and hashes it. Says how much it read."""
        read = 0
        for digest, (manifest, blobs) in self.state.images.items():
            new = any(blob in self.blobs for blob in blobs)
            if new or everything or self.random.random() < 0.1:
                assert get(f"manifests/{digest}") == manifest, f"{self.name}: {digest} has other bytes"
                for blob in blobs:
                    assert sha256(get(f"blobs/{blob}")) == blob, f"{self.name}: {blob} of {digest}"
                read += 1 + len(blobs)
        for digest in self.blobs:
            assert sha256(get(f"blobs/{digest}")) == digest, f"{self.name}: {digest} was acknowledged"
        read += len(self.blobs)
        self.blobs = {}
        return read

    def resume(self):
        """The upload goes on behind what was acknowledged, or behind what was sent last, and nowhere else."""
        if self.upload is None:
            return
        path, before, after = self.upload
        self.cut.clear()
        first = self.send("GET", path, 204).getheader("range")
        length = 0 if first == "0-0" and not before else int(first.split("-")[1]) + 1
        assert length in (len(before), len(after)), f"{self.name}: {path} is at {length}, not {len(before)} or {len(after)}"
        content = after[:length]
        self.upload = (path, content, content)


def listed(client, repository):
    """Every image and tag that the server shows."""
    pages = client.get_paginator("list_images").paginate(repositoryName=repository, PaginationConfig={"PageSize": 1000})
    return {(one["imageDigest"], one.get("imageTag")) for page in pages for one in page["imageIds"]}
