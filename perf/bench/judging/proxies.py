"""Sluice and its peers in front of one endpoint, for every host."""
import os
import pathlib
import shutil
import socket
import subprocess
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]


class Refusal(Exception):
    """Something is missing; the text says what to do."""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Proxies:
    """Started together and ended together.

    ports: by name; those that are not installed are missing
    """

    def __init__(self, folder, endpoint):
        self.folder, self.endpoint = folder, endpoint
        self.processes, self.ports = [], {}

    def __enter__(self):
        try:
            self.sluice()
            for name, flags in (("nginx", ["-e", "stderr", "-c"]), ("haproxy", ["-db", "-f"])):
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
                self.ports[name] = port
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
        stack = self.folder / "stack.yml"
        stack.write_text(
            "services:\n  judge:\n    networks: [front]\n    deploy:\n      labels:\n"
            "        com.docker.lb.default_backend: 'true'\n        com.docker.lb.port: 80\n"
            f"    x-sluice:\n      tasks: ['127.0.0.1:{self.endpoint}']\nnetworks:\n  front: {{}}\n")
        port = free_port()
        self.start("sluice", port, [
            launcher, "run", "--compose", str(stack), "--http", f"127.0.0.1:{port}",
            "--admin", f"127.0.0.1:{free_port()}", "--loops", "1", "--drain", "1s"])

    def peer(self, name, flags):
        program = shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin")
        if not program:
            print(f"{name}: skipped, it is not installed (apt-get install nginx-light haproxy)")
            return
        port = free_port()
        file = self.folder / f"{name}.conf"
        text = (HERE / f"{name}.conf").read_text()
        for key, value in (("DIR", self.folder), ("PORT", port), ("ENDPOINT", self.endpoint),
                           ("USER", "root" if os.geteuid() == 0 else "nobody")):
            text = text.replace(f"@{key}@", str(value))
        file.write_text(text)
        self.start(name, port, [program, *flags, str(file)])
