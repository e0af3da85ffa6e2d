package io.sluice.controlplane.docker;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.UTF_8;

/// Requests with a deadline. The transport knows no time-outs on Unix sockets, so each call has a virtual thread that
/// is
/// interrupted when its time is over, which closes its socket.
final class EngineCalls implements AutoCloseable {
    private static final int ERROR_BYTES = 4096;
    private static final int CONNECTIONS = 4;

    private final DockerHost host;
    private final EngineLimits limits;
    private final JsonAnswers answers = new JsonAnswers();
    private final DockerHttpClient client;
    private final ExecutorService calls = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("docker-call-", 0).factory());

    EngineCalls(DockerHost host, EngineLimits limits) {
        this.host = host;
        this.limits = limits;
        this.client = new ApacheDockerHttpClient.Builder()
                .dockerHost(host.uri())
                .maxConnections(CONNECTIONS)
                .connectionTimeout(limits.requestTimeout())
                .build();
    }

    /// Reads an answer of status 200 to its end.
    ///
    /// @param path with the version
    /// @throws DockerException for any other status, a time-out, a broken connection, or what `read` throws
    <T> T call(String path, AnswerReader<T> read) throws InterruptedException {
        return beforeDeadline(path, () -> {
            try (Response response = open(path)) {
                return read.read(response, new CappedStream(response.getBody(), limits.responseBytes()));
            }
        });
    }

    EventStream stream(String path) throws InterruptedException {
        var unclaimed = new AtomicReference<@Nullable Response>();
        try {
            Response response = beforeDeadline(path, () -> {
                Response opened = open(path);
                unclaimed.set(opened);
                closeIfTooLate(opened);
                return opened;
            });
            unclaimed.set(null);
            return new EventStream(response, response.getBody(), answers, where(path), limits.eventBytes());
        } finally {
            Response late = unclaimed.get();
            if (late != null) {
                late.close();
            }
        }
    }

    /// The caller may have given up before it could see the response; it interrupts this thread then.
    private static void closeIfTooLate(Response response) throws InterruptedException {
        if (Thread.interrupted()) {
            response.close();
            throw new InterruptedException();
        }
    }

    /// Like [#call], but whatever the status; empty when there is no such thing.
    <T> Optional<T> find(String path, AnswerReader<T> read) throws InterruptedException {
        return beforeDeadline(path, () -> {
            try (Response response = execute(Request.Method.GET, path, new byte[0])) {
                if (response.getStatusCode() == 404) {
                    return Optional.empty();
                }
                if (response.getStatusCode() != 200) {
                    throw refusal(path, response);
                }
                return Optional.of(read.read(response, new CappedStream(response.getBody(), limits.responseBytes())));
            }
        });
    }

    /// Whatever the answer is.
    ///
    /// @param body JSON; empty for none
    Reply send(Request.Method method, String path, byte[] body) throws InterruptedException {
        return beforeDeadline(path, () -> {
            try (Response response = execute(method, path, body)) {
                int status = response.getStatusCode();
                return new Reply(status, status < 300 ? "" : reason(response.getBody()));
            }
        });
    }

    /// @param reason why not; empty for success
    record Reply(int status, String reason) {}

    JsonAnswers answers() {
        return answers;
    }

    /// For messages: `docker tcp://h:2375: GET /v1.44/tasks`.
    String where(String path) {
        return where(Request.Method.GET, path);
    }

    String where(Request.Method method, String path) {
        int query = path.indexOf('?');
        return "docker " + host + ": " + method + " " + (query < 0 ? path : path.substring(0, query));
    }

    @Override
    public void close() {
        calls.shutdownNow();
        try {
            client.close();
        } catch (IOException e) {
            throw new DockerException("docker " + host + ": closing: " + Causes.text(e), e);
        }
    }

    private <T> T beforeDeadline(String path, Callable<T> call) throws InterruptedException {
        Future<T> future = calls.submit(call);
        try {
            return future.get(limits.requestTimeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new DockerException(
                    where(path) + ": no full answer in "
                            + limits.requestTimeout().toMillis() + " ms",
                    e);
        } catch (ExecutionException e) {
            throw failure(path, e.getCause() == null ? e : e.getCause());
        } finally {
            future.cancel(true);
        }
    }

    private Response open(String path) {
        Response response = execute(Request.Method.GET, path, new byte[0]);
        if (response.getStatusCode() != 200) {
            try (response) {
                throw refusal(path, response);
            }
        }
        return response;
    }

    private Response execute(Request.Method method, String path, byte[] body) {
        assert EngineCall.isKnown(method.name(), path) : method + " " + path;
        var request = Request.builder().method(method).path(path);
        if (body.length > 0) {
            request.putHeader("Content-Type", "application/json").bodyBytes(body);
        }
        return client.execute(request.build());
    }

    private DockerException refusal(String path, Response response) {
        return new DockerException(
                where(path) + ": status " + response.getStatusCode() + ": " + reason(response.getBody())
                        + (response.getStatusCode() == 400
                                ? "; if that is about the version, set DOCKER_API_VERSION to one that it accepts"
                                : ""));
    }

    private String reason(InputStream body) {
        byte[] text;
        try {
            text = body.readNBytes(ERROR_BYTES);
        } catch (IOException e) {
            return "no readable reason (" + Causes.text(e) + ")";
        }
        try {
            return Causes.oneLine(answers.object(text, "").text("message"));
        } catch (DockerException e) {
            return Causes.oneLine(new String(text, UTF_8));
        }
    }

    private DockerException failure(String path, Throwable cause) {
        if (cause instanceof DockerException known) {
            return known;
        }
        return new DockerException(where(path) + ": " + Causes.text(cause) + remedy(), cause);
    }

    private String remedy() {
        if (!host.local()) {
            return "";
        }
        Path socket = Path.of(host.uri().getPath());
        if (!Files.exists(socket)) {
            return "; there is no such socket: is the engine running, and its socket mounted if this is a container?";
        }
        if (!Files.isWritable(socket)) {
            return "; this user may not use the socket: run as a member of its group";
        }
        return "";
    }

    /// @param <T> what is made of an answer
    @FunctionalInterface
    interface AnswerReader<T> {
        T read(Response response, InputStream body) throws IOException;
    }
}
