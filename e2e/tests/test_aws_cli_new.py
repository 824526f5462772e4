"""What only the newest AWS command line knows: exclusion filters, referrers, and the endpoint from the environment."""

import json

import pytest

from lab.images import OCI_MANIFEST, image, sha256
from lab.layers import push
from lab.process import VENV, run
from lab.server import BINARY

FILTERS = [{"filterType": "WILDCARD", "filter": "dev-*"}, {"filterType": "WILDCARD", "filter": "latest"}]


@pytest.fixture
def aws(user):
    def call(*words, **how):
        done = run(VENV / "aws", "ecr", *words, "--endpoint-url", user.url, "--output", "json", env=user.env, **how)
        return done.err if how.get("fails") else json.loads(done.out or "{}")

    return call


@pytest.mark.parametrize("mode", ["IMMUTABLE_WITH_EXCLUSION", "MUTABLE_WITH_EXCLUSION"])
def test_exclusion_filters(aws, repo, mode):
    words = ["--repository-name", repo, "--image-tag-mutability", mode]
    put = aws("put-image-tag-mutability", *words, "--image-tag-mutability-exclusion-filters", json.dumps(FILTERS))
    assert (put["imageTagMutability"], put["imageTagMutabilityExclusionFilters"]) == (mode, FILTERS)
    (seen,) = aws("describe-repositories", "--repository-names", repo)["repositories"]
    assert (seen["imageTagMutability"], seen["imageTagMutabilityExclusionFilters"]) == (mode, FILTERS)

    aws("put-image-tag-mutability", "--repository-name", repo, "--image-tag-mutability", "MUTABLE")
    (seen,) = aws("describe-repositories", "--repository-names", repo)["repositories"]
    assert seen.get("imageTagMutabilityExclusionFilters", []) == []


def test_a_repository_may_be_created_with_exclusion_filters(aws, name):
    words = ["--image-tag-mutability", "IMMUTABLE_WITH_EXCLUSION"]
    made = aws(
        "create-repository",
        "--repository-name",
        name,
        *words,
        "--image-tag-mutability-exclusion-filters",
        json.dumps(FILTERS),
    )
    assert made["repository"]["imageTagMutabilityExclusionFilters"] == FILTERS


def test_filters_and_mode_must_agree(aws, repo):
    lacking = aws(
        "put-image-tag-mutability",
        "--repository-name",
        repo,
        "--image-tag-mutability",
        "IMMUTABLE_WITH_EXCLUSION",
        fails=True,
    )
    assert "(InvalidParameterException)" in lacking
    assert "Invalid parameter at 'imageTagMutabilityExclusionFilters' failed to satisfy constraint: '" in lacking
    words = ["--image-tag-mutability", "IMMUTABLE", "--image-tag-mutability-exclusion-filters", json.dumps(FILTERS)]
    assert "(InvalidParameterException)" in aws(
        "put-image-tag-mutability", "--repository-name", repo, *words, fails=True
    )


def test_list_image_referrers(aws, user, repo):
    subject = image("subject")
    push(user, repo, subject, "v1")
    words = ["--repository-name", repo, "--subject-id", f"imageDigest={subject.digest}"]
    assert aws("list-image-referrers", *words)["referrers"] == []

    artifact = {
        "schemaVersion": 2,
        "mediaType": OCI_MANIFEST,
        "artifactType": "application/vnd.example.sbom",
        "config": subject.document["config"],
        "layers": [],
        "subject": subject.descriptor,
        "annotations": {"note": "parts"},
    }
    aws("put-image", "--repository-name", repo, "--image-manifest", json.dumps(artifact))
    (found,) = aws("list-image-referrers", *words)["referrers"]
    assert found["digest"] == sha256(json.dumps(artifact).encode())
    assert found["artifactType"] == "application/vnd.example.sbom"
    assert found["mediaType"] == OCI_MANIFEST
    assert found["size"] == len(json.dumps(artifact))
    assert found["annotations"] == {"note": "parts"}
    assert aws("list-image-referrers", *words, "--filter", "artifactTypes=application/vnd.other")["referrers"] == []
    (detail,) = aws("describe-images", "--repository-name", repo, "--image-ids", f"imageDigest={found['digest']}")[
        "imageDetails"
    ]
    assert detail["subjectManifestDigest"] == subject.digest


def test_hythe_env_is_all_that_a_shell_needs(server, user, repo, tmp_path):
    """`eval "$(hythe env)"` and then plain `aws ecr` commands, without a flag."""
    script = 'eval "$("$0" env --data "$1")" && "$2" ecr describe-repositories --repository-names "$3" --output json'
    env = {"AWS_CONFIG_FILE": "/dev/null", "AWS_EC2_METADATA_DISABLED": "true"}
    done = run("/bin/sh", "-c", script, BINARY, server.data, VENV / "aws", repo, env=env, home=tmp_path)
    assert json.loads(done.out)["repositories"][0]["repositoryName"] == repo
