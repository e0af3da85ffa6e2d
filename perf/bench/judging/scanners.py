"""sslscan and testssl.sh: what each finds wrong, beside what it finds wrong with nginx."""
import json
import shutil
import subprocess
from xml.etree import ElementTree

from .proxies import HOST

SECONDS = 600
BAD = ("LOW", "MEDIUM", "HIGH", "CRITICAL")


def sslscan(scratch, proxies):
    return compare("sslscan", "sslscan", scan_with_sslscan, scratch, proxies)


def testssl(scratch, proxies):
    return compare("testssl", "testssl", scan_with_testssl, scratch, proxies)


def compare(name, program, scan, scratch, proxies):
    """Prints a line for each and its findings; true when Sluice has none that nginx does not have."""
    if not shutil.which(program):
        print(f"{name}: skipped, it is not installed (apt-get install testssl.sh sslscan)")
        return True
    if "sluice" not in proxies.tls:
        print(f"{name}: Sluice skipped, it does not listen so")
    found = {}
    for proxy, port in proxies.tls.items():
        found[proxy] = scan(scratch / f"{name}-{proxy}", port, proxies.authority.certificate)
        if found[proxy] is None:
            print(f"{name:12} {proxy:8} gave no report", flush=True)
            continue
        print(f"{name:12} {proxy:8} {len(found[proxy])} findings", flush=True)
        print(*(f"    {finding}" for finding in found[proxy]), sep="\n", end="\n" if found[proxy] else "")
    own = found.get("sluice", [])
    return own is not None and not set(own) - set(found.get("nginx") or [])


def scan_with_sslscan(report, port, _):
    said = subprocess.run(
        ["sslscan", "--no-colour", f"--xml={report}", f"--sni-name={HOST}", f"127.0.0.1:{port}"],
        capture_output=True, text=True, timeout=SECONDS, stdin=subprocess.DEVNULL)
    if said.returncode or not report.exists():
        return None
    root = ElementTree.parse(report)
    findings = [f"{node.get('type')} {node.get('version')} is enabled" for node in root.iter("protocol")
                if node.get("enabled") == "1" and (node.get("type"), node.get("version")) not in (("tls", "1.2"), ("tls", "1.3"))]
    findings += [f"cipher {node.get('cipher')} of {node.get('sslversion')} is {node.get('strength')}" for node in root.iter("cipher")
                 if node.get("strength") not in ("strong", "acceptable")]
    findings += [f"heartbleed in {node.get('sslversion')}" for node in root.iter("heartbleed") if node.get("vulnerable") == "1"]
    findings += ["compression" for node in root.iter("compression") if node.get("supported") == "1"]
    findings += ["insecure renegotiation" for node in root.iter("renegotiation")
                 if node.get("supported") == "1" and node.get("secure") == "0"]
    if not list(root.iter("cipher")):
        return None  # it reached nothing
    return findings


def scan_with_testssl(report, port, authority):
    subprocess.run(
        ["testssl", "--quiet", "--color", "0", "--warnings", "batch", "--nodns", "min", "--jsonfile", str(report),
         "--add-ca", str(authority), "--ip", "127.0.0.1", f"{HOST}:{port}"],
        capture_output=True, timeout=SECONDS, stdin=subprocess.DEVNULL)
    if not report.exists():
        return None
    entries = json.loads(report.read_text())
    if len(entries) < 50:
        return None  # it gave up
    return [f"{entry['id']} {entry['severity']}: {entry['finding'][:120]}" for entry in entries if entry["severity"] in BAD]
