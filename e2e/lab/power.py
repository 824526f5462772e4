"""A disk whose power can be cut: ext4 on a loop device, and the ioctl that shuts the file system down without its log."""

import fcntl
import os
import pathlib
import struct

from lab.process import run

SHUTDOWN = 0x8004587D
NO_LOG_FLUSH = 2


class Disk:
    """A file system in a file. What was not made durable when the power is cut is not there afterwards."""

    def __init__(self, folder, megabytes=1024):
        self.image = pathlib.Path(folder) / "disk.img"
        self.mounted = pathlib.Path(folder) / "disk"
        self.mounted.mkdir()
        with self.image.open("wb") as image:
            image.truncate(megabytes << 20)
        run("mkfs.ext4", "-q", "-F", self.image)
        self.mount()

    def mount(self):
        """Replays the journal. The loop device goes away with the mount."""
        run("mount", "-o", "loop", self.image, self.mounted)

    def cut(self):
        """From here on nothing reaches the disk, and what the kernel still holds is dropped."""
        folder = os.open(self.mounted, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.ioctl(folder, SHUTDOWN, struct.pack("I", NO_LOG_FLUSH))
        finally:
            os.close(folder)

    def unmount(self):
        run("umount", self.mounted)
