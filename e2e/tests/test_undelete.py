"""What was deleted comes back: boto3 deletes, `hythe undelete` restores, skopeo pulls the same bytes."""

import pytest

from lab.images import image, index
from lab.layers import push
from lab.process import run
from lab.server import BINARY


@pytest.fixture
def undelete(user):
    env = {
        "AWS_ENDPOINT_URL": user.url,
        "AWS_ACCESS_KEY_ID": user.key,
        "AWS_SECRET_ACCESS_KEY": user.secret,
        "AWS_REGION": user.region,
    }

    def call(*words, **how):
        return run(BINARY, "undelete", *words, env=env, **how)

    return call


@pytest.fixture
def pull(user, password, tmp_path):
    """Everything of an image, for all platforms, as files by name."""

    def call(source, folder, **how):
        words = ["--insecure-policy", "copy", "--src-tls-verify=false", "--src-creds", f"AWS:{password}", "--all"]
        done = run("/usr/bin/skopeo", *words, f"docker://{user.host}/{source}", f"dir:{tmp_path / folder}", **how)
        if how.get("fails"):
            return done.text
        return {entry.name: entry.read_bytes() for entry in (tmp_path / folder).iterdir()}

    return call


def test_undelete_brings_an_index_back_bit_for_bit(user, undelete, pull, repo):
    ecr = user.client()
    images = [image("amd", architecture="amd64"), image("arm", architecture="arm64")]
    for made in images:
        push(user, repo, made)
    both = index(*images)
    ecr.put_image(repositoryName=repo, imageManifest=both.manifest.decode(), imageTag="all")
    before = pull(f"{repo}:all", "before")
    ids = [{"imageDigest": made.digest} for made in (*images, both)]
    assert ecr.batch_delete_image(repositoryName=repo, imageIds=ids)["failures"] == []
    assert ecr.list_images(repositoryName=repo)["imageIds"] == []
    assert "manifest unknown" in pull(f"{repo}:all", "gone", fails=True)
    assert len(undelete("list", repo).out.splitlines()) == 3
    restored = undelete("image", f"{repo}:all").out.splitlines()
    assert (len(restored), restored[-1]) == (3, f"{repo}@{both.digest} all")
    assert pull(f"{repo}:all", "after") == before
    assert undelete("list", repo).out == ""


def test_undelete_brings_a_repository_back(user, undelete, pull, repo):
    ecr = user.client()
    push(user, repo, image("one"), "1")
    before = pull(f"{repo}:1", "before")
    ecr.delete_repository(repositoryName=repo, force=True)
    assert any(f" {repo} 1 images" in line for line in undelete("list").out.splitlines())
    assert undelete("repository", repo, "--as", f"{repo}/old").out == f"{repo}/old\n"
    assert pull(f"{repo}/old:1", "after") == before
    with pytest.raises(ecr.exceptions.RepositoryNotFoundException):
        ecr.list_images(repositoryName=repo)
