"""h1spec, which is one TypeScript file for Deno."""
import re
import shutil
import subprocess

URL = "https://github.com/uNetworking/h1spec"


def run(folder, ports):
    """Prints the score of each proxy; true when none is better than Sluice."""
    command = ["deno"] if shutil.which("deno") else ["npx", "--yes", "deno"] if shutil.which("npx") else None
    if not command:
        print("h1spec: skipped, neither deno nor npx is installed (apt-get install npm)")
        return True
    passed = {}
    for proxy, port in ports.items():
        try:
            said = subprocess.run(
                [*command, "run", "--allow-net", "--no-check", str(folder / "http_test.ts"), "127.0.0.1", str(port)],
                capture_output=True, text=True, timeout=300)
        except subprocess.TimeoutExpired:
            print(f"h1spec       {proxy:8} did not end")
            continue
        score = re.search(r"(\d+) out of (\d+) tests passed", said.stdout)
        if not score:
            print(f"h1spec: skipped, Deno did not run it: {(said.stderr or said.stdout).strip()[-300:]}")
            return True
        passed[proxy] = int(score[1])
        print(f"h1spec       {proxy:8} {score[1]} of {score[2]}", flush=True)
        for line in said.stdout.splitlines():
            if line.startswith("\u274c"):
                print(f"    {line[1:].strip()}")
    return passed.get("sluice", 0) >= max(passed.values(), default=0)
