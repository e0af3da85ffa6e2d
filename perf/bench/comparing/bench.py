"""The processes of one comparison, and where they run."""
import contextlib
import glob
import os
import pathlib
import shutil
import socket
import subprocess
from dataclasses import dataclass, field

HERE = pathlib.Path(__file__).resolve().parent
BENCH = HERE.parent
SMALL = "x" * 128
FILES = {"10k": 10 * 1024, "100k": 100 * 1024, "1m": 1024 * 1024}
HOST, RSA_HOST, PASSED_HOST = "bench.localhost", "rsa.localhost", "pass.localhost"
TICKS = os.sysconf("SC_CLK_TCK")


class Refusal(Exception):
    """Something is missing or answers wrongly; the text says what to do."""


@dataclass(frozen=True)
class Proxy:
    """ports: by kind (http, https, pass); what it does not serve is missing"""

    name: str
    pid: int
    ports: dict = field(default_factory=dict)


class Bench:
    """Ended with the comparison."""

    def __init__(self, folder):
        self.folder = folder
        self.started = []
        cpus = sorted(os.sched_getaffinity(0))
        if len(cpus) < 2:
            raise Refusal("needs two processors: one for the proxy, one for the load")
        self.proxy_cpu, self.load_cpu, self.backend_cpu = cpus[0], cpus[1], cpus[min(2, len(cpus) - 1)]

    def start(self, name, cpu, command, **environment):
        log = open(self.folder / f"{name}.log", "wb")
        process = subprocess.Popen(
            ["taskset", "-c", str(cpu), *command],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, env={**os.environ, **environment})
        self.started.append(process)
        return process

    def stop(self):
        for process in self.started:
            process.terminate()
        for process in self.started:
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()

    def config(self, template, name=None, **values):
        """The template with its values put in, as a file of that name."""
        text = (BENCH / "peers" / template).read_text()
        values |= {"DIR": self.folder, "USER": "root" if os.geteuid() == 0 else "nobody", "SMALL": SMALL}
        for key, value in values.items():
            text = text.replace(f"@{key}@", str(value))
        path = self.folder / (name or template)
        path.write_text(text)
        return str(path)


def free_ports(count):
    """Different ones: all are held until the last is known."""
    with contextlib.ExitStack() as probes:
        sockets = [probes.enter_context(socket.socket()) for _ in range(count)]
        for probe in sockets:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in sockets]


def on_path(program):
    return shutil.which(program) or shutil.which(program, path="/usr/sbin:/sbin")


def installed(program, root):
    """The command that starts it: from the path, or from a directory with another Debian and the libraries there."""
    if not root:
        found = on_path(program)
        if not found:
            raise Refusal(f"{program} is not installed: apt-get install nginx-light libnginx-mod-stream haproxy wrk")
        return [found]
    loaders = glob.glob(f"{root}/usr/lib*/ld-linux-*.so.*") + glob.glob(f"{root}/usr/lib/*/ld-linux-*.so.*")
    binary = pathlib.Path(root, "usr/sbin", program)
    if not loaders or not binary.exists():
        raise Refusal(f"{root} has no {binary} or no loader: make it as compare --help says")
    return [loaders[0], "--library-path", ":".join(glob.glob(f"{root}/usr/lib/*-linux-gnu")), str(binary)]


def version(command, flag):
    said = subprocess.run([*command, flag], capture_output=True, text=True, check=True)
    return (said.stdout + said.stderr).splitlines()[0]


def cpu_seconds(pid):
    """Of the process and all its descendants, those that have ended included."""
    parents, ticks = {}, {}
    for stat in glob.glob("/proc/[0-9]*/stat"):
        try:
            fields = pathlib.Path(stat).read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue  # ended between the listing and the reading
        child = int(stat.split("/")[2])
        parents[child], ticks[child] = int(fields[1]), sum(map(int, fields[11:15]))
    if pid not in ticks:
        raise Refusal(f"process {pid} has ended")
    family, size = {pid}, 0
    while len(family) > size:
        size = len(family)
        family |= {child for child, parent in parents.items() if parent in family}
    return sum(ticks[member] for member in family) / TICKS
