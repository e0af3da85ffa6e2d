package io.sluice.controlplane.swarm;

import java.net.InetAddress;
import java.util.OptionalInt;

/// The one address that stands for all tasks of a service on one network.
///
/// @param port given only where the source fixes it (`x-sluice.vip`); else the `port` label decides
public record VirtualIp(String networkId, InetAddress address, OptionalInt port) {}
