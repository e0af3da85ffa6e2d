# Names, checks, the lock and the bridge of the lab. Sourced by `lab`.
# shellcheck shell=bash

BRIDGE=brlab
LOCK=/var/tmp/lab.lock # one lab per machine: names of bridge and links, and the subnet, are fixed

fail() {
  echo "lab: $*" >&2
  exit 1
}

address() { echo "10.77.0.$1"; }
link_name() { echo "vlab$1"; }
node_dir() { echo "$LAB/n$1"; }
node_socket() { echo "$LAB/n$1/run/docker.sock"; }

# Numbers of the nodes that this lab has, in order.
nodes() {
  local dir
  for dir in "$LAB"/n[0-9]*; do
    if [[ -d $dir ]]; then echo "${dir##*/n}"; fi
  done | sort -n
}

require_root() { [[ $(id -u) == 0 ]] || fail "needs root: it makes network namespaces and starts Docker engines"; }

require_count() { [[ $1 =~ ^[1-9][0-9]?$ ]] || fail "not a number of nodes (1 to 99): '$1'"; }

require_node() {
  [[ ${1:-} =~ ^[0-9]+$ ]] || fail "say which node, by number (nodes now: $(nodes | xargs))"
  [[ -d $(node_dir "$1") ]] || fail "there is no node $1 in $LAB (nodes now: $(nodes | xargs))"
}

require_machine() {
  require_root
  local tool missing=()
  for tool in dockerd docker containerd ip iptables nsenter unshare flock; do
    command -v "$tool" >/dev/null || missing+=("$tool")
  done
  ((${#missing[@]} == 0)) ||
    fail "not installed: ${missing[*]} (Debian: apt-get install docker.io iptables iproute2 util-linux)"
}

# Some kernels have only the legacy tables; engines and rules must then use the legacy command.
iptables_command() {
  if iptables -t nat -L -n >/dev/null 2>&1 && ! iptables --version | grep -q nf_tables; then
    command -v iptables
  elif command -v iptables-legacy >/dev/null && iptables-legacy -t nat -L -n >/dev/null 2>&1; then
    command -v iptables-legacy
  else
    command -v iptables
  fi
}

wait_for() { # SECONDS COMMAND...
  local deadline=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    ((SECONDS < deadline)) || return 1
    sleep 0.1
  done
}

# The lock lives as long as a keeper process holds the file open: from `up` to `down`, over many commands.
take_lock() {
  exec 9>>"$LOCK"
  flock -w "${SLUICE_LAB_WAIT:-600}" 9 ||
    fail "another lab is up on this machine (holds $LOCK: $(lock_holders)); end it, or set SLUICE_LAB_WAIT"
  ip link show "$BRIDGE" >/dev/null 2>&1 && fail "$BRIDGE exists though no lab holds $LOCK; remove it: ip link del $BRIDGE"
  mkdir -p "$LAB"
  setsid sleep infinity </dev/null >/dev/null 2>&1 &
  echo $! >"$LAB/keeper"
  exec 9>&-
}

lock_holders() { fuser "$LOCK" 2>/dev/null | xargs || echo "unknown"; }

release_lock() {
  [[ -f $LAB/keeper ]] || return 0
  kill "$(cat "$LAB/keeper")" 2>/dev/null || true
}

bridge_up() {
  ip link add "$BRIDGE" type bridge
  ip addr add "$(address 254)/24" dev "$BRIDGE"
  ip link set "$BRIDGE" up
  # where bridged frames pass the machine's own firewall, a Docker there would drop them
  if [[ $(cat /proc/sys/net/bridge/bridge-nf-call-iptables 2>/dev/null) == 1 ]]; then
    "$(iptables_command)" -I FORWARD -i "$BRIDGE" -o "$BRIDGE" -j ACCEPT
  fi
}

bridge_down() {
  "$(iptables_command)" -D FORWARD -i "$BRIDGE" -o "$BRIDGE" -j ACCEPT 2>/dev/null || true
  ip link del "$BRIDGE" 2>/dev/null || true
}
