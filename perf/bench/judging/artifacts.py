"""Judges that come as Maven artifacts, and Java to run them."""
import os
import pathlib
import subprocess

from .proxies import ROOT


def maven(*arguments):
    """Whether it succeeded."""
    return subprocess.run(
        [str(ROOT / "mvnw"), "-q", "-B", *arguments], cwd=ROOT, capture_output=True, stdin=subprocess.DEVNULL).returncode == 0


def fetch(folder, artifacts):
    """The jars; empty when one cannot be had."""
    folder.mkdir(parents=True, exist_ok=True)
    for artifact in artifacts:
        if not (folder / ("-".join(artifact.split(":")[1:]) + ".jar")).exists() and not maven(
                "-N", "dependency:copy", f"-Dartifact={artifact}", f"-DoutputDirectory={folder}"):
            return []
    return sorted(str(jar) for jar in folder.glob("*.jar"))


def java():
    return str(pathlib.Path(os.environ["JAVA_HOME"], "bin/java")) if "JAVA_HOME" in os.environ else "java"
