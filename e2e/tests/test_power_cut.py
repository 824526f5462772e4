"""The power goes while eight writers write: what was acknowledged is there, and nothing else is."""

import http.client
import os
import random
import threading
import time
from dataclasses import dataclass

import pytest

from lab.journal import Writer, listed
from lab.power import Disk
from lab.server import Server

CYCLES = int(os.environ.get("HYTHE_PROOF_CYCLES", "30"))
SEED = os.environ.get("HYTHE_PROOF_SEED") or str(random.SystemRandom().randrange(1 << 32))
WRITERS = 8
REPOSITORY = "power"

pytestmark = pytest.mark.timeout(180 + CYCLES * 20)


@dataclass
class Where:
    """What a client needs to know."""

    host: str
    login: str
    repository: str = REPOSITORY


class Proof:
    """A server on a disk of its own, and its writers."""

    def __init__(self, folder):
        self.disk = Disk(folder)
        planted = {name: value for name, value in os.environ.items() if name == "HYTHE_SABOTAGE"}
        data = self.disk.mounted / "data"
        self.server = Server(folder, listen="127.0.0.1:0", data=data, env=planted).start()
        # The same port after each restart, so that clients find it.
        self.server.listen = self.server.url.split("://", 1)[1].rstrip("/")
        self.ecr = self.server.user().client()
        self.ecr.create_repository(repositoryName=REPOSITORY)
        token = self.ecr.get_authorization_token()["authorizationData"][0]["authorizationToken"]
        self.where = Where(self.server.listen, f"Basic {token}")
        self.cut = threading.Event()
        self.writers = [Writer(f"w{number}", SEED, self.where, self.cut) for number in range(WRITERS)]
        self.read = 0

    def cycle(self, wait, after):
        """Lets the writers write for a while, cuts the power, and starts the server on what is left."""
        self.cut.clear()
        threads = [threading.Thread(target=writer.run) for writer in self.writers]
        for thread in threads:
            thread.start()
        time.sleep(wait)
        self.cut.set()
        self.disk.cut()
        # The server goes on without a disk, and its clients hear errors.
        time.sleep(after)
        self.server.daemon.process.kill()
        self.server.daemon.process.wait()
        for thread in threads:
            thread.join()
        failures = [writer.failure for writer in self.writers if writer.failure]
        assert not failures, failures
        self.disk.unmount()
        self.disk.mount()
        self.server.start()

    def check(self, everything):
        pairs = listed(self.ecr, REPOSITORY)
        accounted = set()
        for writer in self.writers:
            accounted |= writer.settle(pairs)
        assert pairs == accounted, f"ghosts: {pairs - accounted}"
        connection = http.client.HTTPConnection(self.where.host, timeout=60)

        def get(path):
            headers = {"authorization": self.where.login, "accept": "*/*"}
            connection.request("GET", f"/v2/{REPOSITORY}/{path}", headers=headers)
            answer = connection.getresponse()
            body = answer.read()
            assert answer.status == 200, f"{path}: {answer.status} {body[:300]}"
            return body

        for writer in self.writers:
            self.read += writer.compare(get, everything)
            writer.resume()
        connection.close()


def test_what_was_acknowledged_survives_power_cuts(folder):
    print(f"HYTHE_PROOF_SEED={SEED} HYTHE_PROOF_CYCLES={CYCLES}")
    chance = random.Random(SEED)
    proof = Proof(folder)
    try:
        for number in range(CYCLES):
            try:
                proof.cycle(chance.uniform(0.05, 0.8), chance.choice([0, 0, 0.02, 0.1]))
                proof.check(everything=number % 20 == 19 or number == CYCLES - 1)
            except AssertionError as error:
                raise AssertionError(f"seed {SEED}, cycle {number}: {error}\n{proof.server.daemon.tail()}") from error
        acknowledged = sum(writer.acknowledged for writer in proof.writers)
        print(f"{CYCLES} power cuts, {acknowledged} acknowledged requests, {proof.read} manifests and blobs hashed")
        assert acknowledged > CYCLES * WRITERS, f"the writers hardly wrote: {acknowledged}"
        proof.server.stop()
    finally:
        proof.server.daemon.process.kill()
        proof.server.daemon.process.wait()
        proof.disk.unmount()
