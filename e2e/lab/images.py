"""Images without a registry to start from: a static busybox is the whole file system."""

import gzip
import hashlib
import io
import json
import pathlib
import tarfile
from dataclasses import dataclass, field

BUSYBOX = pathlib.Path("/bin/busybox")

OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json"
OCI_INDEX = "application/vnd.oci.image.index.v1+json"
OCI_CONFIG = "application/vnd.oci.image.config.v1+json"
OCI_LAYER = "application/vnd.oci.image.layer.v1.tar+gzip"


def sha256(data):
    return "sha256:" + hashlib.sha256(data).hexdigest()


def compact(document):
    return json.dumps(document, separators=(",", ":")).encode()


def archive(files):
    """A tar of `{path: bytes}` with fixed times, so that equal files give equal digests."""
    sink = io.BytesIO()
    with tarfile.open(fileobj=sink, mode="w") as tar:
        for path, data in files.items():
            entry = tarfile.TarInfo(path)
            entry.size = len(data)
            entry.mode = 0o755
            tar.addfile(entry, io.BytesIO(data))
    return sink.getvalue()


@dataclass
class Image:
    """A manifest and the blobs it names, by digest."""

    manifest: bytes
    blobs: dict = field(default_factory=dict)
    media_type: str = OCI_MANIFEST

    @property
    def digest(self):
        return sha256(self.manifest)

    @property
    def document(self):
        return json.loads(self.manifest)

    @property
    def descriptor(self):
        return {"mediaType": self.media_type, "digest": self.digest, "size": len(self.manifest)}


def image(word, extra=(), architecture="amd64"):
    """An image that prints `word`; each item of `extra` is the content of one more layer."""
    layers = [archive({"bin/busybox": BUSYBOX.read_bytes()})]
    layers += [archive({f"extra/{number}": data}) for number, data in enumerate(extra)]
    config = compact(
        {
            "architecture": architecture,
            "os": "linux",
            "config": {"Cmd": ["/bin/busybox", "echo", word]},
            "rootfs": {"type": "layers", "diff_ids": [sha256(layer) for layer in layers]},
        }
    )
    packed = [gzip.compress(layer, compresslevel=1, mtime=0) for layer in layers]
    manifest = compact(
        {
            "schemaVersion": 2,
            "mediaType": OCI_MANIFEST,
            "config": {"mediaType": OCI_CONFIG, "digest": sha256(config), "size": len(config)},
            "layers": [{"mediaType": OCI_LAYER, "digest": sha256(blob), "size": len(blob)} for blob in packed],
        }
    )
    return Image(manifest, {sha256(blob): blob for blob in [config, *packed]})


def index(*images):
    """An index of images, one for each architecture in the order amd64, arm64, …"""
    platforms = [{"os": "linux", "architecture": name} for name in ("amd64", "arm64", "s390x")]
    manifests = [one.descriptor | {"platform": platform} for one, platform in zip(images, platforms)]
    blobs = {digest: blob for one in images for digest, blob in one.blobs.items()}
    blobs |= {one.digest: one.manifest for one in images}
    return Image(compact({"schemaVersion": 2, "mediaType": OCI_INDEX, "manifests": manifests}), blobs, OCI_INDEX)


def write_layout(folder, image, name="latest"):
    """Writes an OCI image layout, the form that skopeo, crane, regctl and buildah read.

    The image stands in the layout's index under `name`. An index without a name becomes the layout's own index:
    crane pushes that one as it is.
    """
    folder = pathlib.Path(folder)
    store = folder / "blobs" / "sha256"
    store.mkdir(parents=True)
    for digest, data in (image.blobs | {image.digest: image.manifest}).items():
        (store / digest.split(":")[1]).write_bytes(data)
    (folder / "oci-layout").write_text('{"imageLayoutVersion":"1.0.0"}')
    if image.media_type == OCI_INDEX and name is None:
        (folder / "index.json").write_bytes(image.manifest)
        return folder
    entry = image.descriptor | {"annotations": {"org.opencontainers.image.ref.name": name}}
    (folder / "index.json").write_bytes(compact({"schemaVersion": 2, "manifests": [entry]}))
    return folder


def write_archive(path, folder):
    """Packs an image layout into the tar that `ctr image import` reads."""
    with tarfile.open(path, "w") as tar:
        for entry in sorted(pathlib.Path(folder).rglob("*")):
            tar.add(entry, entry.relative_to(folder), recursive=False)
    return path


def write_context(folder, word, layers=0, payload=None):
    """A docker build context: `layers` more files in layers of their own, and one payload of random bytes."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True)
    (folder / "busybox").write_bytes(BUSYBOX.read_bytes())
    (folder / "busybox").chmod(0o755)
    lines = ["FROM scratch", "COPY busybox /bin/busybox"]
    for number in range(layers):
        (folder / f"file{number}").write_text(f"{word} {number}\n")
        lines.append(f"COPY file{number} /files/{number}")
    if payload is not None:
        (folder / "payload").write_bytes(payload)
        lines.append("COPY payload /payload")
    lines.append(json.dumps(["/bin/busybox", "echo", word]).join(["CMD ", ""]))
    (folder / "Dockerfile").write_text("\n".join(lines) + "\n")
    return folder
