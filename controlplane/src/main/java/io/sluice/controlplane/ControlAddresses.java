package io.sluice.controlplane;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where control planes are, looked up anew each time: in a swarm, `tasks.NAME` stands for all tasks of a service.
///
/// @param names `host:port`
record ControlAddresses(List<String> names) implements Supplier<List<InetSocketAddress>> {

    private static final Logger LOG = LoggerFactory.getLogger(ControlAddresses.class);

    ControlAddresses {
        names = List.copyOf(names);
    }

    @Override
    public List<InetSocketAddress> get() {
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (String name : names) {
            int colon = name.lastIndexOf(':');
            int port = Integer.parseInt(name.substring(colon + 1));
            try {
                for (InetAddress address : InetAddress.getAllByName(name.substring(0, colon))) {
                    addresses.add(new InetSocketAddress(address, port));
                }
            } catch (UnknownHostException e) {
                LOG.debug("{} has no address", name, e);
            }
        }
        return addresses;
    }
}
