"""The Autobahn WebSocket testsuite, in the form that runs on Jython: its own echo server is the endpoint, its fuzzing client
speaks to it directly and through each proxy."""
import json
import socket
import subprocess
import time

from . import wrapping
from .artifacts import fetch, java
from .proxies import Proxies, free_port

ARTIFACTS = (
    "me.normanmaurer.maven.autobahntestsuite:autobahntestsuite-maven-plugin:0.1.5",
    "org.python:jython-standalone:2.7.2",
)
CASES = ["*"]
# 9 measures speed, 12 and 13 need a compression that the echo server does not speak
EXCLUDED = ["9.*", "12.*", "13.*"]
GOOD = ("OK", "INFORMATIONAL", "NON-STRICT")
SECONDS = 900
# The echo server compares the port in Host with its own; behind a proxy that is another's, and rightly so.
ANY_PORT = """
from autobahn.websocket import WebSocketServerFactory as Factory
class AnyPort(object):
    def __eq__(self, other):
        return True
    def __ne__(self, other):
        return False
given = Factory.setSessionParameters
def set_parameters(self, *arguments, **named):
    given(self, *arguments, **named)
    self.externalPort = AnyPort()
Factory.setSessionParameters = set_parameters
"""


def run(folder, scratch, secure=False):
    """Prints the score of each; true when no case is worse through Sluice than direct. Secure: the proxies are asked by TLS."""
    name = "autobahn-tls" if secure else "autobahn"
    jars = fetch(folder / "autobahn", ARTIFACTS)
    if not jars:
        print("autobahn: skipped, its jars cannot be had from Maven Central:", *ARTIFACTS)
        return True
    work = scratch / name
    work.mkdir()
    port = free_port()
    with open(work / "server.log", "wb") as log:
        server = subprocess.Popen(
            jython(jars, f"{ANY_PORT}\nwstest.start({{'mode': 'testeeserver', 'wsuri': 'ws://127.0.0.1:{port}', 'debug': False}}, None)"),
            stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        if not listening(port, server):
            print("autobahn: skipped, its echo server does not start:", (work / "server.log").read_text()[-300:])
            return True
        with Proxies(work, port) as proxies:
            with wrapping.by_tls(proxies.tls if secure else {}) as wrapped:
                return report(name, fuzz(jars, work, {"direct": port, **(wrapped if secure else proxies.ports)}))
    finally:
        server.terminate()
        server.wait()


def jython(jars, script):
    # nothing is compiled into the home directory
    return [java(), "-Xmx512m", "-Dpython.cachedir.skip=true", "-Dpython.import.site=false", "-cp", ":".join(jars),
            "org.python.util.jython", "-c", f"from autobahntestsuite import wstest\n{script}"]


def listening(port, process):
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return True
        except OSError:
            time.sleep(0.2)
    return False


def fuzz(jars, work, ports):
    """Case to behaviour, by agent."""
    spec = {
        "options": {"failByDrop": False},
        "outdir": str(work / "report"),
        "servers": [{"agent": agent, "url": f"ws://127.0.0.1:{port}", "options": {"version": 18}} for agent, port in ports.items()],
        "cases": CASES,
        "exclude-cases": EXCLUDED,
        "exclude-agent-cases": {},
    }
    (work / "spec.json").write_text(json.dumps(spec))
    script = f"import json; wstest.start({{'mode': 'fuzzingclient', 'debug': False}}, json.load(open('{work}/spec.json')))"
    with open(work / "client.log", "wb") as log:
        subprocess.run(jython(jars, script), stdin=subprocess.DEVNULL, stdout=log, stderr=log, timeout=SECONDS, check=False)
    index = work / "report/index.json"
    if not index.exists():
        print("autobahn: the fuzzing client gave no report:", (work / "client.log").read_text()[-500:])
        return {}
    return json.loads(index.read_text())


def report(name, agents):
    direct = agents.get("direct", {})
    good = bool(direct)
    for agent, cases in agents.items():
        passed = sum(verdict(case) in GOOD for case in cases.values())
        worse = [number for number, case in cases.items()
                 if number in direct and verdict(case) not in GOOD and verdict(direct[number]) in GOOD]
        print(f"{name:12} {agent:8} {passed} of {len(cases)} good, {len(worse)} worse than direct {' '.join(worse)}")
        good = good and (agent != "sluice" or not worse and len(cases) == len(direct))
    return good and "sluice" in agents


def verdict(case):
    return case["behavior"] if case["behaviorClose"] in GOOD else case["behaviorClose"]
