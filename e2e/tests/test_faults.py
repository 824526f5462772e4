"""A disk without space or inodes, and one that turns read-only, under a server: nothing that was acknowledged is lost,
pulls go on, what is refused is refused in the form of its protocol, and all is well when there is space again."""

import copy
import http.client
import os
import random
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from dataclasses import dataclass

import pytest

from lab.changes import REPOSITORY, Changes, Client
from lab.images import sha256
from lab.journal import Writer, listed
from lab.layers import download
from lab.process import run
from lab.server import BINARY, Server
from lab.small_disk import KINDS, SmallDisk

SEED = os.environ.get("HYTHE_PROOF_SEED") or str(random.SystemRandom().randrange(1 << 32))
LEFT = [*range(13), 16, 20, 24, 32, 48, 64, 128]
"""How many pages, or inodes, are left when everything is tried once."""

PLANTED = {name: value for name, value in os.environ.items() if name == "HYTHE_SABOTAGE"}
"""The planted bug, if there is one, for each process of the program."""

pytestmark = pytest.mark.timeout(600)


def command(*args, **about):
    """Runs a command of the program."""
    return run(BINARY, *args, env=PLANTED, timeout=300, **about)


class Full:
    """A server whose data folder is on a small disk, what it was asked for, and what became of that."""

    def __init__(self, folder, kind, **size):
        self.disk = SmallDisk(folder, kind, **size)
        self.folder = folder
        self.server = Server(folder, listen="127.0.0.1:0", data=self.disk.mounted / "data", env=PLANTED)
        self.server.start()
        self.server.listen = self.server.url.split("://", 1)[1].rstrip("/")
        self.client = Client(self.server)
        self.changes = Changes(self.client, SEED)
        self.kept = {}
        self.done, self.refused, self.answers = Counter(), Counter(), Counter()
        # An upload that goes on whatever happens: its path, and what was acknowledged of it.
        self.path = self.client.oci("POST", "blobs/uploads/")[1]["location"]
        self.sent = b""

    def kill(self):
        self.server.daemon.process.kill()
        self.server.daemon.process.wait()

    def end(self):
        self.kill()
        self.disk.unmount()

    def attempt(self, change):
        """Done wholly, or refused with the words of the protocol; and done or not, wholly."""
        refusal = change.ask()
        is_done = change.is_done()
        if refusal is None:
            assert is_done, f"{change.name} was acknowledged and is not there"
            self.done[change.name] += 1
        else:
            assert refusal.status in (503, 507), f"{change.name}: {refusal}"
            assert "space" in refusal.message or refusal.status == 503, refusal
            self.refused[change.name] += 1
            self.answers[refusal.status, refusal.code] += 1
        self.kept[change.name if change.replaces else id(change)] = (change, is_done)
        return refusal

    def go_on(self):
        """A piece of the long upload, behind what was acknowledged."""
        piece = random.randbytes(3000)
        about = {"content_range": f"{len(self.sent)}-{len(self.sent) + len(piece) - 1}"}
        refusal = self.client.oci_refusal(self.client.oci("PATCH", self.path, piece, **about), 202)
        if refusal is None:
            self.sent += piece
        else:
            assert refusal.status in (503, 507), refusal
        status, headers, text = self.client.oci("GET", self.path)
        assert status == 204, (status, text)
        last = int(headers["range"].split("-")[1])
        assert last == max(0, len(self.sent) - 1), f"the upload is at {headers['range']}, not {len(self.sent)}"

    def pull(self):
        """All ways to read."""
        assert self.client.image("other-0") == sha256(self.changes.others[0])
        ids = [{"imageTag": "other-1"}]
        image = self.client.ecr.batch_get_image(repositoryName=REPOSITORY, imageIds=ids)["images"][0]
        assert image["imageManifest"].encode() == self.changes.others[1]
        layer = self.changes.layer
        assert download(self.client.ecr, REPOSITORY, sha256(layer)) == layer

    def probe(self, path):
        try:
            with urllib.request.urlopen(f"{self.server.url.rstrip('/')}/{path}", timeout=60) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return None

    def check(self):
        """What was done is there, what was not done is not, and the log tells of no panic."""
        for change, was_done in self.kept.values():
            assert change.is_done() == was_done, f"{change.name}: done was {was_done}"
        assert "panicked" not in self.server.log.read_text()

    def everything_works(self):
        """All is as it was, and each operation is done, also those that were refused."""
        self.check()
        for change, was_done in list(self.kept.values()):
            if not was_done:
                refusal = change.ask()
                assert refusal is None and change.is_done(), f"{change.name} again: {refusal}"
        self.kept = {key: (change, True) for key, (change, _) in self.kept.items()}
        for change in self.changes.all():
            assert self.attempt(change) is None, change.name
        self.go_on()
        self.pull()
        assert self.probe("readyz") == 200

    def finish_upload(self):
        digest = sha256(self.sent)
        status, _, text = self.client.oci("PUT", f"{self.path}?digest={digest}")
        assert status == 201, text
        assert self.client.blob(digest) == self.sent

    def hythe(self, *args, **about):
        return command(*args, "--data", self.server.data, **about)

    def is_sound(self):
        found = self.hythe("fsck", "--bytes", fails=False).out
        assert "0 findings" in found, found


