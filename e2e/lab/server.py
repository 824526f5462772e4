"""A Hythe server on a folder of its own, and the users that talk to it."""

import configparser
import functools
import os
import pathlib
from dataclasses import dataclass

import boto3
from botocore.config import Config

from lab.process import Daemon, run

BINARY = os.environ["HYTHE_BIN"]
ACCOUNT = "111122223333"
OTHER_ACCOUNT = "444455556666"
REGION = "us-east-1"
OTHER_REGION = "eu-central-1"


@dataclass(frozen=True)
class User:
    """The administrator of one account, calling in one region."""

    url: str
    account: str
    region: str
    credentials: pathlib.Path
    profile: str
    key: str
    secret: str
    ca: pathlib.Path | None = None

    @property
    def env(self):
        """What an AWS client reads. The metadata service is off, so a missing key fails at once."""
        known = {
            "AWS_SHARED_CREDENTIALS_FILE": self.credentials,
            "AWS_CONFIG_FILE": "/dev/null",
            "AWS_PROFILE": self.profile,
            "AWS_REGION": self.region,
            "AWS_DEFAULT_REGION": self.region,
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_PAGER": "",
        }
        return known | ({"AWS_CA_BUNDLE": self.ca} if self.ca else {})

    @property
    def host(self):
        """HOST:PORT, as it stands in an image reference."""
        return self.url.split("://", 1)[1].rstrip("/")

    def client(self, service="ecr", **overrides):
        """A boto3 client. Making one takes a while, so one without overrides is kept and shared."""
        return self.new_client(service, **overrides) if overrides else kept_client(self, service)

    def new_client(self, service, **overrides):
        known = {
            "endpoint_url": self.url,
            "region_name": self.region,
            "aws_access_key_id": self.key,
            "aws_secret_access_key": self.secret,
            "verify": str(self.ca) if self.ca else None,
            "config": Config(retries={"max_attempts": 1}),
        }
        return boto3.session.Session().client(service, **(known | overrides))

    def password(self):
        """A docker password, asked for as a person would."""
        asked = run(
            "/usr/bin/aws",
            "ecr",
            "get-login-password",
            "--region",
            self.region,
            "--endpoint-url",
            self.url,
            env=self.env,
        )
        return asked.out.strip()

    def create(self, name, **settings):
        return self.client().create_repository(repositoryName=name, **settings)["repository"]


@functools.cache
def kept_client(user, service):
    return user.new_client(service)


class Server:
    """`hythe serve` with port 0 and the default account and region of the tests."""

    def __init__(self, folder, *flags, listen="127.0.0.1:0", data=None, env=None, under=()):
        self.data = data or pathlib.Path(folder) / "data"
        self.env = env
        self.under = under
        """A command that runs the server, such as one that limits it."""
        self.log = pathlib.Path(folder) / "server.log"
        self.flags = flags
        self.listen = listen
        self.daemon = None
        self.url = None
        self.profiles = {}

    def start(self):
        """Waits for the file that tells the URL."""
        endpoint = self.data / "endpoint"
        endpoint.unlink(missing_ok=True)
        self.run()
        self.url = self.daemon.wait_until(lambda: endpoint.exists() and endpoint.read_text().strip())
        self.profiles.setdefault(ACCOUNT, self.data / "credentials")
        return self

    def run(self):
        where = ["--data", self.data, "--listen", self.listen, "--account", ACCOUNT, "--region", REGION]
        self.daemon = Daemon(*self.under, BINARY, "serve", *where, *self.flags, log=self.log, env=self.env)

    def stop(self):
        code = self.daemon.stop()
        assert code == 0, f"the server exited {code} on SIGTERM\n{self.daemon.tail()}"

    def restart(self):
        """A new process on the same folder and, so that clients find it, the same port."""
        self.stop()
        self.listen = self.url.split("://", 1)[1].rstrip("/")
        self.start()

    def user(self, account=ACCOUNT, region=REGION):
        path = self.profiles.get(account) or self.create_account(account)
        parsed = configparser.ConfigParser()
        parsed.read(path)
        profile = account if account in parsed else parsed.sections()[0]
        return User(
            url=self.url,
            account=account,
            region=region,
            credentials=path,
            profile=profile,
            key=parsed[profile]["aws_access_key_id"],
            secret=parsed[profile]["aws_secret_access_key"],
            ca=self.data / "tls" / "ca.pem" if self.url.startswith("https:") else None,
        )

    def create_account(self, account):
        """Adds an account beside the running server; its key is printed as a credentials profile."""
        printed = run(BINARY, "account", "create", account, "--data", self.data).out
        path = self.data.parent / f"credentials-{account}"
        path.write_text(printed)
        self.profiles[account] = path
        return path
