"""Sluice and its peers, each with the same behaviour: routing, statistics, time-outs, the X-Forwarded fields, TLS, HTTP/2."""
import http.client
import os
import pathlib
import re
import socket
import ssl
import subprocess
import sys
import time

from certificates import Authority
from .bench import BENCH, FILES, HOST, PASSED_HOST, RSA_HOST, Proxy, Refusal, free_ports, installed, on_path, version
from .workloads import WORKLOADS

PEERS = pathlib.Path(os.environ.get("PEERS_DIR", "/var/tmp/sluice-peers"))
PACKAGES = "nginx-light,libnginx-mod-stream,haproxy"


def peers_root():
    """Empty: the peers of this system. PEERS=trixie unpacks that Debian's once."""
    suite = os.environ.get("PEERS", "")
    if not suite:
        return os.environ.get("PEERS_ROOT", "")
    root = PEERS / suite
    if not (root / "usr/sbin/haproxy").exists():
        print(f"unpacking {PACKAGES} of {suite} to {root}", flush=True)
        root.mkdir(parents=True, exist_ok=True)
        try:
            subprocess.run(["debootstrap", "--variant=minbase", f"--include={PACKAGES}", suite, str(root)],
                           check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        except (OSError, subprocess.CalledProcessError) as e:
            raise Refusal(f"debootstrap {suite}: {e} (apt-get install debootstrap; needs root)") from e
    return str(root)


class Starter:
    """Starts each in front of one backend. What a proxy does not serve yet has no port, and a line says so."""

    def __init__(self, bench):
        self.bench, self.root = bench, peers_root()
        authority = Authority(bench.folder / "certificates")
        self.pem = {}
        for host, kind in ((HOST, "ec"), (RSA_HOST, "rsa"), (PASSED_HOST, "ec")):
            self.pem[host] = authority.leaf(host.split(".")[0], [host], kind)
        self.values = {"EC": self.pem[HOST][2], "RSA": self.pem[RSA_HOST][2], "PASSED": self.pem[PASSED_HOST][2]}
        self.values |= dict(zip(("BACKEND", "BACKEND_TLS"), free_ports(2)))

    def backend(self):
        files = self.bench.folder / "files"
        files.mkdir()
        for name, size in FILES.items():
            (files / name).write_bytes(b"x" * size)
        config = self.bench.config("backend.conf", **self.values)
        process = self.bench.start(
            "backend", self.bench.backend_cpu, [*installed("nginx", self.root), "-e", "stderr", "-c", config])
        self.await_answer("the backend", process, {"http": self.values["BACKEND"]})

    def sluice(self, name="sluice", flags=()):
        launcher = os.environ.get("SLUICE", str(BENCH.parent.parent / "sluice"))
        if not os.access(launcher, os.X_OK):
            raise Refusal(f"no launcher at {launcher}: set SLUICE to it")
        print(f"{name}:", version([launcher], "version"), *flags, flush=True)
        tls = "--https" in subprocess.run([launcher, "run", "--help"], capture_output=True, text=True).stdout
        port, secure, admin = free_ports(3)
        stack = self.bench.config("stack-tls.yml" if tls else "stack.yml", f"{name}.yml", **self.values, **{
            f"{host.split('.')[0].upper()}_{end}": path
            for host, paths in self.pem.items() for end, path in zip(("CRT", "KEY"), paths)})
        listen = ["--http", f"127.0.0.1:{port}", *(["--https", f"127.0.0.1:{secure}"] if tls else [])]
        process = self.bench.start(
            name, self.bench.proxy_cpu,
            [launcher, "run", "--compose", stack, *listen, "--admin", f"127.0.0.1:{admin}", "--loops", "1", *flags])
        return self.ready(name, process, {"http": port, **({"https": secure, "pass": secure} if tls else {})})

    def nginx(self):
        command = installed("nginx", self.root)
        print("nginx:", version(command, "-v"), flush=True)
        module = f"{self.root}/usr/lib/nginx/modules/ngx_stream_module.so"
        port, secure, passed = free_ports(3)
        stream = os.path.exists(module)
        config = self.bench.config(
            "nginx.conf", **self.values, PORT=port, TLS_PORT=secure, PASS_PORT=passed,
            STREAM=f"load_module {module};" if stream else "#", IF_STREAM="" if stream else "#")
        process = self.bench.start("nginx", self.bench.proxy_cpu, [*command, "-e", "stderr", "-c", config])
        return self.ready("nginx", process, {"http": port, "https": secure, **({"pass": passed} if stream else {})})

    def haproxy(self, name="haproxy", root=None):
        command = installed("haproxy", self.root if root is None else root)
        print(f"{name}:", version(command, "-v"), flush=True)
        port, secure, passed = free_ports(3)
        config = self.bench.config(
            "haproxy.cfg", f"{name}.cfg", **self.values, PORT=port, TLS_PORT=secure, PASS_PORT=passed)
        process = self.bench.start(name, self.bench.proxy_cpu, [*command, "-db", "-f", config])
        return self.ready(name, process, {"http": port, "https": secure, "pass": passed})

    def h2o(self):
        command = installed("h2o", "")
        print("h2o:", version(command, "-v"), flush=True)
        port, secure = free_ports(2)
        config = self.bench.config("h2o.yml", **self.values, PORT=port, TLS_PORT=secure)
        process = self.bench.start("h2o", self.bench.proxy_cpu, [*command, "-m", "worker", "-c", config])
        return self.ready("h2o", process, {"http": port, "https": secure})

    def older(self):
        """Peers beyond nginx and HAProxy that are good at HTTP/2: for comparison, never the measure."""
        found = []
        if self.root and on_path("haproxy"):
            found.append(self.haproxy("haproxy-" + re.search(r"(\d+\.\d+)\.", version(installed("haproxy", ""), "-v"))[1], ""))
        if on_path("h2o"):
            found.append(self.h2o())
        return found

    def ready(self, name, process, ports):
        self.await_answer(name, process, ports)
        good = dict(ports)
        for kind, host in (("https", HOST), ("pass", PASSED_HOST)):
            if kind in ports and not self.serves_tls(ports[kind], host):
                print(f"{name}: does not serve {host} by TLS: those workloads are skipped", file=sys.stderr, flush=True)
                del good[kind]
        return Proxy(name, process.pid, good)

    @staticmethod
    def serves_tls(port, host):
        deadline = time.monotonic() + 3
        while time.monotonic() < deadline:
            try:
                if fetch(port, WORKLOADS["tlsget"], host)[0] == 200:
                    return True
            except (OSError, http.client.HTTPException):
                time.sleep(0.2)
        return False

    @staticmethod
    def await_answer(what, process, ports, seconds=90):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and process.poll() is None:
            try:
                if fetch(ports["http"], WORKLOADS["get"])[0] == 200:
                    return
            except (OSError, http.client.HTTPException):
                pass  # not up yet: what else it may be shows at the deadline
            time.sleep(0.1)
        raise Refusal(f"{what} does not answer on port {ports['http']}; its log is shown above")


def fetch(port, workload, host=None):
    """Status and length of one answer, over TLS where the workload is."""
    host = host or workload.host
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        if workload.kind != "http":
            context = ssl.create_default_context()
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            connection.sock = context.wrap_socket(socket.create_connection(("127.0.0.1", port), timeout=5), server_hostname=host)
        fields = dict(line.split(": ", 1) for line in workload.headers)
        method, body = ("POST", b"x" * 1024) if workload.script else ("GET", None)
        connection.request(method, workload.path, body=body, headers={"Host": host, **fields})
        response = connection.getresponse()
        return response.status, len(response.read())
    finally:
        connection.close()


def check(proxy):
    """Each workload once, as it must be answered."""
    for name, workload in WORKLOADS.items():
        if workload.kind not in proxy.ports or workload.path == "-":
            continue
        answer = fetch(proxy.ports[workload.kind], workload)
        if answer != (200, workload.body):
            raise Refusal(f"{proxy.name} answers {name} with status and length {answer}, not (200, {workload.body})")