@pytest.fixture(params=KINDS)
def full(request, folder):
    one = Full(folder, request.param)
    yield one
    one.end()


def try_everything(full, take, lefts):
    """Each operation with so much left of something."""
    for left in lefts:
        for change in full.changes.all():
            take(left)
            full.attempt(change)
        full.pull()
        full.go_on()
        assert full.probe("healthz") == 200
        full.disk.free()
    print(f"done {dict(full.done)}\nrefused {dict(full.refused)}\nanswers {dict(full.answers)}")


def test_a_full_disk_refuses_and_loses_nothing(full):
    print(f"HYTHE_PROOF_SEED={SEED}")
    full.changes.supply(len(LEFT) + 2)
    full.everything_works()
    pid = full.server.daemon.process.pid
    full.done.clear()
    try_everything(full, full.disk.fill, LEFT)
    kinds = {change.name for change, _ in full.kept.values()}
    assert kinds == full.refused.keys() == full.done.keys(), "some were never refused, or never done"
    full.everything_works()
    full.finish_upload()
    assert full.server.daemon.process.pid == pid
    full.is_sound()


def test_a_server_that_is_killed_on_a_full_disk_starts_on_it(full):
    print(f"HYTHE_PROOF_SEED={SEED}")
    full.changes.supply(8)
    for left in (0, 3, 30):
        full.disk.fill(left)
        for change in full.changes.all():
            full.attempt(change)
        full.go_on()
        full.disk.fill()
        full.kill()
        # Where there is no space for the file that tells the URL, clients know it all the same.
        full.server.run()
        full.server.daemon.wait_until(lambda: full.probe("healthz") == 200)
        full.pull()
        full.check()
        for change in full.changes.create_user(), full.changes.push_at_once():
            full.attempt(change)
        full.go_on()
        full.disk.free()
        full.everything_works()
    full.kill()
    full.server.start()
    full.everything_works()
    full.finish_upload()
    full.is_sound()


def test_commands_on_a_full_disk(full):
    full.changes.supply(10)
    full.disk.fill()
    while full.changes.create_user().ask() is None:
        pass
    for words in (["gc", "run"], ["backup", full.folder / "out"]):
        ended = full.hythe(*words, codes=(1,))
        assert "no space" in ended.err, ended
    full.hythe("gc", "status")
    full.is_sound()
    full.pull()
    full.disk.free()
    full.hythe("gc", "run")
    full.everything_works()
    full.is_sound()


@pytest.mark.parametrize("kind", KINDS)
def test_without_inodes_what_needs_none_is_done(folder, kind):
    print(f"HYTHE_PROOF_SEED={SEED}")
    full = Full(folder, kind, files=800)
    try:
        full.changes.supply(8)
        try_everything(full, full.disk.take_files, (0, 0, 1, 2, 3, 5))
        assert {"push at once", "push in chunks", "UploadLayerPart"} <= full.refused.keys()
        assert {"PUT manifest", "BatchDeleteImage", "CreateUser"} <= full.done.keys()
        full.disk.take_files()
        full.kill()
        full.server.run()
        full.server.daemon.wait_until(lambda: full.probe("healthz") == 200)
        full.pull()
        full.check()
        full.disk.free()
        full.everything_works()
        full.finish_upload()
        full.is_sound()
    finally:
        full.end()


def content(restored):
    """Of which moment a restored backup is, and how much is in it: two of one second differ in that."""
    return restored.out.split("\n", 1)[0].split(" is the registry as of ")[1]


@pytest.mark.parametrize("kind", KINDS)
def test_a_backup_that_finds_no_space_is_none(folder, kind):
    server = Server(folder).start()
    changes = Changes(Client(server), SEED)
    disk = SmallDisk(folder, kind, megabytes=24)
    out, numbers = disk.mounted / "out", iter(range(100))

    def backup(to, **about):
        return command("backup", to, "--data", server.data, **about)

    def restored(backup, **about):
        to = folder / f"restored-{next(numbers)}"
        return command("restore", backup, "--data", to, **about)

    try:
        disk.fill(3)
        assert "o space" in backup(disk.mounted / "first", fails=True).err
        restored(disk.mounted / "first", fails=True)
        disk.free()
        backup(out)
        first = content(restored(out))
        for _ in range(40):
            assert changes.client.push_blob(random.randbytes(20_000)) is None
        for left in (0, 1, 2, 5, 20, 100, 200):
            disk.fill(left)
            ended = backup(out, fails=True)
            assert "o space" in ended.err or "is full" in ended.err, ended
            assert content(restored(out)) == first, f"{left} pages were enough for half a backup"
            disk.free()
        backup(out)
        assert content(restored(out)) != first
        # A restore that finds no space is none either.
        data = disk.mounted / "data"
        for left in (0, 20, 300):
            disk.fill(left)
            ended = command("restore", out, "--data", data, fails=True)
            assert "o space" in ended.err or "is full" in ended.err, ended
            # Without its mark nothing else is in the folder: it is new.
            if (data / "restoring").exists():
                refused = command("serve", "--data", data, "--listen", "127.0.0.1:0", fails=True)
                assert "was not finished" in refused.err, refused
            disk.free()
        command("restore", out, "--data", data)
        server.stop()
    finally:
        server.daemon.process.kill()
        server.daemon.process.wait()
        disk.unmount()


