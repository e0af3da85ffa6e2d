package io.sluice.controlplane.docker;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Where an engine listens: `unix:///var/run/docker.sock` or `tcp://HOST:PORT` (plain HTTP).
///
/// @param local no network between: reconnecting often costs nothing
public record DockerHost(URI uri, boolean local) {

    private static final int PLAIN_PORT = 2375;
    private static final String REMEDY = "; write unix:///PATH or tcp://HOST:PORT";

    public static final DockerHost DEFAULT = parse("unix:///var/run/docker.sock");

    /// The variable that Docker's own tools read.
    private static final String VARIABLE = "DOCKER_HOST";

    /// Of a flag, or else as for Docker's own tools; without either the local socket.
    ///
    /// @throws DockerException naming what is wrong with the text, and where it is from
    public static DockerHost choose(Optional<String> flag, Map<String, String> environment) {
        String variable = environment.getOrDefault(VARIABLE, "").strip();
        if (flag.isPresent() || variable.isEmpty()) {
            return flag.map(DockerHost::parse).orElse(DEFAULT);
        }
        try {
            return parse(variable);
        } catch (DockerException e) {
            throw new DockerException(VARIABLE + ": " + e.getMessage() + ", or name the host by --docker=HOST", e);
        }
    }

    /// @throws DockerException naming what is wrong with the text
    public static DockerHost parse(String text) {
        URI uri = uri(text);
        if (uri.getScheme() == null) {
            throw new DockerException("Docker host '" + text + "' has no scheme" + REMEDY);
        }
        return switch (uri.getScheme().toLowerCase(Locale.ROOT)) {
            case "unix" -> unix(text, uri);
            case "tcp" -> tcp(text, uri);
            default ->
                throw new DockerException(
                        "Docker host '" + text + "': scheme " + uri.getScheme() + " is not supported" + REMEDY);
        };
    }

    private static URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new DockerException("Docker host '" + text + "' is not a URI" + REMEDY, e);
        }
    }

    private static DockerHost unix(String text, URI uri) {
        if (uri.getAuthority() != null
                || uri.getPath() == null
                || !uri.getPath().startsWith("/")) {
            throw new DockerException("Docker host '" + text + "' has no absolute path" + REMEDY);
        }
        return new DockerHost(uri, true);
    }

    private static DockerHost tcp(String text, URI uri) {
        if (uri.getHost() == null) {
            throw new DockerException("Docker host '" + text + "' has no host name" + REMEDY);
        }
        int port = uri.getPort() < 0 ? PLAIN_PORT : uri.getPort();
        return new DockerHost(URI.create("tcp://" + uri.getHost() + ":" + port), false);
    }

    @Override
    public String toString() {
        return uri.toString();
    }
}
