"""helm: a chart is pushed, shown, pulled and rendered."""

import tarfile

import pytest

from lab.process import GO, run


@pytest.fixture
def helm(user, password, folder):
    """helm of a person who has logged in."""

    def call(*words, **how):
        return run(GO / "helm", *words, home=folder, cwd=folder, **how)

    words = ["registry", "login", user.host, "--plain-http", "--username", "AWS", "--password-stdin"]
    assert "Login Succeeded" in call(*words, stdin=password).text
    return call


@pytest.fixture
def chart(helm, folder):
    """Packages a chart of the given name and version."""

    def call(name, version):
        if not (folder / name).exists():
            helm("create", name)
        return helm("package", name, "--version", version).out.rsplit(": ", 1)[1].strip()

    return call


@pytest.fixture
def shop(user, name):
    """A repository for the chart `shop`, below a name of the test's own: helm appends the chart's name."""
    user.create(f"{name}/shop")
    return f"oci://{user.host}/{name}"


def test_push_show_pull_template(helm, chart, shop, folder):
    package = chart("shop", "0.1.0")
    pushed = helm("push", package, shop, "--plain-http").text
    assert "Digest: sha256:" in pushed

    assert "version: 0.1.0" in helm("show", "chart", f"{shop}/shop", "--version", "0.1.0", "--plain-http").out
    (folder / "back").mkdir()
    helm("pull", f"{shop}/shop", "--version", "0.1.0", "--plain-http", "--destination", folder / "back")
    with tarfile.open(folder / "back" / "shop-0.1.0.tgz") as tar:
        assert "shop/Chart.yaml" in tar.getnames()
    assert "kind: Deployment" in helm("template", "release", f"{shop}/shop", "--version", "0.1.0", "--plain-http").out


def test_the_newest_version_is_found_by_its_tags(helm, chart, shop):
    for version in ("0.1.0", "0.3.0", "0.2.0"):
        helm("push", chart("shop", version), shop, "--plain-http")
    assert "version: 0.3.0" in helm("show", "chart", f"{shop}/shop", "--plain-http").out
    assert "version: 0.2.0" in helm("show", "chart", f"{shop}/shop", "--version", "<0.3.0", "--plain-http").out


def test_the_chart_is_described_as_a_chart(helm, chart, shop, user, name):
    helm("push", chart("shop", "0.1.0"), shop, "--plain-http")
    (detail,) = user.client().describe_images(repositoryName=f"{name}/shop")["imageDetails"]
    assert detail["imageTags"] == ["0.1.0"]
    assert detail["artifactMediaType"] == "application/vnd.cncf.helm.config.v1+json"


def test_push_to_a_missing_repository_fails(helm, chart, user, name):
    refused = helm("push", chart("shop", "0.1.0"), f"oci://{user.host}/{name}", "--plain-http", fails=True)
    assert f"The repository with name '{name}/shop' does not exist" in refused.text or "404" in refused.text


def test_a_wrong_password_is_refused(user, folder):
    words = ["registry", "login", user.host, "--plain-http", "--username", "AWS", "--password-stdin"]
    run(GO / "helm", *words, home=folder, stdin="wrong", fails=True)
