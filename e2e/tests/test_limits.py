"""A server that is told to stop under load, that has no file descriptors left, and that has little memory."""

import hashlib
import http.client
import os
import pathlib
import random
import socket
import threading
import time
from dataclasses import dataclass

import pytest

from lab.images import sha256
from lab.journal import Writer, listed
from lab.process import run
from lab.server import BINARY, Server
from lab.slow import Exchange, Refused

STOPS = int(os.environ.get("HYTHE_PROOF_CYCLES", "20"))
MEGABYTES = int(os.environ.get("HYTHE_PROOF_MEGABYTES", "1024"))
SEED = os.environ.get("HYTHE_PROOF_SEED") or str(random.SystemRandom().randrange(1 << 32))
REPOSITORY = "limits"
MEBIBYTE = 1 << 20
PUSHERS = 100
AT_ONCE = int(os.environ.get("HYTHE_PROOF_AT_ONCE", str(PUSHERS)))
MEMORY = 256 * MEBIBYTE

pytestmark = pytest.mark.timeout(300 + STOPS * 15 + MEGABYTES // 8)


@dataclass
class Where:
    """What a client needs to know."""

    host: str
    login: str
    repository: str = REPOSITORY

    @property
    def headers(self):
        return {"authorization": self.login}


def begin(server):
    """Starts a server that keeps its port, with an empty repository."""
    server.start()
    server.listen = server.url.split("://", 1)[1].rstrip("/")
    ecr = server.user().client()
    ecr.create_repository(repositoryName=REPOSITORY)
    token = ecr.get_authorization_token()["authorizationData"][0]["authorizationToken"]
    return ecr, Where(server.listen, f"Basic {token}")


def ask(where, method, path, body=b"", **headers):
    """One request on a connection of its own: status, headers and body."""
    connection = http.client.HTTPConnection(where.host, timeout=60)
    connection.request(method, path, body, where.headers | headers)
    answer = connection.getresponse()
    read = answer.read()
    connection.close()
    return answer.status, answer.headers, read


def push(where, blob):
    digest = sha256(blob)
    status, _, text = ask(where, "POST", f"/v2/{REPOSITORY}/blobs/uploads/?digest={digest}", blob)
    assert status == 201, text
    return digest


class Patient(Writer):
    """A writer whose requests are answered, or were never read, and then have done nothing."""

    believes_late_answers = True

    def may_break(self, error):
        return not isinstance(error, http.client.IncompleteRead)

    def may_refuse(self, answer):
        return False

    def settle(self, pairs):
        self.possible = None
        if self.upload:
            path, before, _ = self.upload
            self.upload = (path, before, before)
        return super().settle(pairs)


class Stopping:
    """Clients of a server that is about to be stopped."""

    def __init__(self, server, where, big):
        self.server, self.where, self.big = server, where, big
        self.cut = threading.Event()
        self.writers = [Patient(f"w{number}", SEED, where, self.cut) for number in range(4)]
        self.failures, self.accepted, self.refused = [], 0, 0

    def slowly(self, one):
        """Makes requests that last, until the server is told to stop; each that is accepted has to end well."""
        try:
            while not self.cut.is_set():
                one()
                self.accepted += 1
        except Refused:
            self.refused += 1
            if not self.cut.is_set():
                self.failures.append("refused before the stop")
        except (AssertionError, OSError) as error:
            self.failures.append(error)

    def upload(self):
        blob = random.randbytes(40_000)
        path = f"/v2/{REPOSITORY}/blobs/uploads/?digest={sha256(blob)}"
        headers = self.where.headers | {"content-length": len(blob), "expect": "100-continue"}
        exchange = Exchange(self.where.host, "POST", path, headers)
        status, _ = exchange.head()
        assert status == 100, status
        exchange.send([blob[at : at + 2000] for at in range(0, len(blob), 2000)], 0.02)
        status, _ = exchange.head()
        assert status == 201, status
        exchange.close()

    def download(self):
        path = f"/v2/{REPOSITORY}/blobs/{self.big}"
        exchange = Exchange(self.where.host, "GET", path, self.where.headers, receive_buffer=65536)
        status, headers = exchange.head()
        assert status == 200, status
        digest, received = exchange.body(int(headers["content-length"]), 512 * 1024, 0.01)
        assert digest == self.big, f"{received} of {headers['content-length']} bytes"
        exchange.close()

    def stop(self, wait):
        """Lets the clients work for a while, then ends the server as an operator does. Says how long that took."""
        self.cut.clear()
        ways = [writer.run for writer in self.writers]
        ways += [lambda: self.slowly(self.upload)] * 2 + [lambda: self.slowly(self.download)] * 2
        threads = [threading.Thread(target=way) for way in ways]
        for thread in threads:
            thread.start()
        time.sleep(wait)
        self.cut.set()
        began = time.monotonic()
        self.server.stop()
        took = time.monotonic() - began
        for thread in threads:
            thread.join()
        self.failures += [writer.failure for writer in self.writers if writer.failure]
        assert not self.failures, self.failures
        assert not (self.server.data / "metadata.sqlite-wal").exists(), "the database was not closed"
        return took

    def check(self, ecr):
        pairs = listed(ecr, REPOSITORY)
        accounted = set()
        for writer in self.writers:
            accounted |= writer.settle(pairs)
        assert pairs == accounted, f"ghosts: {pairs - accounted}"

        def get(path):
            status, _, body = ask(self.where, "GET", f"/v2/{REPOSITORY}/{path}", accept="*/*")
            assert status == 200, f"{path}: {status} {body[:300]}"
            return body

        for writer in self.writers:
            writer.compare(get, everything=False)
            writer.resume()
            # A connection of its own asked for the upload; the server will be another one.
            writer.connection.close() if writer.connection else None
            writer.connection = None


def test_stopping_under_load_fails_no_request_that_was_accepted(folder):
    print(f"HYTHE_PROOF_SEED={SEED} HYTHE_PROOF_CYCLES={STOPS}")
    chance = random.Random(SEED)
    server = Server(folder)
    ecr, where = begin(server)
    big = push(where, random.Random(1).randbytes(20 * MEBIBYTE))
    stopping = Stopping(server, where, big)
    longest = 0
    for _ in range(STOPS):
        longest = max(longest, stopping.stop(chance.uniform(0.1, 0.6)))
        server.start()
        stopping.check(ecr)
    server.stop()
    quick = sum(writer.acknowledged for writer in stopping.writers)
    lasting = f"{stopping.accepted} lasting requests, {stopping.refused} refused at the stop"
    print(f"{STOPS} stops, {quick} quick and {lasting}; the longest stop took {longest:.1f} s")
    assert longest < 25, longest
    assert stopping.accepted >= STOPS, "hardly a request lasted"


def test_without_file_descriptors_nothing_breaks_and_all_comes_back(folder):
    server = Server(folder, under=("prlimit", "--nofile=128:128"))
    _, where = begin(server)
    small, big = push(where, b"a small layer"), push(where, random.Random(1).randbytes(20 * MEBIBYTE))
    lasting = Exchange(where.host, "GET", f"/v2/{REPOSITORY}/blobs/{big}", where.headers, receive_buffer=65536)
    status, headers = lasting.head()
    assert status == 200
    kept = http.client.HTTPConnection(where.host, timeout=60)
    name, port = where.host.rsplit(":", 1)

    def ask_kept(method, path, body=b""):
        kept.request(method, path, body, where.headers)
        answer = kept.getresponse()
        return answer.status, answer.read()

    path = f"/v2/{REPOSITORY}/blobs/{small}"
    assert ask_kept("GET", path) == (200, b"a small layer")
    # More than there are descriptors for, and fewer than would have to wait for a place in the queue.
    idle = [socket.create_connection((name, int(port))) for _ in range(200)]
    pid = server.daemon.process.pid
    server.daemon.wait_until(lambda: len(os.listdir(f"/proc/{pid}/fd")) >= 128)
    before = cpu_seconds(pid)
    time.sleep(2)
    spun = cpu_seconds(pid) - before
    # Whoever is connected gets an answer: a right one, or one that says that it is not possible now.
    answers = []
    for _ in range(20):
        status, body = ask_kept("GET", path)
        assert (status, body) == (200, b"a small layer") or status == 503, (status, body)
        answers.append(status)
    blob = random.randbytes(1000)
    status, body = ask_kept("POST", f"/v2/{REPOSITORY}/blobs/uploads/?digest={sha256(blob)}", blob)
    assert status in (201, 503), (status, body)
    digest, _ = lasting.body(int(headers["content-length"]), 512 * 1024, 0)
    assert digest == big, "a transfer that was under way was cut off"
    for connection in idle:
        connection.close()
    began = time.monotonic()
    push(where, random.randbytes(1000))
    recovered = time.monotonic() - began
    assert ask(where, "GET", path)[2] == b"a small layer"
    assert "panicked" not in server.log.read_text()
    print(f"without descriptors: {sorted(set(answers))}, upload {status}, {spun:.2f} s of CPU in 2 s; back after {recovered:.2f} s")
    assert spun < 1, f"it spins: {spun} s of 2"
    assert recovered < 10, recovered
    server.stop()


def cpu_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory_group():
    """A control group of 256 MiB, by whichever version the machine has; `None` where it may not be made."""
    name = f"hythe-e2e-{os.getpid()}"
    for root, limit in [("memory", "memory.limit_in_bytes"), (".", "memory.max")]:
        group = pathlib.Path("/sys/fs/cgroup") / root / name
        try:
            group.mkdir()
        except OSError:
            continue
        try:
            (group / limit).write_text(str(MEMORY))
            return group
        except OSError:
            group.rmdir()
    return None


class Pusher:
    """One of many who push at the same time."""

    def __init__(self, where, number, size, together):
        self.where, self.number, self.size, self.together = where, number, size, together
        self.failure = self.digest = None

    def pieces(self):
        piece = bytearray(random.Random(self.number).randbytes(MEBIBYTE))
        for at in range(self.size // MEBIBYTE):
            piece[:8] = at.to_bytes(8, "big")
            yield bytes(piece)

    def run(self):
        try:
            _, headers, _ = ask(self.where, "POST", f"/v2/{REPOSITORY}/blobs/uploads/")
            path, digest = headers["location"], hashlib.sha256()
            about = self.where.headers | {"content-length": self.size, "content-type": "application/octet-stream"}
            exchange = Exchange(self.where.host, "PATCH", path, about)
            for at, piece in enumerate(self.pieces()):
                if at == self.size // MEBIBYTE // 2:
                    self.together.wait(600)
                digest.update(piece)
                exchange.send([piece], 0)
            status, _ = exchange.head()
            exchange.close()
            assert status == 202, status
            self.digest = "sha256:" + digest.hexdigest()
            status, _, text = ask(self.where, "PUT", f"{path}?digest={self.digest}")
            assert status == 201, text
        except Exception as error:  # pylint: disable=broad-except
            self.failure = error
            self.together.abort()


def push_together(server, where, numbers, size):
    """So many push at the same time; what they pushed is pulled, and then deleted."""
    together = threading.Barrier(len(numbers))
    pushers = [Pusher(where, number, size, together) for number in numbers]
    threads = [threading.Thread(target=pusher.run) for pusher in pushers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    failures = [pusher.failure for pusher in pushers if pusher.failure]
    assert not failures, f"{len(failures)}: {failures[:3]}\n{server.daemon.tail()}"
    for pusher in pushers[:5]:
        _, _, blob = ask(where, "GET", f"/v2/{REPOSITORY}/blobs/{pusher.digest}")
        assert sha256(blob) == pusher.digest
    for pusher in pushers:
        status, _, text = ask(where, "DELETE", f"/v2/{REPOSITORY}/blobs/{pusher.digest}")
        assert status == 202, text


def test_many_pushes_in_little_memory(folder):
    group = memory_group()
    enter = ("sh", "-c", f'echo $$ >{group}/cgroup.procs && exec "$@"', "sh") if group else ()
    server = Server(folder, under=enter)
    try:
        _, where = begin(server)
        size = max(2, MEGABYTES // PUSHERS) * MEBIBYTE
        for first in range(0, PUSHERS, AT_ONCE):
            if first:
                run(BINARY, "gc", "run", "--data", server.data)
            push_together(server, where, range(first, min(PUSHERS, first + AT_ONCE)), size)
        status = pathlib.Path(f"/proc/{server.daemon.process.pid}/status").read_text()
        peak = int(status.split("VmHWM:")[1].split()[0]) * 1024
        limited = f"within a group of {MEMORY >> 20} MiB" if group else "NOT LIMITED: no control group may be made here"
        print(f"{PUSHERS} pushes of {size >> 20} MiB, {AT_ONCE} at once, {limited}; at most {peak >> 20} MiB resident")
        assert peak < MEMORY, peak
        server.stop()
    finally:
        server.daemon.process.kill()
        server.daemon.process.wait()
        if group:
            group.rmdir()
