"""Sluice and its peers in front of one endpoint, for every host."""
import os
import pathlib
import shutil
import socket
import ssl
import subprocess
import time

from certificates import Authority

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
PEERS = (("nginx", ["-e", "stderr", "-c"]), ("haproxy", ["-db", "-f"]))
HOST, GRPC_HOST = "localhost", "grpc.localhost"


class Refusal(Exception):
    """Something is missing; the text says what to do."""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Proxies:
    """Started together and ended together.

    ports, tls, h2c: by name, for HTTP/1.1, for TLS (HTTP/2 by ALPN), for HTTP/2 with prior knowledge; those that are not
    installed, or do not serve so, are missing
    grpc: port of a server that speaks HTTP/2; the plain endpoint's when there is none
    peers: whether they run beside Sluice
    """

    def __init__(self, folder, endpoint, grpc=0, peers=True):
        self.folder, self.endpoint, self.grpc, self.peers = folder, endpoint, grpc or endpoint, peers
        self.processes, self.pids, self.ports, self.tls, self.h2c = [], {}, {}, {}, {}
        self.authority = Authority(folder / "certificates")
        self.leaf = self.authority.leaf("judge", [HOST, GRPC_HOST, "127.0.0.1"])

    def __enter__(self):
        try:
            self.sluice()
            for name, flags in PEERS if self.peers else ():
                self.peer(name, flags)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()

    def start(self, name, port, command):
        log = open(self.folder / f"{name}.log", "wb")
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        self.processes.append(process)
        deadline = time.monotonic() + 90
        while time.monotonic() < deadline and process.poll() is None:
            if self.answers(port):
                self.ports[name], self.pids[name] = port, process.pid
                return
            time.sleep(0.1)
        raise Refusal(f"{name} does not answer:\n{(self.folder / f'{name}.log').read_text()[-2000:]}")

    @staticmethod
    def answers(port):
        """Whether what it says is the endpoint's: not an error of the proxy."""
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=2) as probe:
                probe.sendall(b"GET / HTTP/1.1\r\nHost: judge.test\r\nConnection: close\r\n\r\n")
                said = probe.recv(4096)
                return said.startswith(b"HTTP/1.1 ") and said[9:12] not in (b"502", b"503", b"504")
        except OSError:
            return False

    def sluice(self):
        launcher = os.environ.get("SLUICE", str(ROOT / "sluice"))
        if not os.access(launcher, os.X_OK):
            raise Refusal(f"no launcher at {launcher}: set SLUICE to it")
        said = subprocess.run([launcher, "run", "--help"], capture_output=True, text=True).stdout
        secure = "--https" in said
        port, h2c, tls = free_port(), free_port(), free_port()
        stack = self.config("stack-tls.yml" if secure else "stack.yml", "stack.yml")
        self.start("sluice", port, [
            launcher, "run", "--compose", stack, "--http", f"127.0.0.1:{port}",
            *(["--http", f"127.0.0.1:{h2c}+h2c"] if "h2c" in said else []),
            *(["--https", f"127.0.0.1:{tls}"] if secure else []),
            "--admin", f"127.0.0.1:{free_port()}", "--loops", "1", "--drain", "1s"])
        self.add("sluice", tls, h2c)

    def peer(self, name, flags):
        program = shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin")
        if not program:
            print(f"{name}: skipped, it is not installed (apt-get install nginx-light haproxy)")
            return
        port, h2c, tls = free_port(), free_port(), free_port()
        file = self.config(f"{name}.conf", f"{name}.conf", PORT=port, H2C_PORT=h2c, TLS_PORT=tls)
        self.start(name, port, [program, *flags, file])
        self.add(name, tls, h2c)

    def add(self, name, tls, h2c):
        """Where it really serves."""
        if self.completes(tls):
            self.tls[name] = tls
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", h2c)) == 0:
                self.h2c[name] = h2c

    @staticmethod
    def completes(port):
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        deadline = time.monotonic() + 3
        while time.monotonic() < deadline:
            try:
                with socket.create_connection(("127.0.0.1", port), timeout=2) as plain:
                    context.wrap_socket(plain, server_hostname=HOST).close()
                    return True
            except OSError:
                time.sleep(0.2)  # certificates may come a moment later
        return False

    def config(self, template, name, **values):
        text = (HERE / template).read_text()
        values |= {"DIR": self.folder, "ENDPOINT": self.endpoint, "GRPC": self.grpc, "CRT": self.leaf[0], "KEY": self.leaf[1],
                   "PEM": self.leaf[2], "USER": "root" if os.geteuid() == 0 else "nobody"}
        for key, value in values.items():
            text = text.replace(f"@{key}@", str(value))
        file = self.folder / name
        file.write_text(text)
        return str(file)
