"""Our own API: boto3 and the aws CLI load its model, `hythe` and skopeo see the same tags."""

import json
import pathlib
import shutil
import threading

import boto3
import pytest
from botocore.config import Config

from lab.images import OCI_INDEX, image, index
from lab.layers import push
from lab.process import VENV, run
from lab.server import BINARY

MODELS = pathlib.Path(__file__).resolve().parents[2] / "models" / "hythe"


@pytest.fixture(scope="session")
def models(tmp_path_factory):
    """A folder for AWS_DATA_PATH, made as docs/hythe-api.md says."""
    folder = tmp_path_factory.mktemp("models")
    shutil.copytree(MODELS, folder / "hythe" / "2026-11-22")
    return folder


@pytest.fixture
def hythe(user, models):
    session = boto3.session.Session()
    session._loader.search_paths.append(str(models))
    return session.client(
        "hythe",
        endpoint_url=user.url,
        region_name=user.region,
        aws_access_key_id=user.key,
        aws_secret_access_key=user.secret,
        config=Config(retries={"max_attempts": 1}),
    )


@pytest.fixture
def command(user):
    """`hythe` as a user of the server: by the environment, without its folder."""
    env = {
        "AWS_ENDPOINT_URL": user.url,
        "AWS_ACCESS_KEY_ID": user.key,
        "AWS_SECRET_ACCESS_KEY": user.secret,
        "AWS_REGION": user.region,
    }

    def call(*words, **how):
        return run(BINARY, *words, env=env, **how)

    return call


def digest_of(user, repo, tag):
    (found,) = user.client().batch_get_image(repositoryName=repo, imageIds=[{"imageTag": tag}])["images"]
    return found["imageId"]["imageDigest"]


def test_boto3_tags_copies_untags_and_renames(user, hythe, repo):
    one, two = image("one"), image("two")
    push(user, repo, one, "1")
    push(user, repo, two, "2")
    tagged = hythe.tag_image(repositoryName=repo, imageId={"imageTag": "1"}, imageTag="live")
    assert tagged["imageId"] == {"imageDigest": one.digest, "imageTag": "live"}
    with pytest.raises(hythe.exceptions.ImageTagMismatchException):
        hythe.tag_image(
            repositoryName=repo, imageId={"imageTag": "2"}, imageTag="live", expectedImageDigest=two.digest
        )
    moved = hythe.tag_image(
        repositoryName=repo, imageId={"imageTag": "2"}, imageTag="live", expectedImageDigest=one.digest
    )
    assert moved["previousImageDigest"] == one.digest
    assert digest_of(user, repo, "live") == two.digest

    user.create(f"{repo}/copy")
    copied = hythe.copy_image(
        sourceRepositoryName=repo, imageId={"imageTag": "live"}, repositoryName=f"{repo}/copy", imageTag="3"
    )
    assert (copied["imageId"]["imageDigest"], copied["copiedImageCount"]) == (two.digest, 1)

    gone = hythe.untag_image(repositoryName=repo, imageTag="live")
    assert gone["imageId"] == {"imageDigest": two.digest, "imageTag": "live"}
    with pytest.raises(hythe.exceptions.ImageNotFoundException):
        hythe.untag_image(repositoryName=repo, imageTag="live")
    assert digest_of(user, repo, "2") == two.digest

    renamed = hythe.rename_repository(repositoryName=f"{repo}/copy", newRepositoryName=f"{repo}/new")
    assert renamed["repositoryUri"].endswith(f"{repo}/new")
    assert digest_of(user, f"{repo}/new", "3") == two.digest
    with pytest.raises(user.client().exceptions.RepositoryNotFoundException):
        user.client().list_images(repositoryName=f"{repo}/copy")


def test_the_aws_cli_loads_the_model(user, models, repo):
    made = image("one")
    push(user, repo, made, "1")
    env = user.env | {"AWS_DATA_PATH": models}
    words = ["--endpoint-url", user.url, "--output", "json", "--repository-name", repo, "--image-tag", "1"]
    done = run(VENV / "aws", "hythe", "untag-image", *words, env=env)
    assert json.loads(done.out)["imageId"]["imageDigest"] == made.digest
    refused = run(VENV / "aws", "hythe", "untag-image", *words, env=env, fails=True)
    assert "(ImageNotFoundException) when calling the UntagImage operation" in refused.err


def test_the_aws_cli_takes_the_model_by_configure(user, repo, tmp_path):
    made = image("one")
    push(user, repo, made, "1")
    model = f"file://{MODELS / 'service-2.json'}"
    run(VENV / "aws", "configure", "add-model", "--service-model", model, env=user.env, home=tmp_path)
    words = ["--endpoint-url", user.url, "--repository-name", repo, "--image-tag", "1"]
    run(VENV / "aws", "hythe", "untag-image", *words, env=user.env, home=tmp_path)


def test_the_command_works_from_the_environment(user, command, repo):
    made = image("one")
    push(user, repo, made, "1")
    user.create(f"{repo}/copy")
    for words in (
        ["image", "tag", f"{repo}:1", "live"],
        ["image", "copy", f"{repo}:live", f"{repo}/copy"],
        ["image", "untag", f"{repo}:live"],
    ):
        assert command(*words).out == f"{made.digest}\n", words
    arn = f"arn:aws:ecr:{user.region}:{user.account}:repository/{repo}/new\n"
    assert command("repository", "rename", f"{repo}/copy", f"{repo}/new").out == arn
    assert digest_of(user, f"{repo}/new", "live") == made.digest
    refused = command("image", "untag", f"{repo}:live", codes=[1])
    assert refused.err.endswith("(ImageNotFoundException)\n")


def test_an_index_is_pulled_from_its_copy_by_skopeo(user, command, password, repo, tmp_path):
    images = [image("amd", architecture="amd64"), image("arm", architecture="arm64")]
    for made in images:
        push(user, repo, made)
    both = index(*images)
    user.client().put_image(repositoryName=repo, imageManifest=both.manifest.decode(), imageTag="all")
    user.create(f"{repo}/copy")
    command("image", "copy", f"{repo}:all", f"{repo}/copy")
    source = f"docker://{user.host}/{repo}/copy:all"
    words = ["--src-tls-verify=false", "--src-creds", f"AWS:{password}", "--all"]
    target = tmp_path / "copy"
    run("/usr/bin/skopeo", "--insecure-policy", "copy", *words, source, f"dir:{target}")
    assert json.loads((target / "manifest.json").read_text())["mediaType"] == OCI_INDEX


def test_a_tag_moves_under_pulls(user, hythe, repo):
    """The large count is in the server's own tests; this one is through boto3."""
    images = [image("one"), image("two")]
    push(user, repo, images[1], "two")
    push(user, repo, images[0], "live")
    digests, seen, stop = [made.digest for made in images], set(), threading.Event()

    def pull():
        while not stop.is_set():
            seen.add(digest_of(user, repo, "live"))

    pullers = [threading.Thread(target=pull) for _ in range(4)]
    for puller in pullers:
        puller.start()
    for number in range(100):
        new, old = digests[(number + 1) % 2], digests[number % 2]
        hythe.tag_image(
            repositoryName=repo, imageId={"imageDigest": new}, imageTag="live", expectedImageDigest=old
        )
    stop.set()
    for puller in pullers:
        puller.join()
    assert seen == set(digests)
