"""Commands and daemons: run with a clean environment, a time limit and a readable failure."""

import os
import pathlib
import signal
import subprocess
import time
from dataclasses import dataclass

TOOLS = pathlib.Path(os.environ["HYTHE_E2E_CACHE"])
VENV = TOOLS / "venv" / "bin"
GO = TOOLS / "bin"

# Debian's commands come first: some machines have another aws or docker earlier on their own path.
PATH = f"{GO}:/usr/sbin:/usr/bin:/sbin:/bin"

SECONDS_PER_COMMAND = 120


@dataclass(frozen=True)
class Result:
    """What one command left behind."""

    code: int
    out: str
    err: str

    @property
    def text(self):
        return self.out + self.err


def run(*args, env=None, stdin=None, home=None, cwd=None, fails=False, codes=None, timeout=SECONDS_PER_COMMAND):
    """Runs a command to its end; `fails` says that it must not exit 0, `codes` which exit codes it may have."""
    command = [str(part) for part in args]
    done = subprocess.run(
        command,
        env=environment(home, env),
        input=stdin,
        stdin=subprocess.DEVNULL if stdin is None else None,
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=timeout,
        errors="replace",
    )
    result = Result(done.returncode, done.stdout, done.stderr)
    expected = codes or ("a failure" if fails else "exit 0")
    assert result.code in codes if codes else (result.code != 0) == fails, (
        f"{' '.join(command)}\nexited {result.code}, wanted {expected}\n--- stdout\n{result.out}\n--- stderr\n{result.err}"
    )
    return result


def environment(home, extra):
    """Nothing of the caller's environment gets through but what is named here."""
    base = {"PATH": PATH, "LANG": "C.UTF-8", "HOME": str(home or "/nonexistent"), "TMPDIR": os.environ["TMPDIR"]}
    return base | {key: str(value) for key, value in (extra or {}).items()}


class Daemon:
    """A long-running process with its log in a file. It is stopped by its own process id."""

    def __init__(self, *args, log, env=None, home=None, cwd=None):
        self.name = pathlib.Path(str(args[0])).name
        self.log = pathlib.Path(log)
        with self.log.open("ab") as sink:
            self.process = subprocess.Popen(
                [str(part) for part in args],
                env=environment(home, env),
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=sink,
                cwd=cwd,
            )

    def wait_until(self, ready, seconds=60):
        """Polls `ready` until it returns something true, and returns that."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            assert self.process.poll() is None, f"{self.name} ended early\n{self.tail()}"
            answer = ready()
            if answer:
                return answer
            time.sleep(0.05)
        raise AssertionError(f"{self.name} was not ready within {seconds} s\n{self.tail()}")

    def stop(self, seconds=30):
        """SIGTERM, then SIGKILL; returns the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait(10)

    def tail(self, lines=40):
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])
