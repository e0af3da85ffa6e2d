package io.sluice.controlplane.swarm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

import io.sluice.controlplane.docker.EngineObject;

/// Services from the engine's JSON.
///
/// @param ingressIds networks that lead to no task
/// @param idsByName a service names its networks by id or by name
record ServiceReader(List<String> ingressIds, Map<String, String> idsByName) {

    static ServiceReader of(List<Network> networks) {
        var ingressIds = new ArrayList<String>();
        var idsByName = new HashMap<String, String>();
        for (Network network : networks) {
            idsByName.put(network.name(), network.id());
            if (network.ingress()) {
                ingressIds.add(network.id());
            }
        }
        return new ServiceReader(ingressIds, idsByName);
    }

    Service read(EngineObject object) {
        return new Service(
                object.text("ID"),
                object.text("Spec.Name"),
                object.number("Version.Index", 0L),
                object.time("CreatedAt"),
                object.has("UpdatedAt") ? object.time("UpdatedAt") : object.time("CreatedAt"),
                labels(object),
                endpointMode(object),
                networkIds(object),
                virtualIps(object),
                EngineValues.ports(object, "Endpoint.Ports"),
                updateState(object.text("UpdateStatus.State", "")));
    }

    private static Map<String, Service.Label> labels(EngineObject object) {
        var labels = new HashMap<String, Service.Label>();
        object.textMap("Spec.Labels").forEach((key, value) -> labels.put(key, new Service.Label(value, "")));
        return labels;
    }

    /// The mode that is applied, which follows the specified one.
    private static Service.EndpointMode endpointMode(EngineObject object) {
        String specified = object.text("Spec.EndpointSpec.Mode", "vip");
        return object.text("Endpoint.Spec.Mode", specified).equals("dnsrr")
                ? Service.EndpointMode.DNSRR
                : Service.EndpointMode.VIP;
    }

    private List<String> networkIds(EngineObject object) {
        var ids = new LinkedHashSet<String>();
        // The second is where API versions before 1.25 kept them, and engines still do for services made then.
        for (String path : List.of("Spec.TaskTemplate.Networks", "Spec.Networks")) {
            for (EngineObject network : object.objects(path)) {
                String target = network.text("Target");
                ids.add(idsByName.getOrDefault(target, target));
            }
        }
        ingressIds.forEach(ids::remove);
        return List.copyOf(ids);
    }

    private List<VirtualIp> virtualIps(EngineObject object) {
        var virtualIps = new ArrayList<VirtualIp>();
        for (EngineObject virtualIp : object.objects("Endpoint.VirtualIPs")) {
            String networkId = virtualIp.text("NetworkID");
            String address = virtualIp.text("Addr", "");
            if (!address.isEmpty() && !ingressIds.contains(networkId)) {
                virtualIps.add(new VirtualIp(
                        networkId, EngineValues.address(virtualIp, "Addr", address), OptionalInt.empty()));
            }
        }
        return virtualIps;
    }

    private static Service.UpdateState updateState(String state) {
        return switch (state) {
            case "updating", "rollback_started" -> Service.UpdateState.RUNNING;
            case "paused", "rollback_paused" -> Service.UpdateState.PAUSED;
            case "completed", "rollback_completed" -> Service.UpdateState.COMPLETED;
            default -> Service.UpdateState.NONE;
        };
    }
}
