package io.sluice.controlplane.deploy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.controlplane.docker.EngineChange;
import io.sluice.controlplane.docker.EngineFixtures;
import io.sluice.controlplane.docker.EngineObject;
import io.sluice.controlplane.docker.WriteResult;
import io.sluice.controlplane.swarm.ProxyServices;
import io.sluice.controlplane.swarm.SwarmState;

/// A swarm in memory with versions as an engine has them. Several reconcilers may use one, each through a [#door].
final class FakeSwarm {

    final List<String> writes = new ArrayList<>();
    private final Map<String, Stored> services = new HashMap<>();
    private Observation.Switch layer7 = Observation.Switch.UNTOUCHED;
    private long version = 10;
    private String refusal = "";
    private boolean rolling;

    private record Stored(long version, ObjectNode spec) {}

    /// Somebody is faster than the next write of this door.
    interface Before {
        void write();
    }

    ProxyEngine door(ControlSelf self, Before before) {
        return new ProxyEngine() {
            @Override
            public Observation observe(SwarmState state, String cluster) {
                return observation(self);
            }

            @Override
            public WriteResult write(EngineChange change) {
                before.write();
                return apply(change);
            }
        };
    }

    ProxyEngine door() {
        return door(Wishes.SELF, () -> {});
    }

    Observation observation(ControlSelf self) {
        List<Observation.Proxies> proxies = new ArrayList<>();
        services.forEach((id, stored) -> {
            EngineObject object = object(id, stored);
            proxies.add(new Observation.Proxies(
                    id,
                    stored.version(),
                    object.textMap("Spec.Labels").getOrDefault(ProxyServices.CLUSTER_LABEL, ""),
                    SpecReader.read(object, Map.of()),
                    rolling,
                    object.copy("Spec")));
        });
        return new Observation(Optional.of(self), proxies, layer7, false);
    }

    /// The only service.
    ObjectNode only() {
        return services.values().iterator().next().spec();
    }

    int size() {
        return services.size();
    }

    void refuse(String reason) {
        refusal = reason;
    }

    void rolling(boolean now) {
        rolling = now;
    }

    /// As a person does it with the engine's own command.
    void drift(String field, int value) {
        services.replaceAll((id, stored) -> {
            ObjectNode spec = stored.spec().deepCopy();
            ((ObjectNode) spec.at(field.substring(0, field.lastIndexOf('/'))))
                    .put(field.substring(field.lastIndexOf('/') + 1), value);
            return new Stored(++version, spec);
        });
    }

    /// As the engine counts whatever happens to a service.
    void touch() {
        services.replaceAll((id, stored) -> new Stored(++version, stored.spec()));
    }

    private WriteResult apply(EngineChange change) {
        if (!refusal.isEmpty()) {
            return new WriteResult.Refused(refusal);
        }
        return switch (change) {
            case EngineChange.CreateService(ObjectNode spec) -> create(spec);
            case EngineChange.UpdateService(String id, long from, ObjectNode spec) -> update(id, from, spec);
            case EngineChange.RemoveService(String id) -> remove(id);
            case EngineChange.CreateConfig(ObjectNode spec) -> turn("", 0, spec);
            case EngineChange.UpdateConfig(String id, long from, ObjectNode spec) -> turn(id, from, spec);
        };
    }

    private WriteResult create(ObjectNode spec) {
        String name = spec.path("Name").asText();
        if (services.values().stream()
                .anyMatch(one -> one.spec().path("Name").asText().equals(name))) {
            return new WriteResult.Conflict("name conflicts with an existing object");
        }
        writes.add("create");
        services.put("id" + ++version, new Stored(version, spec));
        return new WriteResult.Done();
    }

    private WriteResult update(String id, long from, ObjectNode spec) {
        Stored stored = services.get(id);
        if (stored == null || stored.version() != from) {
            return new WriteResult.Conflict("update out of sequence");
        }
        writes.add("update");
        services.put(id, new Stored(++version, spec));
        return new WriteResult.Done();
    }

    private WriteResult remove(String id) {
        if (services.remove(id) == null) {
            return new WriteResult.Conflict("service not found");
        }
        writes.add("remove");
        return new WriteResult.Done();
    }

    private WriteResult turn(String id, long from, ObjectNode spec) {
        if (!id.equals(layer7.id()) || from != layer7.version()) {
            return new WriteResult.Conflict("update out of sequence");
        }
        writes.add("switch");
        boolean enabled = spec.path("Labels").path(Layer7Store.ENABLED_LABEL).asBoolean(true);
        layer7 = new Observation.Switch(
                "c1",
                ++version,
                new Layer7(enabled, port(spec, Layer7Store.HTTP_LABEL), port(spec, Layer7Store.HTTPS_LABEL)));
        return new WriteResult.Done();
    }

    private static OptionalInt port(ObjectNode spec, String label) {
        String text = spec.path("Labels").path(label).asText("");
        return text.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text));
    }

    private static EngineObject object(String id, Stored stored) {
        return EngineFixtures.object("{\"ID\":\"" + id + "\",\"Version\":{\"Index\":" + stored.version() + "},\"Spec\":"
                + stored.spec() + "}");
    }
}
