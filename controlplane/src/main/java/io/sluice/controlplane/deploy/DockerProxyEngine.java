package io.sluice.controlplane.deploy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

import io.sluice.controlplane.assemble.ProxyLocation;
import io.sluice.controlplane.docker.ApiVersion;
import io.sluice.controlplane.docker.DockerException;
import io.sluice.controlplane.docker.DockerGateway;
import io.sluice.controlplane.docker.Engine;
import io.sluice.controlplane.docker.EngineCall;
import io.sluice.controlplane.docker.EngineChange;
import io.sluice.controlplane.docker.EngineObject;
import io.sluice.controlplane.docker.WriteResult;
import io.sluice.controlplane.swarm.ProxyServices;
import io.sluice.controlplane.swarm.SwarmState;
import io.sluice.controlplane.swarm.Task;
import org.jspecify.annotations.Nullable;

/// A swarm's manager. Its version is negotiated again after each failure. Owned by one thread.
final class DockerProxyEngine implements ProxyEngine {

    private final DockerGateway gateway;
    private final ProxyLocation.At here;
    private @Nullable Engine engine;

    DockerProxyEngine(DockerGateway gateway, ProxyLocation.At here) {
        this.gateway = gateway;
        this.here = here;
    }

    @Override
    public Observation observe(SwarmState state, String cluster) throws InterruptedException {
        Engine asked = engine();
        try {
            Map<String, String> networkIds = new HashMap<>();
            state.networks().forEach(network -> networkIds.put(network.name(), network.id()));
            return new Observation(
                    self(asked, state, networkIds),
                    gateway.labelled(
                            asked, EngineCall.SERVICES, ProxyServices.CLUSTER_LABEL, one -> proxies(one, networkIds)),
                    layer7(asked, cluster),
                    asked.apiVersion().compareTo(ApiVersion.SECCOMP) >= 0);
        } catch (DockerException e) {
            engine = null;
            throw e;
        }
    }

    @Override
    public WriteResult write(EngineChange change) throws InterruptedException {
        try {
            return gateway.write(engine(), change);
        } catch (DockerException e) {
            engine = null;
            throw e;
        }
    }

    private Engine engine() throws InterruptedException {
        Engine known = engine;
        if (known == null) {
            known = gateway.connect();
            engine = known;
        }
        return known;
    }

    private Optional<ControlSelf> self(Engine asked, SwarmState state, Map<String, String> networkIds)
            throws InterruptedException {
        Optional<Task> own = here.task(state);
        if (own.isEmpty()) {
            return Optional.empty();
        }
        Optional<EngineObject> service =
                gateway.find(asked, EngineCall.SERVICE, own.get().serviceId());
        Optional<EngineObject> task =
                gateway.find(asked, EngineCall.TASK, own.get().id());
        if (service.isEmpty() || task.isEmpty()) {
            return Optional.empty();
        }
        boolean current = service.get()
                .copy("Spec.TaskTemplate.ContainerSpec")
                .equals(task.get().copy("Spec.ContainerSpec"));
        Set<String> networks = SpecReader.networks(service.get(), networkIds);
        return Optional.of(new ControlSelf(
                service.get().text("Spec.Name"),
                service.get().text("Spec.TaskTemplate.ContainerSpec.Image"),
                networks,
                SpecReader.secrets(service.get()),
                current));
    }

    private static Observation.Proxies proxies(EngineObject service, Map<String, String> networkIds) {
        String state = service.text("UpdateStatus.State", "");
        return new Observation.Proxies(
                service.text("ID"),
                service.number("Version.Index", 0L),
                service.textMap("Spec.Labels").getOrDefault(ProxyServices.CLUSTER_LABEL, ""),
                SpecReader.read(service, networkIds),
                state.equals("updating") || state.equals("rollback_started"),
                service.copy("Spec"));
    }

    private Observation.Switch layer7(Engine asked, String cluster) throws InterruptedException {
        List<Observation.Switch> switches = gateway
                .labelled(asked, EngineCall.CONFIGS, Layer7Store.CLUSTER_LABEL, DockerProxyEngine::labelledSwitch)
                .stream()
                .filter(one -> one.cluster().equals(cluster))
                .map(Labelled::found)
                .toList();
        return switches.isEmpty() ? Observation.Switch.UNTOUCHED : switches.getFirst();
    }

    private static Labelled labelledSwitch(EngineObject config) {
        Map<String, String> labels = config.textMap("Spec.Labels");
        Layer7 state = new Layer7(
                !labels.getOrDefault(Layer7Store.ENABLED_LABEL, "true").equals("false"),
                port(labels.getOrDefault(Layer7Store.HTTP_LABEL, "")),
                port(labels.getOrDefault(Layer7Store.HTTPS_LABEL, "")));
        return new Labelled(
                labels.getOrDefault(Layer7Store.CLUSTER_LABEL, ""),
                new Observation.Switch(config.text("ID"), config.number("Version.Index", 0L), state));
    }

    private static OptionalInt port(String text) {
        return text.matches("\\d{1,5}") ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
    }

    private record Labelled(String cluster, Observation.Switch found) {}
}