@dataclass
class Where:
    """What a writer needs to know."""

    host: str
    login: str
    repository: str = "load"


def test_a_disk_that_turns_read_only_is_pulled_from(folder):
    print(f"HYTHE_PROOF_SEED={SEED}")
    full = Full(folder, "ext4", megabytes=256)
    try:
        full.changes.supply(4)
        full.everything_works()
        # While a server runs, the kernel lets nobody do so in good order.
        assert "busy" in run("mount", "-o", "remount,ro", full.disk.mounted, fails=True).err
        full.everything_works()
        full.client.ecr.create_repository(repositoryName="load")
        where, cut = Where(full.client.user.host, full.client.headers["authorization"]), threading.Event()
        writers = [Writer(f"w{number}", SEED, where, cut) for number in range(4)]
        threads = [threading.Thread(target=writer.run) for writer in writers]
        for thread in threads:
            thread.start()
        wait_for(lambda: sum(writer.acknowledged for writer in writers) > 200)
        cut.set()
        full.disk.fail()
        for thread in threads:
            thread.join()
        failures = [writer.failure for writer in writers if writer.failure]
        assert not failures, failures
        full.refused.clear()
        changes = full.changes.all()
        for change in changes:
            refusal = full.attempt(change)
            assert refusal is not None and refusal.status == 503, f"{change.name}: {refusal}"
        print(f"answers {dict(full.answers)}")
        full.pull()
        assert (full.probe("healthz"), full.probe("readyz")) == (200, 503)
        for writer in map(copy.copy, writers):
            writer.settle(listed(full.client.ecr, "load"))
            writer.compare(lambda path: pulled(full, path), everything=True)
        full.check()
        print(f"on SIGTERM it exits {full.server.daemon.stop()}")
        refused = full.hythe("serve", "--listen", full.server.listen, fails=True)
        assert "ead-only file system" in refused.err, refused
        full.disk.unmount()
        full.disk.repair()
        full.disk.mount()
        full.server.start()
        pairs, accounted = listed(full.client.ecr, "load"), set()
        for writer in writers:
            accounted |= writer.settle(pairs)
            writer.compare(lambda path: pulled(full, path), everything=True)
        assert pairs == accounted, f"ghosts: {pairs - accounted}"
        full.everything_works()
        full.is_sound()
    finally:
        full.end()


def test_a_disk_that_cannot_be_read_lies_to_nobody(folder):
    """The device under the ends of some blobs answers reads with an error, and later it does no more."""
    full = Full(folder, "ext4", megabytes=256)
    try:
        full.changes.supply(2)
        full.everything_works()
        # What is written while the device is bad shall not stand on the bad part of it.
        full.disk.filler.write_bytes(bytes(64 << 20))
        full.disk.settle()
        blobs = [random.randbytes(2 << 20) for _ in range(8)]
        for blob in blobs:
            assert full.client.push_blob(blob) is None
        full.disk.filler.unlink()
        store = full.server.data / "blobs" / "blobs" / "sha256"
        files = [next(store.glob(f"*/{sha256(blob).removeprefix('sha256:')}*")) for blob in blobs]
        full.disk.lose(files)
        read = {sha256(blob): pulled_or_not(full, blob) for blob in blobs}
        answers = Counter(read.values())
        print(f"answers {dict(answers)}")
        assert len(answers) > 1 and not answers.keys() - {"right", "broken off", 500, 503}, answers
        full.pull()
        assert full.probe("healthz") == 200
        told = full.hythe("fsck", "--bytes", fails=True).out
        assert [digest for digest in read if digest in told] == [digest for digest in read if read[digest] != "right"], told
        full.disk.regain()
        for blob in blobs:
            assert pulled_or_not(full, blob) == "right"
        full.everything_works()
        full.is_sound()
    finally:
        full.end()


def pulled_or_not(full, blob):
    """What becomes of the pull of a blob: never other bytes than its own, as a whole answer."""
    try:
        status, _, body = full.client.oci("GET", f"blobs/{sha256(blob)}")
    except (http.client.IncompleteRead, OSError):
        return "broken off"
    if status != 200:
        return status
    assert body == blob, "other bytes were served as a complete answer"
    return "right"


def wait_for(ready, seconds=60):
    deadline = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < deadline, f"not so within {seconds} s"
        time.sleep(0.02)


def pulled(full, path):
    status, _, body = full.client.oci("GET", f"/v2/load/{path}")
    assert status == 200, f"{path}: {status} {body[:300]}"
    return body
