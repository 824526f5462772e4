"""Pull times: written down when the server stops, and told by both APIs."""

import pytest
from botocore.exceptions import ClientError
from conftest import workspace

from lab.images import image
from lab.server import Server


@pytest.fixture
def server():
    running = Server(workspace("pulls")).start()
    yield running
    running.stop()


def push(client, repository, word):
    made = image(word)
    for digest, data in made.blobs.items():
        upload = client.initiate_layer_upload(repositoryName=repository)["uploadId"]
        part = {"partFirstByte": 0, "partLastByte": len(data) - 1, "layerPartBlob": data}
        client.upload_layer_part(repositoryName=repository, uploadId=upload, **part)
        client.complete_layer_upload(repositoryName=repository, uploadId=upload, layerDigests=[digest])
    client.put_image(repositoryName=repository, imageManifest=made.manifest.decode(), imageTag=word)
    return made


def recorded(client, repository, tag):
    shown = client.describe_images(repositoryName=repository, imageIds=[{"imageTag": tag}])
    return shown["imageDetails"][0].get("lastRecordedPullTime")


def test_a_pull_outlives_a_stop_and_an_excluded_one_leaves_nothing(server):
    client = server.user().client()
    client.create_repository(repositoryName="pulled")
    push(client, "pulled", "one")
    me = "arn:aws:iam::111122223333:user/administrator"
    client.register_pull_time_update_exclusion(principalArn=me)
    with pytest.raises(ClientError) as refused:
        client.register_pull_time_update_exclusion(principalArn=me)
    assert refused.value.response["Error"]["Code"] == "ExclusionAlreadyExistsException"
    client.batch_get_image(repositoryName="pulled", imageIds=[{"imageTag": "one"}])
    server.restart()
    assert recorded(client, "pulled", "one") is None
    assert client.list_pull_time_update_exclusions()["pullTimeUpdateExclusions"] == [me]
    client.deregister_pull_time_update_exclusion(principalArn=me)
    client.batch_get_image(repositoryName="pulled", imageIds=[{"imageTag": "one"}])
    # Within the five seconds in which nothing is written down but by the stop.
    server.restart()
    assert recorded(client, "pulled", "one") is not None
