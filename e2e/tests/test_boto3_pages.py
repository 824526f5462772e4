"""boto3: its paginators over small pages, and the one list that has no paginator."""

import pytest

from lab.images import OCI_MANIFEST, compact, image, sha256
from lab.layers import push

SIZES = [1, 2, 3]


@pytest.fixture(scope="module")
def stocked(server):
    """A region of its own with five repositories; the first holds five images of seven tags."""
    user = server.user(region="ap-southeast-2")
    names = [f"pages/{number}" for number in range(5)]
    for name in names:
        user.create(name)
    tags = {}
    for number in range(5):
        made = image("pages", extra=[b"%d" % number])
        push(user, names[0], made, f"t{number}")
        tags[f"t{number}"] = made
    for extra in ("u0", "u1"):
        user.client().put_image(repositoryName=names[0], imageManifest=tags["t0"].manifest.decode(), imageTag=extra)
    return user, names, tags


def pages(client, operation, size, **words):
    return list(client.get_paginator(operation).paginate(**words, PaginationConfig={"PageSize": size}))


@pytest.mark.parametrize("size", SIZES)
def test_describe_repositories(stocked, size):
    user, names, _ = stocked
    found = pages(user.client(), "describe_repositories", size)
    assert sorted(one["repositoryName"] for page in found for one in page["repositories"]) == names
    assert all(len(page["repositories"]) == size for page in found[:-1])
    assert "nextToken" not in found[-1]


@pytest.mark.parametrize("size", SIZES)
def test_list_images(stocked, size):
    user, names, tags = stocked
    found = pages(user.client(), "list_images", size, repositoryName=names[0])
    listed = [one["imageTag"] for page in found for one in page["imageIds"]]
    assert sorted(listed) == sorted([*tags, "u0", "u1"])
    assert all(len(page["imageIds"]) == size for page in found[:-1])


@pytest.mark.parametrize("size", SIZES)
def test_describe_images(stocked, size):
    user, names, tags = stocked
    found = pages(user.client(), "describe_images", size, repositoryName=names[0])
    details = {one["imageDigest"]: one for page in found for one in page["imageDetails"]}
    assert set(details) == {made.digest for made in tags.values()}
    assert sum(len(page["imageDetails"]) for page in found) == 5
    assert sorted(details[tags["t0"].digest]["imageTags"]) == ["t0", "u0", "u1"]


@pytest.mark.parametrize("size", SIZES)
def test_list_images_by_filter(stocked, size):
    user, names, _ = stocked
    found = pages(user.client(), "list_images", size, repositoryName=names[0], filter={"tagStatus": "UNTAGGED"})
    assert [one for page in found for one in page["imageIds"]] == []


@pytest.mark.parametrize("size", SIZES)
def test_max_items_and_a_resumed_listing(stocked, size):
    user, names, _ = stocked
    paginator = user.client().get_paginator("list_images")
    begun = paginator.paginate(
        repositoryName=names[0], PaginationConfig={"PageSize": size, "MaxItems": 4}
    ).build_full_result()
    assert len(begun["imageIds"]) == 4
    words = {"PageSize": size, "StartingToken": begun["NextToken"]}
    rest = paginator.paginate(repositoryName=names[0], PaginationConfig=words).build_full_result()
    assert len(rest["imageIds"]) == 3
    seen = [one["imageTag"] for page in (begun, rest) for one in page["imageIds"]]
    assert len(set(seen)) == 7


def test_a_page_that_ends_the_list_exactly_has_no_token(stocked):
    user, names, _ = stocked
    answer = user.client().list_images(repositoryName=names[0], maxResults=7)
    assert len(answer["imageIds"]) == 7
    assert "nextToken" not in answer


@pytest.mark.parametrize("size", SIZES)
def test_list_image_referrers(user, repo, size):
    subject = image("subject")
    push(user, repo, subject, "v1")
    client = user.client()
    wanted = set()
    for number in range(5):
        document = {
            "schemaVersion": 2,
            "mediaType": OCI_MANIFEST,
            "artifactType": f"application/vnd.example.{number % 2}",
            "config": subject.document["config"],
            "layers": [],
            "subject": subject.descriptor,
            "annotations": {"number": str(number)},
        }
        client.put_image(repositoryName=repo, imageManifest=compact(document).decode())
        wanted.add(sha256(compact(document)))
    assert referrers(client, repo, subject, size) == sorted(wanted)
    assert len(referrers(client, repo, subject, size, filter={"artifactTypes": ["application/vnd.example.0"]})) == 3


def referrers(client, repo, subject, size, **words):
    """Follows nextToken by hand: botocore has no paginator for this operation."""
    found, token = [], {}
    while True:
        page = client.list_image_referrers(
            repositoryName=repo, subjectId={"imageDigest": subject.digest}, maxResults=size, **words, **token
        )
        found += [one["digest"] for one in page["referrers"]]
        if "nextToken" not in page:
            return sorted(found)
        assert len(page["referrers"]) == size
        token = {"nextToken": page["nextToken"]}
