"""The endpoint behind the proxies: echoes bodies, and keeps every byte that it received. `/hello` answers that."""
import re
import socket
import threading

from . import framing

LIMIT = 4 << 20


class Endpoint:
    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=512)
        self.port = self.listener.getsockname()[1]
        self.lock = threading.Lock()
        self.received = {}
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        number = 0
        while True:
            connection, _ = self.listener.accept()
            number += 1
            threading.Thread(target=self.serve, args=(number, connection), daemon=True).start()

    def take(self):
        """What came since the last time, by connection."""
        with self.lock:
            taken, self.received = self.received, {}
        return taken

    def serve(self, number, connection):
        """Answers each whole message, read leniently: judging is not its task."""
        buffered = b""
        with connection:
            try:
                while data := connection.recv(65536):
                    with self.lock:
                        self.received[number] = (self.received.get(number, b"") + data)[:LIMIT]
                    buffered += data
                    while whole := lenient(buffered):
                        hello = re.match(rb"\w+ /hello ", buffered)
                        body, buffered = whole
                        body = body or (b"hello\n" if hello else b"")
                        connection.sendall(
                            b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n%s"
                            % (len(body), body))
            except OSError:
                return  # the proxy has gone


def lenient(data):
    end = data.find(b"\r\n\r\n")
    if end < 0:
        return None
    fields, rest = data[:end], data[end + 4:]
    if re.search(rb"\r\nexpect:\s*100-continue", fields, re.I):
        fields = re.sub(rb"\r\nexpect:[^\r]*", b"", fields, flags=re.I)
    if re.search(rb"\r\ntransfer-encoding:[^\r]*chunked", fields, re.I):
        try:
            return framing.read_chunks(rest)
        except (framing.Incomplete, framing.Unclear):
            return None
    length = re.search(rb"\r\ncontent-length:\s*(\d{1,9})\s*(\r|$)", fields, re.I)
    size = int(length[1]) if length else 0
    return (rest[:size], rest[size:]) if len(rest) >= size else None
