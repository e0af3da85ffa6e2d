"""What is asked of each proxy, and by which generator."""
import re
import subprocess
from dataclasses import dataclass, field

from .bench import BENCH, FILES, HERE, HOST, PASSED_HOST, RSA_HOST, SMALL, Refusal

BROWSER = [
    "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
    "Accept-Encoding: gzip, deflate, br, zstd",
    "Accept-Language: en-GB,en;q=0.9,de;q=0.8",
    "Cache-Control: max-age=0",
    "Cookie: session=" + "0123456789abcdef" * 8 + "; theme=dark",
    "Referer: http://bench.localhost/articles?page=6",
    "Sec-Fetch-Dest: document",
    "Upgrade-Insecure-Requests: 1",
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0",
]


@dataclass(frozen=True)
class Workload:
    """body: bytes that each response must have
    kind: of the port that is asked
    client: wrk, h2load, or load, which is ours; a path "-" is a handshake and nothing more
    """

    path: str
    body: int
    kind: str = "http"
    client: str = "wrk"
    host: str = HOST
    connections: int = 64
    headers: list = field(default_factory=list)
    script: str = ""


def tls(path, body, **more):
    return Workload(path, body, **{"kind": "https", "client": "load", **more})


WORKLOADS = {
    "get": Workload("/small", len(SMALL)),
    "getheavy": Workload("/small", len(SMALL), headers=BROWSER),
    "post1k": Workload("/small", len(SMALL), script="post1k.lua"),
    "r10k": Workload("/10k", FILES["10k"]),
    "r100k": Workload("/100k", FILES["100k"], connections=32),
    "connect": Workload("/small", len(SMALL), connections=32, headers=["Connection: close"]),
    "tlsget": tls("/small", len(SMALL)),
    "tls100k": tls("/100k", FILES["100k"], connections=32),
    "hsec": tls("-", 0, connections=32),
    "hsrsa": tls("-", 0, connections=32, host=RSA_HOST),
    "h2": tls("/small", len(SMALL), client="h2load", connections=8),
    "passget": tls("/small", len(SMALL), kind="pass", host=PASSED_HOST),
    "pass100k": tls("/100k", FILES["100k"], kind="pass", host=PASSED_HOST, connections=32),
    "pass1m": tls("/1m", FILES["1m"], kind="pass", host=PASSED_HOST, connections=16),
    "passconnect": tls("-", 0, kind="pass", host=PASSED_HOST, connections=32),
}
TLS = [name for name, workload in WORKLOADS.items() if workload.kind != "http"]
STREAMS = 32


def command(bench, proxy, workload, seconds):
    port = proxy.ports[workload.kind]
    if workload.client == "load":
        return [str(bench.folder / "load"), str(port), workload.host, workload.path, str(workload.body),
                str(workload.connections), str(seconds)]
    if workload.client == "h2load":
        return ["h2load", "-t1", f"-c{workload.connections}", f"-m{STREAMS}", "-D", str(seconds),
                f"--connect-to=127.0.0.1:{port}", f"https://{workload.host}{workload.path}"]
    parts = ["wrk", "-t1", f"-c{workload.connections}", f"-d{seconds}s"]
    for line in [f"Host: {workload.host}", *workload.headers]:
        parts += ["-H", line]
    if workload.script:
        parts += ["-s", str(BENCH / "peers" / workload.script)]
    return [*parts, f"http://127.0.0.1:{port}{workload.path}"]


def answered(workload, said, proxy):
    """How many, from what the generator says; nothing may be lost."""
    count = {"wrk": of_wrk, "h2load": of_h2load, "load": of_load}[workload.client](said.stdout)
    if said.returncode or count == 0:
        raise Refusal(f"{proxy.name} lost requests, or {workload.client} failed:\n{said.stdout[-1500:]}{said.stderr[-500:]}")
    return count


def of_wrk(text):
    requests = re.search(r"(\d+) requests in", text)
    bad = re.search(r"Non-2xx", text) or re.search(r"Socket errors: .*[1-9]", text)
    return int(requests[1]) if requests and not bad else 0


def of_h2load(text):
    totals = re.search(r"(\d+) succeeded, (\d+) failed, (\d+) errored", text)
    codes = re.search(r"status codes: (\d+) 2xx, (\d+) 3xx, (\d+) 4xx, (\d+) 5xx", text)
    good = totals and codes and "Application protocol: h2" in text and not any(map(int, totals.groups()[1:] + codes.groups()[1:]))
    return int(totals[1]) if good else 0


def of_load(text):
    words = text.split()
    return int(words[0]) if len(words) == 3 and words[1] == "0" else 0


def compile_load(bench):
    said = subprocess.run(
        ["gcc", "-O2", "-o", str(bench.folder / "load"), str(HERE / "load.c"), "-lssl", "-lcrypto"],
        capture_output=True, text=True)
    if said.returncode:
        raise Refusal(f"apt-get install gcc libc6-dev libssl-dev; gcc said: {said.stderr[-500:]}")
