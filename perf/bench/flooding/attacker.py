"""A process of attack connections: each floods until it is cut or has sent its share, and comes back until the time is up."""
import os
import select
import socket
import ssl
import statistics
import threading
import time
from dataclasses import dataclass

from . import frames
from .attacks import FLOODS

PIECES = 10
PAUSE = 0.0005
PROBE_PAUSE = 0.01
PROBE_FRAMES = 2_000
RETURN_PAUSE = 0.02


@dataclass
class Plan:
    """What one flood does.

    port: with prior knowledge of HTTP/2, or of TLS where the flood is one of TLS
    frames: that a connection sends at most
    """

    name: str
    port: int
    connections: int
    seconds: float
    frames: int


@dataclass
class Cut:
    """The end of one attack connection. frames: sent by then; cut: by the proxy, not by us"""

    frames: int
    seconds: float
    cut: bool


def attack(plan, results):
    """To the queue: the cuts. Yields to the innocents, with whom it shares a processor."""
    os.nice(19)
    deadline, cuts, lock = time.monotonic() + plan.seconds, [], threading.Lock()
    once = ATTACKS.get(plan.name, flood)

    def repeat():
        while time.monotonic() < deadline:
            try:
                cut = once(plan, deadline)
            except OSError:
                cut = None  # not let in: no connection to judge
            if cut:
                with lock:
                    cuts.append(cut)
            time.sleep(RETURN_PAUSE)

    threads = [threading.Thread(target=repeat) for _ in range(plan.connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    results.put(cuts)


def probe(plan):
    """One connection beside nothing else, slow enough to see after how many frames it is cut: how many, or None."""
    alone = Plan(plan.name, plan.port, 1, 30, PROBE_FRAMES)
    cut = flood(alone, time.monotonic() + alone.seconds, PROBE_PAUSE)
    return cut.frames if cut and cut.cut else None


def flood(plan, deadline, pause=PAUSE):
    """Sends a few pieces, looks whether it was cut, and so on. None: our time was up before it could be judged."""
    with socket.create_connection(("127.0.0.1", plan.port), timeout=5) as client:
        client.sendall(frames.PREFACE + frames.settings())
        client.setblocking(False)
        begun, sent, reading, pieces = time.monotonic(), 0, Reading(client), FLOODS[plan.name]()
        while sent < plan.frames and time.monotonic() < deadline:
            out = []
            for _ in range(PIECES):
                data, count = next(pieces)
                out.append(data)
                sent += count
            if not write(client, reading, b"".join(out), deadline) or reading.ended(pause):
                return Cut(sent, time.monotonic() - begun, True)
        ended = reading.ended(min(1.0, max(0.0, deadline - time.monotonic())))
        judged = ended or sent >= plan.frames or sent > plan.frames // 10 or plan.name == "zero-window"
        return Cut(sent, time.monotonic() - begun, ended) if judged else None


def write(client, reading, data, deadline):
    """False when the other end is gone. Reads meanwhile: who does not read lets the proxy wait for him."""
    view = memoryview(data)
    while view and time.monotonic() < deadline:
        try:
            view = view[client.send(view):]
        except BlockingIOError:
            select.select([client], [client], [], 0.05)
            if reading.ended(0):
                return False
        except OSError:
            return False
    return True


class Reading:
    """What the proxy says: the end of the connection, or a GOAWAY that names an error."""

    def __init__(self, client):
        self.client, self.buffer = client, b""

    def ended(self, seconds):
        ready, _, _ = select.select([self.client], [], [], seconds)
        while ready:
            try:
                data = self.client.recv(65536)
            except BlockingIOError:
                return False
            except OSError:
                return True
            if not data:
                return True
            found, self.buffer = frames.read_frames(self.buffer + data)
            if any(kind == frames.GOAWAY and payload[4:8] != b"\0\0\0\0" for kind, _, _, payload in found):
                return True
        return False


def handshakes(plan, deadline):
    """A full handshake and nothing more: as many as there is time for."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    begun, count = time.monotonic(), 0
    while count < plan.frames and time.monotonic() < deadline:
        with socket.create_connection(("127.0.0.1", plan.port), timeout=5) as plain:
            with context.wrap_socket(plain, server_hostname="localhost"):
                count += 1
    return Cut(count, time.monotonic() - begun, False)


def silent_hello(plan, deadline):
    """The first ten bytes of a ClientHello, and silence."""
    with socket.create_connection(("127.0.0.1", plan.port), timeout=5) as client:
        client.sendall(bytes.fromhex("16030102000100 01fc0303".replace(" ", "")))
        begun = time.monotonic()
        ready, _, _ = select.select([client], [], [], max(0.0, deadline - begun))
        return Cut(1, time.monotonic() - begun, bool(ready))


ATTACKS = {"tls-handshakes": handshakes, "tls-silent": silent_hello}


def median_frames(cuts):
    return statistics.median(cut.frames for cut in cuts) if cuts else 0
