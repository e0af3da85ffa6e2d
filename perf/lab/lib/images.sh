# Images without a registry: built on this machine and put on every node. Sourced by `lab`.
# Names start with 127.0.0.1:1/, an address that refuses at once: the engine's attempt to pull then costs nothing.
# shellcheck shell=bash

APP_IMAGE=127.0.0.1:1/app:dev

images_load() {
  (($# > 0)) || fail "say which files to load"
  local n file
  for file in "$@"; do
    [[ -r ${file#*=} ]] || fail "cannot read ${file#*=}"
  done
  for n in $(nodes); do
    for file in "$@"; do
      case $file in
        *=*) node_docker "$n" import "${file#*=}" "${file%%=*}" >/dev/null ;;
        *) node_docker "$n" load -q -i "$file" >/dev/null ;;
      esac
    done
  done
}

images_app() {
  local root n
  command -v gcc >/dev/null || fail "gcc is not installed (Debian: apt-get install gcc libc6-dev)"
  root=$(mktemp -d)
  mkdir "$root/tmp"
  gcc -O2 -Wall -Wextra -Werror -static -o "$root/app" "$LAB_HOME/app/app.c" || { rm -rf "$root"; return 1; }
  for n in $(nodes); do
    tar -C "$root" --owner=0 --group=0 -c . |
      node_docker "$n" import -c 'ENTRYPOINT ["/app"]' -c 'EXPOSE 8080' -c 'USER 65532:65532' - "$APP_IMAGE" >/dev/null
  done
  rm -rf "$root"
}
