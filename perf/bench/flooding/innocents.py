"""A process of ordinary clients: HTTP/1.1 on kept connections, at a steady rate each."""
import http.client
import threading
import time
from dataclasses import dataclass

CLIENTS = 8
PERIOD = 0.02


@dataclass
class Figures:
    """p99: milliseconds"""

    requests: int
    lost: int
    p99: float


def ask(port, seconds, results):
    """To the queue: the figures."""
    deadline, latencies, lost, lock = time.monotonic() + seconds, [], [0], threading.Lock()

    def repeat():
        connection = None
        while time.monotonic() < deadline:
            begun = time.monotonic()
            try:
                connection = connection or http.client.HTTPConnection("127.0.0.1", port, timeout=10)
                connection.request("GET", "/hello", headers={"Host": "localhost"})
                response = connection.getresponse()
                good = response.status == 200 and response.read() == b"hello\n"
            except (OSError, http.client.HTTPException):
                good = False
            with lock:
                latencies.append((time.monotonic() - begun) * 1000)
                lost[0] += not good
            if not good:
                connection = None
            time.sleep(max(0.0, PERIOD - (time.monotonic() - begun)))

    threads = [threading.Thread(target=repeat) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    latencies.sort()
    results.put(Figures(len(latencies), lost[0], latencies[int(len(latencies) * 0.99)] if latencies else 0.0))
