# What the scripts here share; sourced. Finds the JDK, builds the module, and gives the class path and the JVM flags.
set -euo pipefail

ROOT=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)
. "$ROOT/.mvn/find-jdk.sh"
OUT=$ROOT/perf/target/bench

# The flags that every JVM of Sluice is given, from the one place where they stand.
jvm_args() { sed -n 's:.*<sluice.jvm.args>\(.*\)</sluice.jvm.args>.*:\1:p' "$ROOT/pom.xml"; }

# Builds when a source is newer than the class path file, which is written last.
build() {
  mkdir -p "$OUT"
  if [[ -f $OUT/classpath && -z $(find "$ROOT/pom.xml" "$ROOT"/{tuning,dataplane,controlplane,perf}/{pom.xml,src} \
    -path '*/src/test' -prune -o -type f -newer "$OUT/classpath" -print -quit) ]]; then
    return
  fi
  echo "building (log: ${OUT#"$ROOT"/}/build.log)"
  if ! (cd "$ROOT" && ./mvnw -q -B -pl perf -am package -DskipTests -Dspotless.check.skip dependency:build-classpath \
    -Dmdep.includeScope=runtime "-Dmdep.outputFile=$OUT/classpath.next") >"$OUT/build.log" 2>&1 </dev/null; then
    tail -n 30 "$OUT/build.log" >&2
    echo "the build failed; all of it: $OUT/build.log" >&2
    return 1
  fi
  mv "$OUT/classpath.next" "$OUT/classpath"
}

# java_run MAIN ARGUMENTS...: replaces this shell.
java_run() {
  local flags
  read -ra flags <<<"$(jvm_args)"
  exec "$JAVA_HOME/bin/java" "${flags[@]}" "-Dsluice.bench.out=$OUT" \
    "-Dsluice.jvm.options=$ROOT/controlplane/src/main/dist/jvm.options" -cp "$ROOT/perf/target/classes:$(<"$OUT/classpath")" "$@"
}
