"""Docker and containerd with sockets, state and images of their own: nothing of the machine's own daemons is used."""

import pathlib

from lab.process import Daemon, run

DOCKER = "/usr/bin/docker"


class DockerEngine:
    """dockerd with the containerd that it starts itself. No bridge and no iptables: containers run without a network."""

    def __init__(self, folder):
        folder = pathlib.Path(folder)
        self.socket = f"unix://{folder}/docker.sock"
        flags = ["--iptables=false", "--ip6tables=false", "--bridge=none"]
        places = {
            "--host": self.socket,
            "--data-root": folder / "data",
            "--exec-root": folder / "exec",
            "--pidfile": folder / "docker.pid",
        }
        named = [f"{flag}={value}" for flag, value in places.items()]
        self.daemon = Daemon("/usr/sbin/dockerd", *named, *flags, log=folder / "dockerd.log", home=folder)

    def start(self):
        self.daemon.wait_until(lambda: "API listen on" in self.daemon.log.read_text(errors="replace"))
        return self

    def stop(self):
        self.daemon.stop()


class Docker:
    """The docker command with one configuration folder, that is, one person's logins."""

    def __init__(self, engine, folder):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.env = {"DOCKER_HOST": engine.socket, "DOCKER_CONFIG": self.folder, "DOCKER_BUILDKIT": "0"}

    def __call__(self, *args, env=None, **how):
        return run(DOCKER, *args, env=self.env | (env or {}), home=self.folder, **how)

    def login(self, user, password=None, **how):
        words = ["login", "--username", "AWS", "--password-stdin", user.host]
        return self(*words, stdin=password or user.password(), **how)

    def build(self, context, tag):
        self("build", "--quiet", "--network", "none", "--tag", tag, context)
        return tag

    def forget(self):
        """Removes every local image and the build cache, so that the next pull must fetch each layer."""
        self("image", "prune", "--all", "--force")
        assert self("image", "ls", "--all", "--quiet").out == ""

    def output(self, reference, *command):
        """What a container of the image prints."""
        return self("run", "--rm", "--network", "none", reference, *command).out.strip()

    def digest(self, reference):
        """The digest under which the registry of the reference holds the image."""
        name = reference.rsplit(":", 1)[0]
        known = self("image", "inspect", "--format", '{{join .RepoDigests "\\n"}}', reference).out.split()
        return next(entry.split("@")[1] for entry in known if entry.startswith(name + "@"))


CONTAINERD_CONFIG = """
version = 2
root = "{folder}/root"
state = "{folder}/state"
disabled_plugins = ["io.containerd.grpc.v1.cri"]
[grpc]
  address = "{folder}/containerd.sock"
"""


class Containerd:
    """containerd and `ctr`, without docker."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        config = self.folder / "config.toml"
        config.write_text(CONTAINERD_CONFIG.format(folder=folder))
        self.socket = self.folder / "containerd.sock"
        self.daemon = Daemon("/usr/bin/containerd", "--config", config, log=self.folder / "containerd.log", home=folder)

    def start(self):
        self.daemon.wait_until(lambda: "containerd successfully booted" in self.daemon.log.read_text(errors="replace"))
        return self

    def stop(self):
        self.daemon.stop()

    def ctr(self, *args, **how):
        return run("/usr/bin/ctr", "--address", self.socket, *args, home=self.folder, **how)
