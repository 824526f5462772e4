"""oras, the Python package: files as artifacts."""

import hashlib
import os

import oras.client
import oras.oci
import pytest


@pytest.fixture
def client(user, password):
    """The package answers a 401 with the credentials that it was given, as ECR's Basic challenge wants it."""
    made = oras.client.OrasClient(insecure=True, auth_backend="basic")
    made.auth.set_basic_auth("AWS", password)
    return made


@pytest.fixture
def files(tmp_path, monkeypatch):
    """Two files in a folder of the test's own, which is also the working folder: the package asks for that."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "notes.txt").write_text("some words\n")
    (tmp_path / "data.bin").write_bytes(os.urandom(300_000))
    return ["notes.txt", "data.bin"]


def test_push_and_pull(client, ref, files, tmp_path):
    pushed = client.push(target=f"{ref}:v1", files=files, manifest_annotations={"who": "oras"}, quiet=True)
    assert pushed.status_code == 201
    client.pull(target=f"{ref}:v1", outdir=str(tmp_path / "back"))
    for name in files:
        assert (tmp_path / "back" / name).read_bytes() == (tmp_path / name).read_bytes()
    manifest = client.get_manifest(f"{ref}:v1")
    assert manifest["annotations"]["who"] == "oras"
    assert len(manifest["layers"]) == 2


def test_push_in_chunks(client, ref, files, tmp_path):
    """PATCH with Content-Range for each chunk, then an empty PUT."""
    client.push(target=f"{ref}:v1", files=["data.bin"], do_chunked=True, chunk_size=100_000, quiet=True)
    client.pull(target=f"{ref}:v1", outdir=str(tmp_path / "back"))
    assert (tmp_path / "back" / "data.bin").read_bytes() == (tmp_path / "data.bin").read_bytes()


def test_push_a_folder(client, ref, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text("<p>hello")
    client.push(target=f"{ref}:v1", files=["site"], quiet=True)
    client.pull(target=f"{ref}:v1", outdir=str(tmp_path / "back"))
    assert (tmp_path / "back" / "site" / "index.html").read_text() == "<p>hello"


def test_tags(client, ref, files):
    for tag in ("a", "b", "c"):
        client.push(target=f"{ref}:{tag}", files=["notes.txt"], manifest_annotations={"tag": tag}, quiet=True)
    assert sorted(client.get_tags(ref)) == ["a", "b", "c"]
    assert client.delete_tag(ref, "b")
    assert sorted(client.get_tags(ref)) == ["a", "c"]


def test_push_with_a_subject(client, user, repo, ref, files):
    client.push(target=f"{ref}:v1", files=["notes.txt"], quiet=True)
    subject = client.do_request(
        f"http://{user.host}/v2/{repo}/manifests/v1", headers={"Accept": "application/vnd.oci.image.manifest.v1+json"}
    )
    digest = "sha256:" + hashlib.sha256(subject.content).hexdigest()
    descriptor = oras.oci.Subject("application/vnd.oci.image.manifest.v1+json", digest, len(subject.content))
    pushed = client.push(target=f"{ref}:signature", files=["data.bin"], subject=descriptor, quiet=True)
    assert pushed.headers["OCI-Subject"] == digest
    found = client.do_request(f"http://{user.host}/v2/{repo}/referrers/{digest}").json()
    assert [one["digest"] for one in found["manifests"]] == [pushed.headers["Docker-Content-Digest"]]


def test_a_missing_repository_is_an_error(client, user, name, files):
    with pytest.raises(ValueError):
        client.push(target=f"{user.host}/{name}:v1", files=["notes.txt"], quiet=True)
