"""Measures in rounds, and says what came of it."""
import statistics
import subprocess
import time
from dataclasses import dataclass

from .bench import cpu_seconds
from .workloads import WORKLOADS, answered, command

PEERS = ("nginx", "haproxy")


@dataclass(frozen=True)
class Sample:
    """cpu: microseconds per request; busy: share of the proxy's core"""

    cpu: float
    rate: float
    busy: float


def sample(bench, proxy, workload, seconds):
    before, begun = cpu_seconds(proxy.pid), time.monotonic()
    said = subprocess.run(
        ["taskset", "-c", str(bench.load_cpu), *command(bench, proxy, workload, seconds)], capture_output=True, text=True)
    elapsed, used = time.monotonic() - begun, cpu_seconds(proxy.pid) - before
    count = answered(workload, said, proxy)
    return Sample(used * 1e6 / count, count / elapsed, used / elapsed)


def measure(bench, proxies, name, options):
    """Samples by proxy, one per round; the order turns with the rounds."""
    workload = WORKLOADS[name]
    able = [proxy for proxy in proxies if workload.kind in proxy.ports]
    samples = {proxy.name: [] for proxy in able}
    for proxy in able:
        sample(bench, proxy, workload, options.warm)
    for turn in range(options.rounds):
        shift = turn % max(1, len(able))
        for proxy in able[shift:] + able[:shift]:
            samples[proxy.name].append(sample(bench, proxy, workload, options.seconds))
    return samples


def rows(name, samples):
    """Markdown; ratios are taken within each round: to nginx, and to the better of nginx and HAProxy."""
    peers = [samples[peer] for peer in PEERS if peer in samples]
    for proxy, own in samples.items():
        to_best = [a.cpu / min(b.cpu for b in others) for a, *others in zip(own, *peers)] if peers else []
        to_nginx = [a.cpu / b.cpu for a, b in zip(own, samples.get("nginx", []))]
        label = f"**{proxy}**" if proxy.startswith("sluice") else proxy
        yield (f"| {name} | {label} | {median(own, 'cpu'):.2f} | {ratio(to_nginx)} | {spread(to_nginx)} | {ratio(to_best)} | "
               f"{median(own, 'rate'):.0f} | {median(own, 'busy') * 100:.0f} % |")


HEADER = ("| workload | proxy | CPU us/request | × nginx | min..max | × best peer | requests/s | core |\n"
          "|---|---|---|---|---|---|---|---|")


def ratio(values):
    return f"{statistics.median(values):.2f}" if values else "-"


def spread(values):
    return f"{min(values):.2f}..{max(values):.2f}" if values else "-"


def median(samples, what):
    return statistics.median(getattr(one, what) for one in samples)
