"""crane: a small client that calls the OCI API almost one to one."""

import json

import pytest

from lab.images import image, index, write_layout
from lab.process import GO, run


@pytest.fixture
def crane(user, password, tmp_path):
    """crane of a person who has logged in."""
    env = {"DOCKER_CONFIG": tmp_path / "config"}

    def call(*words, **how):
        return run(GO / "crane", *words, "--insecure", env=env, home=tmp_path, **how)

    call("auth", "login", user.host, "--username", "AWS", "--password-stdin", stdin=password)
    return call


@pytest.fixture
def push(crane, ref, tmp_path):
    def call(made, tag, *flags, **how):
        layout = tmp_path / made.digest[7:15]
        if not layout.exists():
            write_layout(layout, made)
        return crane("push", *flags, layout, f"{ref}:{tag}", **how)

    return call


def test_push_digest_manifest_config(crane, push, ref):
    made = image("crane", extra=[b"one", b"two"])
    push(made, "v1")
    assert crane("digest", f"{ref}:v1").out.strip() == made.digest
    assert crane("manifest", f"{ref}:v1").out.strip().encode() == made.manifest
    assert crane("config", f"{ref}:v1").out.strip().encode() == made.blobs[made.document["config"]["digest"]]


def test_pull_and_push_back(crane, push, ref, tmp_path):
    made = image("there-and-back", extra=[b"one"])
    push(made, "v1")
    crane("pull", "--format", "oci", f"{ref}:v1", tmp_path / "pulled")
    crane("push", tmp_path / "pulled", f"{ref}:v2")
    assert crane("digest", f"{ref}:v2").out.strip() == made.digest


def test_pull_as_a_tarball(crane, push, ref, tmp_path):
    push(image("tarball"), "v1")
    crane("pull", f"{ref}:v1", tmp_path / "image.tar")
    crane("push", tmp_path / "image.tar", f"{ref}:v2")
    crane("validate", "--remote", f"{ref}:v2")


def test_ls(crane, push, ref):
    made = image("listed")
    for tag in ("b", "a", "c"):
        push(made, tag)
    assert sorted(crane("ls", ref).out.split()) == ["a", "b", "c"]


def test_ls_over_several_pages(crane, push, user, repo, ref):
    """crane asks for 1000 a page and follows Link; the registry's tags fill more than one page of its default 100."""
    made = image("paged")
    push(made, "first")
    tags = [f"t{number:03}" for number in range(101)]
    client = user.client()
    for tag in tags:
        client.put_image(repositoryName=repo, imageManifest=made.manifest.decode(), imageTag=tag)
    assert sorted(crane("ls", ref).out.split()) == ["first", *tags]


def test_tag(crane, push, ref):
    made = image("retagged")
    push(made, "v1")
    crane("tag", f"{ref}:v1", "latest")
    assert crane("digest", f"{ref}:latest").out.strip() == made.digest


def test_copy_to_another_repository(crane, push, user, ref, name):
    """crane offers a mount from the first repository for each blob."""
    user.create(f"{name}-second")
    made = image("copied", extra=[b"one", b"two"])
    push(made, "v1")
    second = f"{user.host}/{name}-second:v1"
    crane("copy", f"{ref}:v1", second)
    assert crane("digest", second).out.strip() == made.digest
    crane("validate", "--remote", second)


def test_index(crane, ref, tmp_path):
    both = index(image("amd64"), image("arm64", architecture="arm64"))
    crane("push", "--index", write_layout(tmp_path / "layout", both, name=None), f"{ref}:v1")
    assert crane("digest", f"{ref}:v1").out.strip() == both.digest
    arm = crane("digest", "--platform", "linux/arm64", f"{ref}:v1").out.strip()
    assert arm == both.document["manifests"][1]["digest"]


def test_delete_by_digest(crane, push, ref):
    push(image("deleted"), "v1")
    push(image("kept"), "v2")
    crane("delete", f"{ref}@{crane('digest', f'{ref}:v1').out.strip()}")
    crane("digest", f"{ref}:v1", fails=True)
    assert crane("ls", ref).out.split() == ["v2"]


def test_catalog(crane, user, repo):
    assert repo in crane("catalog", user.host).out.split()


def test_blob(crane, push, ref):
    made = image("blob", extra=[b"one"])
    push(made, "v1")
    digest = made.document["config"]["digest"]
    assert crane("blob", f"{ref}@{digest}").out.encode() == made.blobs[digest]


def test_append_and_mutate(crane, push, ref, tmp_path):
    push(image("base"), "v1")
    (tmp_path / "layer.tar").write_bytes(b"\0" * 10240)
    crane("append", "--base", f"{ref}:v1", "--new_layer", tmp_path / "layer.tar", "--new_tag", f"{ref}:v2")
    crane("mutate", f"{ref}:v2", "--label", "who=crane", "--tag", f"{ref}:v3")
    assert json.loads(crane("config", f"{ref}:v3").out)["config"]["Labels"] == {"who": "crane"}


def test_errors_show_the_words_of_ecr(crane, push, user, ref, name):
    push(image("present"), "v1")
    missing = crane("manifest", f"{ref}:v9", fails=True)
    assert "MANIFEST_UNKNOWN: Requested image not found" in missing.text
    unknown = crane("manifest", f"{user.host}/{name}-none:v1", fails=True)
    assert "NAME_UNKNOWN: The repository with name" in unknown.text
