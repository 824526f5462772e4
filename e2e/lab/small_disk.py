"""File systems that are small, so that a test can fill them to the brim, that can turn read-only, and that cannot be read."""

import os
import pathlib
import re

from lab.process import run

PAGE = 4096
KINDS = ("tmpfs", "ext4")


class SmallDisk:
    """A file system of its own: a tmpfs, or ext4 on a loop device."""

    def __init__(self, folder, kind, megabytes=48, files=4096):
        self.kind = kind
        self.image = pathlib.Path(folder) / "small.img"
        self.mounted = pathlib.Path(folder) / "small"
        self.filler = self.mounted / "filler"
        self.taken = []
        self.mounted.mkdir()
        self.options = f"size={megabytes}m,nr_inodes={files}"
        if kind == "ext4":
            with self.image.open("wb") as image:
                image.truncate(megabytes << 20)
            # Nothing is set aside for root, which the server is here.
            run("mkfs.ext4", "-q", "-F", "-m", "0", "-b", PAGE, "-N", files, self.image)
        self.mount()

    def mount(self):
        """Replays the journal, where there is one. The loop device goes away with the mount."""
        if self.kind == "ext4":
            run("mount", "-o", "loop", self.image, self.mounted)
        else:
            run("mount", "-t", "tmpfs", "-o", self.options, "tmpfs", self.mounted)

    def unmount(self):
        run("umount", self.mounted)

    def settle(self):
        """Waits until what was deleted is free: ext4 gives blocks back when its journal is committed."""
        run("sync", "-f", self.mounted)

    def fill(self, left=0):
        """Takes all space but so many pages."""
        self.settle()
        with self.filler.open("ab", buffering=0) as filler:
            for piece in (1 << 20, PAGE):
                try:
                    while True:
                        filler.write(bytes(piece))
                        os.fsync(filler.fileno())
                except OSError:
                    pass
            size = os.fstat(filler.fileno()).st_size // PAGE * PAGE
            assert size > left * PAGE, f"the disk was full before it was filled: {size}"
            filler.truncate(size - left * PAGE)
        self.settle()

    def take_files(self, left=0):
        """Takes all inodes but so many."""
        self.settle()
        try:
            while True:
                (self.mounted / f"taken-{len(self.taken)}").touch()
                self.taken.append(self.mounted / f"taken-{len(self.taken)}")
        except OSError:
            pass
        for _ in range(left):
            self.taken.pop().unlink()
        self.settle()

    def free(self):
        """Gives everything back that was taken."""
        self.filler.unlink(missing_ok=True)
        while self.taken:
            self.taken.pop().unlink()
        self.settle()

    def fail(self):
        """The kernel finds an error on the disk: ext4 refuses every write from here on, until it is mounted anew."""
        run("mount", "-o", "remount,abort", self.mounted)

    def lose(self, files):
        """From the middle of one of these files on, the device cannot be read: reads end with an error of the device."""
        self.settle()
        found = "".join(run("filefrag", "-e", "-b1", file).out for file in files)
        extents = sorted(int(start) for start in re.findall(r"^ *\d+: +\d+\.\. +\d+: +(\d+)\.\.", found, re.M))
        start = extents[len(extents) // 2] + 128 * PAGE
        with self.image.open("r+b") as image:
            image.seek(start)
            self.lost = start, image.read()
            # The loop device keeps its size.
            image.truncate(start)
        for file in files:
            with open(file, "rb") as cached:
                os.posix_fadvise(cached.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)

    def regain(self):
        """What was lost can be read again."""
        start, content = self.lost
        with self.image.open("r+b") as image:
            image.seek(start)
            image.write(content)

    def repair(self):
        """What an operator does to such a file system while nobody has it mounted."""
        run("e2fsck", "-f", "-y", self.image, codes=(0, 1))
