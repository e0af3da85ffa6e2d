package io.sluice.controlplane.swarm;

import java.net.InetAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;

import io.sluice.controlplane.docker.EngineObject;

/// Values that several kinds of objects share, from the engine's JSON.
final class EngineValues {
    private EngineValues() {}

    /// `10.0.1.2/24` and `10.0.1.2` are the same.
    static InetAddress address(EngineObject object, String path, String text) {
        int mask = text.indexOf('/');
        try {
            return InetAddress.ofLiteral(mask < 0 ? text : text.substring(0, mask));
        } catch (IllegalArgumentException e) {
            throw object.malformed(path, "is not an address: '" + text + "'");
        }
    }

    /// TCP only. Some engines list a port once per address family: the same port counts once.
    static List<PublishedPort> ports(EngineObject object, String path) {
        var ports = new LinkedHashSet<PublishedPort>();
        for (EngineObject port : object.objects(path)) {
            if (port.text("Protocol", "tcp").equals("tcp")) {
                ports.add(new PublishedPort(
                        portNumber(port, "TargetPort"), portNumber(port, "PublishedPort"), mode(port)));
            }
        }
        return List.copyOf(ports);
    }

    private static int portNumber(EngineObject port, String path) {
        int number = port.number(path, 0);
        if (number < 0 || number > 0xFFFF) {
            throw port.malformed(path, "is not a port: " + number);
        }
        return number;
    }

    private static PublishedPort.Mode mode(EngineObject port) {
        String mode = port.text("PublishMode", "ingress").toLowerCase(Locale.ROOT);
        return mode.equals("host") ? PublishedPort.Mode.HOST : PublishedPort.Mode.INGRESS;
    }
}
