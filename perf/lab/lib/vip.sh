# Virtual addresses of services on a kernel without IPVS. Sourced by `lab`.
#
# Swarm gives a service its virtual address whatever the kernel; only IPVS makes the address answer. Without it, rules in
# the network namespace of each calling container spread new connections over the tasks, one after the other, as
# IPVS's round robin does. The rules are a picture of the tasks at this moment: run it again after scaling.
# shellcheck shell=bash

VIP_CHAIN=LAB-VIP

vip_route() {
  local caller=$1 service=$2
  [[ -n $caller && -n $service ]] || fail "say whose containers call, and which service: vip CALLER SERVICE"
  if vip_ipvs; then
    echo "lab: this kernel has IPVS; virtual addresses work as they are"
    return
  fi
  local rules node container
  rules=$(vip_rules "$service")
  [[ -n $rules ]] || fail "$service has no virtual address with a running task"
  while read -r node container; do
    vip_install "$node" "$container" "$service" "$rules"
  done < <(vip_containers "$caller")
}

vip_ipvs() { [[ -e /proc/net/ip_vs ]] || modprobe -q ip_vs 2>/dev/null; }

# Lines "VIP TASK-ADDRESS" of the service, on each network where it has a virtual address.
vip_targets() {
  local service=$1 tasks
  tasks=$(node_docker 1 service ps -q --no-trunc --filter desired-state=running "$service")
  local network vip
  while read -r network vip; do
    [[ -n $vip && -n $tasks ]] || continue
    # shellcheck disable=SC2086
    node_docker 1 inspect --type task --format '{{if eq .Status.State "running"}}{{range .NetworksAttachments}}{{.Network.ID}}{{range .Addresses}} {{.}}{{end}}{{"\n"}}{{end}}{{end}}' $tasks |
      awk -v network="$network" -v vip="${vip%/*}" '$1 == network { sub("/.*", "", $2); print vip, $2 }'
  done < <(node_docker 1 service inspect --format \
    '{{range .Endpoint.VirtualIPs}}{{.NetworkID}} {{.Addr}}{{"\n"}}{{end}}' "$service")
}

# iptables arguments, a line for each pair: the first of K takes each K-th connection, the second each (K-1)-th of the rest.
vip_rules() {
  vip_targets "$1" | sort | awk '
    { vip[NR] = $1; task[NR] = $2; left[$1]++ }
    END {
      for (i = 1; i <= NR; i++) {
        share = left[vip[i]] > 1 ? " -m statistic --mode nth --packet 0 --every " left[vip[i]] : ""
        left[vip[i]]--
        print "-d " vip[i] "/32" share " -j DNAT --to-destination " task[i]
      }
    }'
}

# Lines "NODE CONTAINER" of a service's containers that run now.
vip_containers() {
  local n
  for n in $(nodes); do
    engine_running "$n" || continue
    node_docker "$n" ps -q --no-trunc --filter "label=com.docker.swarm.service.name=$1" | sed "s/^/$n /"
  done
}

vip_install() {
  local n=$1 container=$2 service=$3 rules=$4 pid protocol rule chain
  chain=$VIP_CHAIN-$(printf %s "$service" | cksum | cut -d' ' -f1)
  pid=$(node_docker "$n" inspect --format '{{.State.Pid}}' "$container")
  {
    echo "iptables -t nat -N $chain 2>/dev/null || iptables -t nat -F $chain"
    echo "iptables -t nat -C OUTPUT -j $chain 2>/dev/null || iptables -t nat -A OUTPUT -j $chain"
    while read -r rule; do
      for protocol in tcp udp; do echo "iptables -t nat -A $chain -p $protocol $rule"; done
    done <<<"$rules"
  } | nsenter -t "$(node_init "$n")" -m -p env PATH="$(node_dir "$n")/bin:$PATH" nsenter -t "$pid" -n sh -e
}
