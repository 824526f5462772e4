//! Runs the binary: to its end, or as a server in a folder of its own.
//!
//! Every wait is for something that the process does, and has a bound only so that a hung process
//! fails the test.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use rustix::process::{Pid, Signal};
use tempfile::TempDir;

/// Longer than anything takes on a busy machine.
const BOUND: Duration = Duration::from_secs(60);
/// What a server says when it takes connections, before its URL.
const LISTENING: &str = "listening on ";

/// Chooses the planted bug (`cargo xtask sabotage`), of this process and of those that it starts.
const PLANTED: &str = "HYTHE_SABOTAGE";

/// The binary with nothing else of this process's environment that it would read.
pub fn hythe<S: AsRef<std::ffi::OsStr>>(args: impl IntoIterator<Item = S>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hythe"));
    command.args(args).env_clear().stdin(Stdio::null());
    if let Some(bug) = crate::crash::setting(PLANTED) {
        command.env(PLANTED, bug);
    }
    command
}

/// What a process that ended has said.
pub struct Ended {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

pub fn end_of(command: &mut Command) -> Ended {
    let Output {
        status,
        stdout,
        stderr,
    } = command.output().expect("the program starts");
    let text = |bytes| String::from_utf8(bytes).expect("what the program prints is UTF-8");
    Ended {
        code: status.code(),
        stdout: text(stdout),
        stderr: text(stderr),
    }
}

/// Runs the binary to its end.
pub fn run(args: &[&str]) -> Ended {
    end_of(&mut hythe(args))
}

/// A folder that is not there yet, in one that goes away with this value.
pub struct Place {
    folder: TempDir,
}

impl Place {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        Self { folder }
    }

    /// The same in memory where there is a folder for that: for tests that kill, and cut no power.
    pub fn in_memory() -> Self {
        let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir());
        let folder = folder.expect("a temporary folder");
        Self { folder }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn data(&self) -> PathBuf {
        self.path("data")
    }

    /// `args` on this data folder.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = hythe(args);
        command.arg("--data").arg(self.data());
        command
    }

    /// Starts a server on a free port and waits until it listens.
    pub fn serve(&self, flags: &[&str]) -> Serving {
        let mut command = self.command(&["serve", "--listen", "127.0.0.1:0"]);
        Serving::start(command.args(flags))
    }

    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.data().join(name)).expect(name)
    }
}

/// A server that listens; killed when dropped.
pub struct Serving {
    child: Child,
    lines: Receiver<String>,
    /// The URL of the line `listening on URL`.
    pub url: String,
}

impl Serving {
    pub fn start(command: &mut Command) -> Self {
        let mut serving = Self::spawn(command);
        let line = serving.line(LISTENING);
        serving.url = line
            .strip_prefix(LISTENING)
            .expect("the line starts so")
            .to_owned();
        serving
    }

    /// Starts a server, unless it says that it cannot.
    pub fn start_if_it_can(command: &mut Command) -> Option<Self> {
        let mut serving = Self::spawn(command);
        while let Ok(line) = serving.lines.recv_timeout(BOUND) {
            if let Some(url) = line.strip_prefix(LISTENING) {
                serving.url = url.to_owned();
                return Some(serving);
            }
        }
        None
    }

    /// Starts any command; what it says to standard error is read as of a server.
    pub fn spawn(command: &mut Command) -> Self {
        let mut child = command
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let stderr = child.stderr.take().expect("standard error is a pipe");
        let (send, lines) = mpsc::channel();
        std::thread::spawn(move || {
            for line in BufReader::new(stderr).lines() {
                // The test may have ended before the process.
                send.send(line.expect("what the program prints is UTF-8")).ok();
            }
        });
        Self {
            child,
            lines,
            url: String::new(),
        }
    }

    /// Waits for the next line that contains `part`.
    pub fn line(&self, part: &str) -> String {
        let mut seen = Vec::new();
        loop {
            let line = self.lines.recv_timeout(BOUND);
            let line = line.unwrap_or_else(|_| panic!("no line with {part:?}, but {seen:#?}"));
            if line.contains(part) {
                return line;
            }
            seen.push(line);
        }
    }

    /// `HOST:PORT`.
    pub fn authority(&self) -> &str {
        self.url.split_once("://").expect("a URL has a scheme").1
    }

    pub fn port(&self) -> u16 {
        let (_, port) = self.authority().rsplit_once(':').expect("a port");
        port.parse().expect("a number")
    }

    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port())).expect("the server listens");
        stream.set_read_timeout(Some(BOUND)).expect("a bound");
        stream
    }

    /// Sends a request and returns the whole answer; the request has to end the connection.
    pub fn exchange(&self, request: &str) -> String {
        let mut stream = self.connect();
        stream.write_all(request.as_bytes()).expect("the server reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("the server answers");
        answer
    }

    pub fn signal(&self, signal: Signal) {
        let id = i32::try_from(self.child.id()).expect("a process id");
        let id = Pid::from_raw(id).expect("not zero");
        rustix::process::kill_process(id, signal).expect("the process is ours");
    }

    /// Waits for the end, which has to be near.
    pub fn wait(mut self) -> (ExitStatus, Vec<String>) {
        let mut rest = Vec::new();
        // Standard error closes when the process ends.
        loop {
            match self.lines.recv_timeout(BOUND) {
                Ok(line) => rest.push(line),
                Err(mpsc::RecvTimeoutError::Disconnected) => break,
                Err(mpsc::RecvTimeoutError::Timeout) => panic!("the server does not end: {rest:#?}"),
            }
        }
        (self.child.wait().expect("the process is ours"), rest)
    }

    /// Ends the server as an operator does.
    pub fn stop(self) {
        self.signal(Signal::TERM);
        let (status, rest) = self.wait();
        assert_eq!(status.code(), Some(0), "{rest:#?}");
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // It has ended already, or the test has failed.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// The permission bits of a file.
pub fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt as _;
    path.metadata().expect("the file is there").permissions().mode() & 0o777
}
