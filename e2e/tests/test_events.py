"""Events and the audit trail, read by `hythe events tail` and `hythe audit tail` beside real clients."""

import json

import pytest

from lab.images import image, write_layout
from lab.process import run
from lab.server import ACCOUNT, BINARY


@pytest.fixture
def tail(server):
    """The lines of a log after a cursor, each as an object."""

    def call(log, *words):
        printed = run(BINARY, log, "tail", "--data", server.data, *words).out
        return [json.loads(line) for line in printed.splitlines()]

    return call


def last(lines):
    return lines[-1]["cursor"] if lines else "0"


def test_a_push_by_skopeo_and_a_deletion_by_boto3(tail, user, password, repo, ref, tmp_path):
    events, records = last(tail("events")), last(tail("audit"))
    made = image(f"told in {repo}", extra=[repo.encode()])
    write_layout(tmp_path / "layout", made)
    words = ["copy", "--dest-tls-verify=false", "--dest-creds", f"AWS:{password}"]
    run("/usr/bin/skopeo", *words, f"oci:{tmp_path}/layout:latest", f"docker://{ref}:v1", home=tmp_path)
    user.client().batch_delete_image(repositoryName=repo, imageIds=[{"imageTag": "v1"}])
    told = [line["event"] for line in tail("events", "--from", events)]
    told = [event for event in told if event["detail"]["repository-name"] == repo]
    assert [event["detail"]["action-type"] for event in told] == ["PUSH", "DELETE"]
    for event in told:
        assert (event["source"], event["account"], event["region"]) == ("aws.ecr", ACCOUNT, user.region)
        assert event["detail-type"] == "ECR Image Action"
        assert event["detail"]["image-digest"] == made.digest
        assert event["detail"]["image-tag"] == "v1"
    lines = tail("audit", "--from", records)
    mine = [line["record"] for line in lines if (line["record"]["requestParameters"] or {}).get("repositoryName") == repo]
    names = [record["eventName"] for record in mine]
    assert names.count("PutImage") == 1 and names[-1] == "BatchDeleteImage"
    # The layer that all images share is mounted where skopeo knows it from another repository, which only starts.
    blobs = len(made.document["layers"]) + 1
    assert names.count("InitiateLayerUpload") >= blobs
    assert names.count("CompleteLayerUpload") in (blobs - 1, blobs)
    pushed = next(record for record in mine if record["eventName"] == "PutImage")
    assert pushed["userAgent"] == "ecr.amazonaws.com"
    assert "skopeo" in pushed["additionalEventData"]["userAgent"]
    assert "Boto3" in mine[-1]["userAgent"]
    assert mine[-1]["userIdentity"]["userName"] == "administrator"
    cursors = [int(line["cursor"]) for line in lines]
    assert sorted(set(cursors)) == cursors
    assert tail("audit", "--from", last(lines)) == []
