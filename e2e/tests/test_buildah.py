"""buildah: builds without root's namespaces (`--isolation chroot`), then pushes and pulls."""

import json

import pytest

from lab.images import BUSYBOX
from lab.process import run


@pytest.fixture
def buildah(user, password, folder):
    """buildah of a person who has logged in."""
    env = {"REGISTRY_AUTH_FILE": folder / "auth.json", "BUILDAH_ISOLATION": "chroot", "XDG_RUNTIME_DIR": folder}
    flags = ["--root", folder / "root", "--runroot", folder / "run", "--storage-driver", "vfs"]

    def call(*words, **how):
        return run("/usr/bin/buildah", *flags, *words, env=env, home=folder, **how)

    call("login", "--tls-verify=false", "--username", "AWS", "--password-stdin", user.host, stdin=password)
    return call


def commit(buildah, word, reference):
    """A working container from nothing, one file, one command, one image."""
    container = buildah("from", "scratch").out.strip()
    buildah("copy", container, BUSYBOX, "/bin/busybox")
    buildah("config", "--cmd", json.dumps(["/bin/busybox", "echo", word]), container)
    buildah("commit", "--quiet", "--rm", container, reference)


def output(buildah, reference):
    container = buildah("from", "--pull-never", reference).out.strip()
    command = json.loads(buildah("inspect", container).out)["OCIv1"]["config"]["Cmd"]
    return buildah("run", container, "--", *command).out.strip()


@pytest.mark.parametrize("form", ["oci", "v2s2"])
def test_commit_push_remove_pull_run(buildah, ref, form):
    commit(buildah, f"buildah-{form}", f"{ref}:v1")
    buildah("push", "--tls-verify=false", "--format", form, f"{ref}:v1")
    buildah("rmi", "--all", "--force")
    buildah("pull", "--tls-verify=false", f"{ref}:v1")
    assert output(buildah, f"{ref}:v1") == f"buildah-{form}"


def test_from_takes_its_base_from_the_registry(buildah, ref):
    commit(buildah, "base", f"{ref}:base")
    buildah("push", "--tls-verify=false", f"{ref}:base")
    buildah("rmi", "--all", "--force")
    container = buildah("from", "--tls-verify=false", f"{ref}:base").out.strip()
    buildah("run", container, "--", "/bin/busybox", "touch", "/added")
    buildah("commit", "--quiet", "--rm", container, f"{ref}:more")
    buildah("push", "--tls-verify=false", f"{ref}:more")


def test_manifest_push_all(buildah, ref):
    commit(buildah, "listed", f"{ref}:one")
    buildah("push", "--tls-verify=false", f"{ref}:one")
    buildah("manifest", "create", "list")
    buildah("manifest", "add", "list", f"containers-storage:{ref}:one")
    buildah("manifest", "push", "--all", "--tls-verify=false", "list", f"docker://{ref}:list")
    buildah("rmi", "--all", "--force")
    buildah("pull", "--tls-verify=false", f"{ref}:list")
    assert output(buildah, f"{ref}:list") == "listed"
