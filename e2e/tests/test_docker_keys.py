"""Docker Engine at a repository that is encrypted under a customer's key."""

import time

import pytest

from lab.images import write_context


@pytest.fixture
def kms(user):
    return user.client("kms")


@pytest.fixture
def key(kms):
    return kms.create_key(Description="docker")["KeyMetadata"]["Arn"]


def until(what, seconds=90):
    """Waits for what the cache of a minute may hide."""
    end = time.monotonic() + seconds
    while True:
        found = what()
        if found or time.monotonic() > end:
            return found
        time.sleep(2)


def test_a_key_decides_about_pulls(docker, user, kms, key, tmp_path):
    repository = "keys-" + key[-8:]
    user.client().create_repository(
        repositoryName=repository, encryptionConfiguration={"encryptionType": "KMS", "kmsKey": key}
    )
    ref = f"{user.host}/{repository}:v1"
    docker.build(write_context(tmp_path / "context", "kept"), ref)
    docker("push", ref)

    def pull(**how):
        docker.forget()
        return docker("pull", ref, **how)

    def refused():
        """What docker prints; nothing while the pull still works, as it may for a minute."""
        docker.forget()
        ended = docker("pull", ref, codes=(0, 1))
        return None if ended.code == 0 else ended.text

    kms.disable_key(KeyId=key)
    assert f"denied: {key} is disabled." in until(refused)
    kms.enable_key(KeyId=key)
    pull()
    assert docker.output(ref) == "kept"
    kms.schedule_key_deletion(KeyId=key, PendingWindowInDays=7)
    assert f"denied: {key} is pending deletion." in until(refused)
