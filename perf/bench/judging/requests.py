"""Sends requests as they are and judges what reaches the endpoint."""
import re
import socket
import time
from collections import Counter

from . import framing

SETTLE = 0.25
PATIENCE = 1.5
GOOD = ("refused", "forwarded", "repaired", "waiting", "answered")


def exchange(port, data):
    """What the proxy says, and whether it closed: ends when nothing came for a moment."""
    said, closed = b"", False
    with socket.create_connection(("127.0.0.1", port), timeout=5) as client:
        try:
            client.sendall(data)
        except OSError:
            pass  # refused before all was sent
        deadline = time.monotonic() + PATIENCE
        client.settimeout(SETTLE)
        while time.monotonic() < deadline:
            try:
                more = client.recv(65536)
            except socket.timeout:
                if said:
                    break
                continue
            except OSError:
                closed = True
                break
            if not more:
                closed = True
                break
            said += more
    return said, closed


def judge(port, endpoint, data):
    """One of: refused, forwarded, repaired, waiting, answered; or smuggled, reframed, unsafe, with the reason."""
    endpoint.take()
    said, closed = exchange(port, data)
    time.sleep(0.02)
    messages, seen = [], b""
    for received in endpoint.take().values():
        got, end = framing.read_all(received)
        if isinstance(end, framing.Unclear):
            return "unsafe", f"the endpoint received what is unclear: {end}"
        messages, seen = messages + got, seen + received
    statuses = [int(code) for code in re.findall(rb"HTTP/1\.[01] (\d{3})", said)]
    final = [status for status in statuses if status >= 200]
    if not messages:
        if final:
            return ("refused" if final[-1] >= 400 else "answered"), ""
        return ("refused", "closed") if closed else ("waiting", "")
    sent, end = framing.read_all(data.lstrip(b"\r\n"))
    if len(messages) > len(sent):
        if isinstance(end, framing.Incomplete) or isinstance(end, framing.Unclear) and end.framing:
            return ("smuggled" if len(messages) > len(sent) + 1 else "reframed"), f"{len(messages)} messages, but {end or 'it is not whole'}"
        return ("repaired", str(end)) if len(messages) == len(sent) + 1 else ("smuggled", f"{len(messages)} of {len(sent)}")
    for ours, theirs in zip(sent, messages):
        if not framing.same(ours, theirs):
            return "reframed", f"{ours.method} {ours.target} became {theirs.method} {theirs.target}"
    return "forwarded", ""


def run(name, cases, ports, endpoint):
    """Prints a line for each proxy, and below it what is wrong; true when Sluice has nothing wrong."""
    good = True
    for proxy, port in ports.items():
        counts, wrong = Counter(), []
        for case, data in cases:
            verdict, why = judge(port, endpoint, data)
            counts[verdict] += 1
            if verdict not in GOOD:
                wrong.append(f"    {verdict:9} {case}: {why}")
        bad = sum(count for verdict, count in counts.items() if verdict not in GOOD)
        said = ", ".join(f"{verdict} {counts[verdict]}" for verdict in (*GOOD, "unsafe", "reframed", "smuggled"))
        print(f"{name:12} {proxy:8} {len(cases)} requests, {bad} wrong: {said}", flush=True)
        print(*wrong, sep="\n", end="\n" if wrong else "")
        good = good and (proxy != "sluice" or bad == 0)
    return good
