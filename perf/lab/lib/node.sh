# A node: a process that holds its namespaces, and the engine that runs inside them. Sourced by `lab`.
# shellcheck shell=bash

CGROUP=sluice-lab

# The process that holds the node's namespaces; a reaper, so that what loses its parent inside leaves no zombies.
node_init() { cat "$(node_dir "$1")/init" 2>/dev/null; }

node_alive() { kill -0 "$(node_init "$1")" 2>/dev/null; }

node_boot() {
  local n=$1 dir holder
  dir=$(node_dir "$n")
  mkdir -p "$dir/run" "$dir/data" "$dir/bin" /run/docker /run/containerd
  ln -sf "$(iptables_command)" "$dir/bin/iptables"
  # every engine keeps its namespaces and sockets at fixed paths, so each node gets these folders to itself
  setsid unshare --net --mount --uts --pid --fork --kill-child --mount-proc bash -c "
    hostname node$n
    mount --make-rprivate /
    mount -t tmpfs tmpfs /run/docker
    mount -t tmpfs tmpfs /run/containerd
    touch '$dir/booted'
    trap 'exit 0' TERM
    while :; do sleep 3600 & wait \$!; done" </dev/null >>"$dir/boot.log" 2>&1 &
  holder=$!
  wait_for 10 test -f "$dir/booted" || fail "node $n did not boot: $(tail -3 "$dir/boot.log")"
  rm "$dir/booted"
  tr -d ' ' <"/proc/$holder/task/$holder/children" >"$dir/init"
  node_connect "$n"
}

node_connect() {
  local n=$1 link init
  link=$(link_name "$n")
  init=$(node_init "$n")
  ip link add "$link" type veth peer name eth0 netns "$init"
  ip link set "$link" master "$BRIDGE" up
  nsenter -t "$init" -n sh -ec "
    ip addr add $(address "$n")/24 dev eth0
    ip link set eth0 up
    ip link set lo up
    ip route add default via $(address 254)"
}

engine_launch() {
  local n=$1 dir
  dir=$(node_dir "$n")
  setsid nsenter -t "$(node_init "$n")" -n -m -u -p env PATH="$dir/bin:$PATH" \
    dockerd --data-root "$dir/data" --pidfile /run/docker/engine.pid -H "unix://$(node_socket "$n")" \
    --bridge=none --exec-opt native.cgroupdriver=cgroupfs --cgroup-parent "/$CGROUP/n$n" \
    </dev/null >>"$dir/engine.log" 2>&1 &
  # nsenter forks to enter the process namespace, so this is the pid of the waiting parent
  echo $! >"$dir/engine"
}

engine_running() { kill -0 "$(cat "$(node_dir "$1")/engine" 2>/dev/null)" 2>/dev/null; }

engine_state() { if engine_running "$1"; then echo up; else echo down; fi; }

engine_wait() {
  local log
  log="$(node_dir "$1")/engine.log"
  wait_for 60 node_docker "$1" info || fail "node $1's engine did not answer; the end of $log: $(tail -5 "$log")"
}

# As a service manager would: SIGTERM, which also stops the node's containers.
engine_stop() {
  local parent child
  engine_running "$1" || return 0
  parent=$(cat "$(node_dir "$1")/engine")
  child=$(tr -d ' ' <"/proc/$parent/task/$parent/children")
  kill "${child:-$parent}"
  wait_for 60 engine_gone "$1" || fail "node $1's engine does not end; see $(node_dir "$1")/engine.log"
}

engine_gone() { ! engine_running "$1"; }

node_start() {
  node_alive "$1" || node_boot "$1"
  engine_running "$1" && return 0
  engine_launch "$1"
  engine_wait "$1"
}

# The kernel ends every process of a namespace whose first process dies, and its links and mounts with them.
node_kill() {
  local init
  init=$(node_init "$1")
  [[ -z $init ]] || kill -9 "$init" 2>/dev/null || true
  wait_for 10 engine_gone "$1" || true
  ip link del "$(link_name "$1")" 2>/dev/null || true
  rm -f "$(node_dir "$1")/init"
}

node_end() {
  node_kill "$1"
  rm -rf "$(node_dir "$1")"
}

node_docker() {
  local n=$1
  shift
  docker -H "unix://$(node_socket "$n")" "$@"
}

node_run() {
  local n=$1
  shift
  exec nsenter -t "$(node_init "$n")" -n -u "$@"
}

link_state() { cat "/sys/class/net/$(link_name "$1")/operstate" 2>/dev/null || echo none; }

remove_cgroups() {
  local root
  for root in /sys/fs/cgroup "/sys/fs/cgroup/"*; do
    if [[ -d $root/$CGROUP ]]; then find "$root/$CGROUP" -depth -type d -exec rmdir {} + 2>/dev/null || true; fi
  done
}
