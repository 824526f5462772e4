"""Docker Engine with four logins at one address: two accounts in two regions are four registries."""

import pytest

from lab.daemons import Docker
from lab.images import write_context
from lab.server import ACCOUNT, OTHER_ACCOUNT, OTHER_REGION, REGION

REGISTRIES = [(ACCOUNT, REGION), (ACCOUNT, OTHER_REGION), (OTHER_ACCOUNT, REGION), (OTHER_ACCOUNT, OTHER_REGION)]


@pytest.fixture
def people(engine, server, tmp_path):
    """A user and a docker configuration folder, logged in, for each of the four registries."""

    def person(account, region):
        user = server.user(account, region)
        docker = Docker(engine, tmp_path / f"docker-{account}-{region}")
        assert "Login Succeeded" in docker.login(user).out
        return user, docker

    return {registry: person(*registry) for registry in REGISTRIES}


def word(registry):
    return "-".join(registry)


def test_the_same_name_is_four_repositories(people, name, tmp_path):
    digests = {}
    for registry, (user, docker) in people.items():
        created = user.create(name)
        assert created["repositoryArn"] == f"arn:aws:ecr:{user.region}:{user.account}:repository/{name}"
        assert created["repositoryUri"] == f"{user.host}/{name}"
        reference = f"{user.host}/{name}:v1"
        docker.build(write_context(tmp_path / word(registry), word(registry)), reference)
        docker("push", reference)
        digests[registry] = docker.digest(reference)
    assert len(set(digests.values())) == 4

    docker.forget()
    for registry, (user, docker) in people.items():
        reference = f"{user.host}/{name}:v1"
        docker("pull", reference)
        assert docker.output(reference) == word(registry)
        (only,) = user.client().describe_images(repositoryName=name)["imageDetails"]
        assert (only["registryId"], only["imageDigest"]) == (user.account, digests[registry])


def test_a_repository_of_one_registry_is_unknown_to_the_others(people, name, tmp_path):
    owner, docker = people[REGISTRIES[0]]
    owner.create(name)
    reference = f"{owner.host}/{name}:v1"
    docker.build(write_context(tmp_path / "context", "private"), reference)
    docker("push", reference)
    for registry in REGISTRIES[1:]:
        user, stranger = people[registry]
        for verb in ("push", "pull"):
            refused = stranger(verb, reference, fails=True)
            assert (
                f"The repository with name '{name}' does not exist in the registry with id '{user.account}'"
                in refused.text
            )
