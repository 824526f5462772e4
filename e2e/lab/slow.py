"""HTTP by hand, for requests that last: their bytes come and go in pieces."""

import hashlib
import socket
import time


class Refused(Exception):
    """The server did not take the request: nothing of an answer came."""


class Exchange:
    """One request on a connection of its own. It is accepted when anything of an answer has come."""

    def __init__(self, host, method, path, headers, receive_buffer=None):
        name, port = host.rsplit(":", 1)
        self.socket = socket.socket()
        if receive_buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.settimeout(60)
        self.unread = b""
        lines = [f"{method} {path} HTTP/1.1", f"host: {host}", "connection: close"]
        lines += [f"{key}: {value}" for key, value in headers.items()]
        try:
            self.socket.connect((name, int(port)))
            self.socket.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        except OSError as error:
            raise Refused from error

    def head(self):
        """The status and the headers of the next answer, which is 100 where it was asked for."""
        while b"\r\n\r\n" not in self.unread:
            try:
                more = self.socket.recv(65536)
            except OSError:
                more = b""
            if not more and not self.unread:
                raise Refused
            assert more, f"the answer broke off: {self.unread}"
            self.unread += more
        head, self.unread = self.unread.split(b"\r\n\r\n", 1)
        first, *lines = head.decode().split("\r\n")
        headers = dict(line.lower().split(": ", 1) for line in lines)
        return int(first.split()[1]), headers

    def send(self, pieces, pause):
        for piece in pieces:
            self.socket.sendall(piece)
            time.sleep(pause)

    def body(self, length, piece, pause):
        """Reads slowly; the SHA-256 and how many bytes came."""
        digest, received = hashlib.sha256(self.unread), len(self.unread)
        while received < length:
            more = self.socket.recv(piece)
            if not more:
                break
            digest.update(more)
            received += len(more)
            time.sleep(pause)
        return "sha256:" + digest.hexdigest(), received

    def close(self):
        self.socket.close()
