"""containerd by its own command `ctr`, which takes the password with each call."""

import pytest

from lab.images import image, index, write_archive, write_layout


@pytest.fixture
def ctr(containerd, name):
    """`ctr` in a containerd namespace of the test's own."""
    return lambda *words, **how: containerd.ctr("--namespace", name.rsplit("/")[-1], *words, **how)


@pytest.fixture
def login(password):
    """What a call to the registry needs."""
    return ["--plain-http", "--user", f"AWS:{password}"]


@pytest.fixture
def load(ctr, tmp_path):
    """Imports an image under a reference, as a build would have left it."""

    def run(made, reference):
        layout = write_layout(tmp_path / made.digest[7:15], made, name=reference)
        ctr(
            "images",
            "import",
            "--all-platforms",
            "--no-unpack",
            write_archive(tmp_path / f"{made.digest[7:15]}.tar", layout),
        )

    return run


def forget(ctr, *references):
    """Removes the images and, with --sync, their content at once."""
    ctr("images", "remove", "--sync", *references)
    assert ctr("content", "ls", "--quiet").out == ""


def test_push_remove_pull_run(ctr, login, load, ref):
    load(image("from-containerd", extra=[b"more"]), f"{ref}:v1")
    ctr("images", "push", *login, f"{ref}:v1")
    forget(ctr, f"{ref}:v1")
    ctr("images", "pull", *login, f"{ref}:v1")
    assert ctr("run", "--rm", f"{ref}:v1", "once").out.strip() == "from-containerd"


def test_pull_by_digest_keeps_the_digest(ctr, login, load, ref):
    made = image("by-digest")
    load(made, f"{ref}:v1")
    ctr("images", "push", *login, f"{ref}:v1")
    forget(ctr, f"{ref}:v1")
    ctr("images", "pull", *login, f"{ref}@{made.digest}")
    assert made.digest in ctr("images", "ls").out


def test_second_push_is_accepted(ctr, login, load, ref):
    load(image("again"), f"{ref}:v1")
    ctr("images", "push", *login, f"{ref}:v1")
    ctr("images", "push", *login, f"{ref}:v1")


def test_index_of_two_platforms(ctr, login, load, ref):
    both = index(image("amd64"), image("arm64", architecture="arm64"))
    load(both, f"{ref}:v1")
    ctr("images", "push", *login, f"{ref}:v1")
    forget(ctr, f"{ref}:v1")
    ctr("images", "pull", *login, "--all-platforms", f"{ref}:v1")
    held = ctr("content", "ls", "--quiet").out.split()
    assert set(held) == {both.digest, *both.blobs}
    assert ctr("run", "--rm", f"{ref}:v1", "once").out.strip() == "amd64"


def test_a_wrong_password_is_refused(ctr, load, ref):
    load(image("refused"), f"{ref}:v1")
    ctr("images", "push", "--plain-http", "--user", "AWS:wrong", f"{ref}:v1", fails=True)
    ctr("images", "pull", "--plain-http", "--user", "AWS:wrong", f"{ref}:v1", fails=True)


def test_push_to_a_missing_repository_fails(ctr, login, load, user, name):
    load(image("homeless"), f"{user.host}/{name}:v1")
    refused = ctr("images", "push", *login, f"{user.host}/{name}:v1", fails=True)
    assert "404 Not Found" in refused.text
