package io.sluice.controlplane.docker;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import com.github.dockerjava.transport.DockerHttpClient.Response;

/// One engine. Safe for several threads. Every method that asks the engine may be interrupted, and throws
/// [DockerException] for whatever goes wrong; no result is ever partial.
public final class DockerGateway implements AutoCloseable {
    private static final String EVENTS = Listing.withFilters(
            "/events", "{\"scope\":[\"swarm\"],\"type\":[\"service\",\"node\",\"network\",\"secret\",\"config\"]}");

    private final DockerHost host;
    private final Optional<ApiVersion> forcedVersion;
    private final EngineCalls calls;

    /// @param forcedVersion of the API, instead of negotiating: `1.43`; empty negotiates (`DOCKER_API_VERSION`)
    /// @throws DockerException when `forcedVersion` is not a version
    public DockerGateway(DockerHost host, String forcedVersion, EngineLimits limits) {
        this.host = host;
        this.forcedVersion = forced(forcedVersion);
        this.calls = new EngineCalls(host, limits);
    }

    public DockerHost host() {
        return host;
    }

    /// Agrees on a version, and makes sure that this engine can tell about its swarm.
    public Engine connect() throws InterruptedException {
        ApiVersion spoken = forcedVersion.isPresent() ? forcedVersion.get() : negotiate();
        String path = versioned(spoken, "/info");
        return calls.call(path, (response, body) -> {
            EngineObject info = calls.answers().object(body, calls.where(path));
            requireManager(info);
            return new Engine(host, info.text("ServerVersion", "unknown"), spoken);
        });
    }

    /// @param map called for each element, in the engine's order
    public <T> List<T> list(Engine engine, Listing listing, Function<EngineObject, T> map) throws InterruptedException {
        String path = versioned(engine.apiVersion(), listing.path());
        return calls.call(path, (response, body) -> calls.answers().list(body, calls.where(path), map));
    }

    /// @param key of a label that what is listed has
    public <T> List<T> labelled(Engine engine, EngineCall list, String key, Function<EngineObject, T> map)
            throws InterruptedException {
        String path = versioned(engine.apiVersion(), Listing.withFilters(list.path(), "{\"label\":[\"" + key + "\"]}"));
        return calls.call(path, (response, body) -> calls.answers().list(body, calls.where(path), map));
    }

    /// Empty when there is none of this id.
    public Optional<EngineObject> find(Engine engine, EngineCall one, String id) throws InterruptedException {
        String path = versioned(engine.apiVersion(), one.path().replace("{id}", id));
        return calls.find(path, (response, body) -> calls.answers().object(body, calls.where(path)));
    }

    /// @throws DockerException when it is not known what became of it
    public WriteResult write(Engine engine, EngineChange change) throws InterruptedException {
        return new EngineWriter(calls).write(engine.apiVersion(), change);
    }

    /// Begins with the first event after this call. The caller closes the stream.
    public EventStream events(Engine engine) throws InterruptedException {
        return calls.stream(versioned(engine.apiVersion(), EVENTS));
    }

    /// Calls under way fail.
    @Override
    public void close() {
        calls.close();
    }

    private static Optional<ApiVersion> forced(String text) {
        if (text.isBlank()) {
            return Optional.empty();
        }
        Optional<ApiVersion> version = ApiVersion.parse(text.strip());
        if (version.isEmpty()) {
            throw new DockerException("DOCKER_API_VERSION '" + text + "' is not a version; write it like 1.44");
        }
        return version;
    }

    private ApiVersion negotiate() throws InterruptedException {
        ApiVersion theirs = calls.call("/_ping", (response, body) -> offered(response));
        if (theirs.compareTo(ApiVersion.OLDEST) < 0) {
            throw new DockerException("docker " + host + ": the engine's API " + theirs + " is older than "
                    + ApiVersion.OLDEST + "; it must be at least Docker 20.10");
        }
        return theirs.compareTo(ApiVersion.NEWEST) < 0 ? theirs : ApiVersion.NEWEST;
    }

    private ApiVersion offered(Response response) {
        String header = response.getHeader("Api-Version");
        return Optional.ofNullable(header)
                .flatMap(ApiVersion::parse)
                .orElseThrow(() -> new DockerException(calls.where("/_ping")
                        + ": the answer has no Api-Version: this is not a Docker engine; or set DOCKER_API_VERSION"));
    }

    private void requireManager(EngineObject info) {
        String state = info.text("Swarm.LocalNodeState", "inactive");
        if (state.equals("inactive")) {
            throw new DockerException("docker " + host
                    + ": the engine is not part of a swarm; run `docker swarm init`, or name a manager's host");
        }
        if (!info.flag("Swarm.ControlAvailable")) {
            String why = info.text("Swarm.Error", "");
            throw new DockerException("docker " + host + ": the node is no manager of its swarm (" + state
                    + (why.isEmpty() ? "" : ": " + Causes.oneLine(why))
                    + "); name a manager's host, or run `docker node promote` on a manager");
        }
    }

    private static String versioned(ApiVersion version, String path) {
        return "/v" + version + path;
    }
}
