# Sets JAVA_HOME to a JDK 25 or newer; sourced by ./sluice and ./mvnw.
# Looks at JAVA_HOME, then PATH, then the usual places; says how to get one when there is none.

jdk_feature() { # prints the feature version of the JDK in $1, or 0
  if [ -r "$1/release" ] && [ -x "$1/bin/javac" ]; then
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
  else
    echo 0
  fi
}

find_jdk() {
  set +f
  for jdk in "${JAVA_HOME:-}" "$(dirname "$(dirname "$(readlink -f "$(command -v javac || echo /none/bin/javac)")")")" \
    /usr/lib/jvm/*25* /usr/lib/jvm/* /opt/*jdk* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/*; do
    feature=$(jdk_feature "$jdk")
    if [ "${feature:-0}" -ge 25 ]; then
      JAVA_HOME=$jdk
      export JAVA_HOME
      return 0
    fi
  done
  echo "sluice: needs a JDK 25 or newer and found none (looked at JAVA_HOME, PATH, /usr/lib/jvm, /opt)." >&2
  echo "        Install one (for example Temurin 25: https://adoptium.net) or set JAVA_HOME to it." >&2
  return 1
}

find_jdk || exit 1
