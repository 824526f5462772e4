"""skopeo: copies between folders and the registry, and looks at what is there."""

import json

import pytest

from lab.images import image, index, write_layout
from lab.process import run


@pytest.fixture
def skopeo(user, password, tmp_path):
    """skopeo of a person who has logged in."""
    env = {"REGISTRY_AUTH_FILE": tmp_path / "auth.json"}

    def call(*words, **how):
        return run("/usr/bin/skopeo", *words, env=env, home=tmp_path, **how)

    call("login", "--tls-verify=false", "--username", "AWS", "--password-stdin", user.host, stdin=password)
    return call


@pytest.fixture
def push(skopeo, ref, tmp_path):
    """Pushes an image from a layout on disk under a tag."""

    def call(made, tag, *flags, **how):
        layout = tmp_path / made.digest[7:15]
        if not layout.exists():
            write_layout(layout, made)
        return skopeo("copy", "--dest-tls-verify=false", *flags, f"oci:{layout}:latest", f"docker://{ref}:{tag}", **how)

    return call


def files(folder):
    return {entry.name: entry.read_bytes() for entry in folder.iterdir()}


def test_folder_to_registry_to_folder(skopeo, push, ref, tmp_path):
    push(image("copied", extra=[b"one", b"two"]), "v1")
    skopeo("copy", "--src-tls-verify=false", f"docker://{ref}:v1", f"dir:{tmp_path}/first")
    skopeo("copy", "--dest-tls-verify=false", f"dir:{tmp_path}/first", f"docker://{ref}:v2")
    skopeo("copy", "--src-tls-verify=false", f"docker://{ref}:v2", f"dir:{tmp_path}/second")
    assert files(tmp_path / "first") == files(tmp_path / "second")
    assert len(files(tmp_path / "first")) == 6


def test_inspect(skopeo, push, ref):
    made = image("inspected", extra=[b"one"])
    push(made, "v1")
    push(made, "v2")
    seen = json.loads(skopeo("inspect", "--tls-verify=false", f"docker://{ref}:v1").out)
    assert seen["Digest"] == made.digest
    assert seen["Layers"] == [layer["digest"] for layer in made.document["layers"]]
    assert sorted(seen["RepoTags"]) == ["v1", "v2"]


def test_inspect_raw_gives_the_pushed_bytes(skopeo, push, ref):
    made = image("raw")
    push(made, "v1", "--preserve-digests")
    assert skopeo("inspect", "--tls-verify=false", "--raw", f"docker://{ref}:v1").out.encode() == made.manifest
    config = skopeo("inspect", "--tls-verify=false", "--raw", "--config", f"docker://{ref}:v1").out.encode()
    assert config == made.blobs[made.document["config"]["digest"]]


def test_list_tags_over_several_pages(skopeo, push, user, repo, ref):
    """The registry answers 100 tags a page unless asked for more; skopeo follows the Link header."""
    made = image("tagged")
    push(made, "first")
    tags = [f"t{number:03}" for number in range(120)]
    client = user.client()
    for tag in tags:
        client.put_image(repositoryName=repo, imageManifest=made.manifest.decode(), imageTag=tag)
    listed = json.loads(skopeo("list-tags", "--tls-verify=false", f"docker://{ref}").out)["Tags"]
    assert sorted(listed) == ["first", *tags]


def test_delete(skopeo, push, ref):
    push(image("deleted"), "v1")
    push(image("kept"), "v2")
    skopeo("delete", "--tls-verify=false", f"docker://{ref}:v1")
    skopeo("inspect", "--tls-verify=false", f"docker://{ref}:v1", fails=True)
    assert json.loads(skopeo("list-tags", "--tls-verify=false", f"docker://{ref}").out)["Tags"] == ["v2"]


def test_copy_all_of_an_index(skopeo, push, ref, tmp_path):
    both = index(image("amd64"), image("arm64", architecture="arm64"))
    push(both, "v1", "--all", "--preserve-digests")
    skopeo(
        "copy",
        "--all",
        "--preserve-digests",
        "--src-tls-verify=false",
        f"docker://{ref}:v1",
        f"oci:{tmp_path}/back:latest",
    )
    stored = {entry.name for entry in (tmp_path / "back" / "blobs" / "sha256").iterdir()}
    assert stored == {digest.split(":")[1] for digest in [both.digest, *both.blobs]}


def test_copy_from_repository_to_repository(skopeo, push, user, ref, name):
    user.create(f"{name}-second")
    made = image("moved", extra=[b"one"])
    push(made, "v1")
    second = f"docker://{user.host}/{name}-second:v1"
    skopeo("copy", "--src-tls-verify=false", "--dest-tls-verify=false", f"docker://{ref}:v1", second)
    assert json.loads(skopeo("inspect", "--tls-verify=false", second).out)["Digest"] == made.digest


def test_conversion_to_docker_schema_2(skopeo, push, ref):
    push(image("converted"), "v1", "--format", "v2s2")
    raw = json.loads(skopeo("inspect", "--tls-verify=false", "--raw", f"docker://{ref}:v1").out)
    assert raw["mediaType"] == "application/vnd.docker.distribution.manifest.v2+json"


def test_errors_show_the_words_of_ecr(skopeo, push, user, ref, name):
    push(image("present"), "v1")
    missing = skopeo("inspect", "--tls-verify=false", f"docker://{ref}:v9", fails=True)
    assert "manifest unknown" in missing.text
    unknown = skopeo("inspect", "--tls-verify=false", f"docker://{user.host}/{name}-none:v1", fails=True)
    assert "name unknown" in unknown.text


def test_a_wrong_password_is_refused(user, ref, tmp_path):
    words = ["inspect", "--tls-verify=false", "--creds", "AWS:wrong", f"docker://{ref}:v1"]
    run("/usr/bin/skopeo", *words, home=tmp_path, fails=True)
