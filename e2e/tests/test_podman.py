"""podman: the docker story without a daemon. Its images live in a folder of the test's own."""

import pytest

from lab.images import image, index, write_context, write_layout
from lab.process import run


@pytest.fixture
def podman(user, password, folder):
    """podman of a person who has logged in."""
    env = {"REGISTRY_AUTH_FILE": folder / "auth.json", "XDG_RUNTIME_DIR": folder}
    flags = ["--root", folder / "root", "--runroot", folder / "run", "--storage-driver", "vfs"]
    flags += ["--cgroup-manager", "cgroupfs", "--events-backend", "none", "--runtime", "/usr/sbin/runc"]

    def call(*words, **how):
        return run("/usr/bin/podman", *flags, *words, env=env, home=folder, **how)

    call("login", "--tls-verify=false", "--username", "AWS", "--password-stdin", user.host, stdin=password)
    return call


@pytest.fixture
def build(podman, tmp_path):
    def call(word, reference):
        context = write_context(tmp_path / word, word)
        podman("build", "--quiet", "--isolation", "chroot", "--tag", reference, context)

    return call


def output(podman, reference):
    return podman("run", "--rm", "--network", "none", reference).out.strip()


def test_build_push_remove_pull_run(podman, build, ref):
    build("from-podman", f"{ref}:v1")
    podman("push", "--tls-verify=false", f"{ref}:v1")
    podman("rmi", "--all", "--force")
    podman("pull", "--tls-verify=false", f"{ref}:v1")
    assert output(podman, f"{ref}:v1") == "from-podman"


def test_push_tells_the_digest_that_pull_takes(podman, build, ref, tmp_path):
    build("by-digest", f"{ref}:v1")
    podman("push", "--tls-verify=false", "--digestfile", tmp_path / "digest", f"{ref}:v1")
    digest = (tmp_path / "digest").read_text().strip()
    podman("rmi", "--all", "--force")
    podman("pull", "--tls-verify=false", f"{ref}@{digest}")
    assert output(podman, f"{ref}@{digest}") == "by-digest"


def test_zstd_layers(podman, build, ref):
    build("zstd", f"{ref}:v1")
    podman("push", "--tls-verify=false", "--compression-format", "zstd", "--format", "oci", f"{ref}:v1")
    podman("rmi", "--all", "--force")
    podman("pull", "--tls-verify=false", f"{ref}:v1")
    assert output(podman, f"{ref}:v1") == "zstd"


def test_manifest_list(podman, build, ref):
    build("one", f"{ref}:one")
    podman("push", "--tls-verify=false", f"{ref}:one")
    podman("manifest", "create", "list")
    podman("manifest", "add", "list", f"containers-storage:{ref}:one")
    podman("manifest", "push", "--all", "--tls-verify=false", "list", f"docker://{ref}:list")
    podman("rmi", "--all", "--force")
    podman("pull", "--tls-verify=false", f"{ref}:list")
    assert output(podman, f"{ref}:list") == "one"


def test_index_from_another_tool(podman, skopeo_copy, ref):
    skopeo_copy(index(image("amd64"), image("arm64", architecture="arm64")), f"{ref}:v1")
    podman("pull", "--tls-verify=false", f"{ref}:v1")
    assert output(podman, f"{ref}:v1") == "amd64"


@pytest.fixture
def skopeo_copy(password, tmp_path):
    def call(made, reference):
        layout = write_layout(tmp_path / "layout", made)
        words = ["copy", "--all", "--dest-tls-verify=false", "--dest-creds", f"AWS:{password}"]
        run("/usr/bin/skopeo", *words, f"oci:{layout}:latest", f"docker://{reference}", home=tmp_path)

    return call


def test_pull_from_a_missing_repository_names_it(podman, user, name):
    refused = podman("pull", "--tls-verify=false", f"{user.host}/{name}:v1", fails=True)
    assert f"The repository with name '{name}' does not exist in the registry with id '{user.account}'" in refused.text
