"""regctl: images, artifacts with a subject, referrers and blobs."""

import json

import pytest

from lab.images import image, index, sha256, write_layout
from lab.process import GO, run

SIGNATURE = "application/vnd.example.signature"
SBOM = "application/vnd.example.sbom"


@pytest.fixture
def regctl(user, password, tmp_path):
    """regctl of a person who has logged in."""

    def call(*words, **how):
        return run(GO / "regctl", *words, home=tmp_path, **how)

    call("registry", "set", user.host, "--tls", "disabled", "--skip-check")
    call("registry", "login", user.host, "--user", "AWS", "--pass-stdin", stdin=password)
    return call


@pytest.fixture
def push(regctl, ref, tmp_path):
    def call(made, tag, **how):
        layout = tmp_path / made.digest[7:15]
        if not layout.exists():
            write_layout(layout, made)
        return regctl("image", "copy", f"ocidir://{layout}:latest", f"{ref}:{tag}", **how)

    return call


@pytest.fixture
def attach(regctl, ref):
    """Pushes an artifact whose subject is the image behind a tag."""

    def call(tag, kind, content):
        words = ["--subject", f"{ref}:{tag}", "--artifact-type", kind, "--file-media-type", "text/plain"]
        return regctl(
            "artifact",
            "put",
            *words,
            "--annotation",
            f"note={content}",
            "--format",
            "{{.Manifest.GetDescriptor.Digest}}",
            stdin=content,
        ).out.strip()

    return call


def listed(regctl, reference, *flags):
    found = json.loads(regctl("artifact", "list", reference, *flags, "--format", "{{json .}}").out)
    return {entry["digest"]: entry for entry in found["descriptors"] or []}


def test_image_copy_there_and_back(regctl, push, ref, tmp_path):
    made = image("regctl", extra=[b"one", b"two"])
    push(made, "v1")
    regctl("image", "copy", f"{ref}:v1", f"ocidir://{tmp_path}/back:v1")
    assert regctl("image", "digest", f"ocidir://{tmp_path}/back:v1").out.strip() == made.digest


def test_image_copy_between_repositories(regctl, push, user, ref, name):
    user.create(f"{name}-second")
    both = index(image("amd64"), image("arm64", architecture="arm64"))
    push(both, "v1")
    regctl("image", "copy", f"{ref}:v1", f"{user.host}/{name}-second:v1")
    assert regctl("image", "digest", f"{user.host}/{name}-second:v1").out.strip() == both.digest


def test_tag_ls_and_rm(regctl, push, ref):
    made = image("tags")
    for tag in ("a", "b", "c"):
        push(made, tag)
    assert sorted(regctl("tag", "ls", ref).out.split()) == ["a", "b", "c"]
    regctl("tag", "rm", f"{ref}:b")
    assert sorted(regctl("tag", "ls", ref).out.split()) == ["a", "c"]
    assert regctl("image", "digest", f"{ref}:a").out.strip() == made.digest


def test_manifest_get_head_and_delete(regctl, push, ref):
    made = image("manifest")
    push(made, "v1")
    assert regctl("manifest", "get", "--format", "raw-body", f"{ref}:v1").out.encode() == made.manifest
    assert regctl("manifest", "head", f"{ref}:v1").out.strip() == made.digest
    regctl("manifest", "delete", f"{ref}@{made.digest}")
    regctl("manifest", "head", f"{ref}:v1", fails=True)


def test_blob_put_head_get(regctl, push, ref):
    content = "a blob that no manifest names yet\n"
    digest = regctl("blob", "put", ref, "--format", "{{.Digest}}", stdin=content).out.strip()
    assert digest == sha256(content.encode())
    made = image("blob", extra=[b"one"])
    push(made, "v1")
    config = made.document["config"]["digest"]
    regctl("blob", "head", ref, config)
    assert regctl("blob", "get", ref, config).out.encode() == made.blobs[config]


def test_artifact_put_and_get(regctl, ref, tmp_path):
    regctl("artifact", "put", "--artifact-type", SBOM, "--file-media-type", "text/plain", f"{ref}:sbom", stdin="parts")
    assert regctl("artifact", "get", f"{ref}:sbom").out == "parts"


def test_referrers(regctl, push, attach, ref):
    push(image("subject"), "v1")
    first = attach("v1", SIGNATURE, "signed by one")
    second = attach("v1", SIGNATURE, "signed by two")
    third = attach("v1", SBOM, "parts")
    assert set(listed(regctl, f"{ref}:v1")) == {first, second, third}
    assert set(listed(regctl, f"{ref}:v1", "--filter-artifact-type", SIGNATURE)) == {first, second}
    entry = listed(regctl, f"{ref}:v1")[third]
    assert entry["artifactType"] == SBOM
    assert entry["annotations"]["note"] == "parts"
    assert regctl("artifact", "get", f"{ref}@{third}").out == "parts"


def test_the_server_serves_referrers_itself(regctl, push, attach, ref):
    """A client that gets OCI-Subject in answer to its push does not write the fallback tag `sha256-...`."""
    push(image("subject"), "v1")
    attach("v1", SIGNATURE, "signed")
    assert regctl("tag", "ls", ref).out.split() == ["v1"]


def test_a_deleted_referrer_is_no_longer_listed(regctl, push, attach, ref):
    push(image("subject"), "v1")
    gone = attach("v1", SIGNATURE, "withdrawn")
    kept = attach("v1", SIGNATURE, "valid")
    regctl("manifest", "delete", f"{ref}@{gone}")
    assert set(listed(regctl, f"{ref}:v1")) == {kept}


def test_copy_with_referrers(regctl, push, attach, user, ref, name):
    user.create(f"{name}-second")
    push(image("subject"), "v1")
    signature = attach("v1", SIGNATURE, "signed")
    regctl("image", "copy", "--referrers", f"{ref}:v1", f"{user.host}/{name}-second:v1")
    assert set(listed(regctl, f"{user.host}/{name}-second:v1")) == {signature}


def test_repo_ls(regctl, user, repo):
    assert repo in regctl("repo", "ls", "--limit", "1000", user.host).out.split()
