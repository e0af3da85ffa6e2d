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
    node_docker "$n" tag "$APP_IMAGE" "${APP_IMAGE%:*}:next"
  done
  rm -rf "$root"
}

# A peer to compare Sluice with, from this machine's program and libraries and the configuration in peers/.
images_peer() {
  local name=${1:-} program root n library
  [[ -r $LAB_HOME/peers/$name.conf ]] || fail "no such peer: $name"
  program=$(PATH=$PATH:/usr/sbin command -v "$name") || fail "$name is not installed"
  root=$(mktemp -d)
  mkdir -p "$root"/{tmp,etc,var/log/nginx,var/lib/nginx,usr/share/nginx}
  chmod 1777 "$root/tmp"
  cp -L "$program" "$root/$name"
  cp "$LAB_HOME/peers/$name.conf" "$root/etc/$name.conf"
  printf 'root:x:0:0:root:/:/bin/sh\nnobody:x:65534:65534::/:/bin/sh\n' >"$root/etc/passwd"
  printf 'root:x:0:\nnogroup:x:65534:\n' >"$root/etc/group"
  ldd "$program" | grep -oE '/[^ :]+\.so[^ :]*' | sort -u |
    while read -r library; do cp -L --parents "$library" "$root/"; done
  local arguments='"-c", "/etc/nginx.conf", "-e", "stderr"'
  [[ $name == nginx ]] || arguments='"-db", "-f", "/etc/haproxy.conf"'
  for n in $(nodes); do
    tar -C "$root" --owner=0 --group=0 -c . |
      node_docker "$n" import -c "ENTRYPOINT [\"/$name\", $arguments]" - "127.0.0.1:1/$name:dev" >/dev/null
  done
  rm -rf "$root"
}
