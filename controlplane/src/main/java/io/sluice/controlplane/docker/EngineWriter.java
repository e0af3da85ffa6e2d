package io.sluice.controlplane.docker;

import java.util.Locale;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.dockerjava.transport.DockerHttpClient.Request.Method;

import static java.nio.charset.StandardCharsets.UTF_8;

/// Changes as requests, and answers to them as results.
record EngineWriter(EngineCalls calls) {

    /// What swarmkit says when `Version.Index` is not the latest: engines pass it on with status 500.
    private static final String OUT_OF_SEQUENCE = "update out of sequence";

    /// @throws DockerException when it is not known what became of it
    WriteResult write(ApiVersion version, EngineChange change) throws InterruptedException {
        String prefix = "/v" + version;
        return switch (change) {
            case EngineChange.CreateService(ObjectNode spec) -> post(prefix + "/services/create", spec);
            case EngineChange.UpdateService(String id, long index, ObjectNode spec) ->
                post(prefix + "/services/" + id + "/update?version=" + index, spec);
            case EngineChange.RemoveService(String id) -> send(Method.DELETE, prefix + "/services/" + id, new byte[0]);
            case EngineChange.CreateConfig(ObjectNode spec) -> post(prefix + "/configs/create", spec);
            case EngineChange.UpdateConfig(String id, long index, ObjectNode spec) ->
                post(prefix + "/configs/" + id + "/update?version=" + index, spec);
        };
    }

    private WriteResult post(String path, ObjectNode spec) throws InterruptedException {
        return send(Method.POST, path, spec.toString().getBytes(UTF_8));
    }

    private WriteResult send(Method method, String path, byte[] body) throws InterruptedException {
        EngineCalls.Reply reply = calls.send(method, path, body);
        int status = reply.status();
        if (status >= 200 && status < 300) {
            return new WriteResult.Done();
        }
        String reason = reply.reason();
        if (status == 404
                || status == 409
                || status == 412
                || reason.toLowerCase(Locale.ROOT).contains(OUT_OF_SEQUENCE)) {
            return new WriteResult.Conflict(reason);
        }
        if (status >= 400 && status < 500) {
            return new WriteResult.Refused(reason);
        }
        throw new DockerException(calls.where(method, path) + ": status " + status + ": " + reason);
    }
}
