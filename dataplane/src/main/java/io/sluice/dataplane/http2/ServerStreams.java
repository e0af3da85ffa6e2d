package io.sluice.dataplane.http2;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import io.sluice.dataplane.loop.OnLoop;
import org.agrona.collections.Int2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/// The streams of one client connection: those that are open, those of which something is left upstream, and those
/// that wait to be used again.
@OnLoop
final class ServerStreams {

    private final Supplier<ServerStream> maker;
    private final Int2ObjectHashMap<ServerStream> open = new Int2ObjectHashMap<>();
    private final ArrayDeque<ServerStream> free = new ArrayDeque<>();
    private final List<ServerStream> visited = new ArrayList<>();
    private final ClosedStreams closed = new ClosedStreams();
    private int busyCount;
    private int lastId;
    private int begunCount;

    /// @param maker of streams, called when none is free
    ServerStreams(Supplier<ServerStream> maker) {
        this.maker = maker;
    }

    @Nullable
    ServerStream find(int id) {
        return open.get(id);
    }

    /// Nobody has used it yet.
    boolean isIdle(int id) {
        return (id & 1) == 0 || id > lastId;
    }

    int lastId() {
        return lastId;
    }

    /// The client uses it from now on, whatever becomes of it.
    void onUsed(int id) {
        lastId = id;
        begunCount++;
    }

    /// So far.
    int begunCount() {
        return begunCount;
    }

    ClosedStreams closed() {
        return closed;
    }

    /// Those that cost something.
    int count() {
        return open.size() + busyCount;
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    /// A stream to begin.
    ServerStream add(int id) {
        ServerStream stream = free.pollLast();
        if (stream == null) {
            stream = maker.get();
        }
        open.put(id, stream);
        return stream;
    }

    /// It is over.
    ///
    /// @param wasReset by us
    void remove(ServerStream stream, boolean wasReset) {
        open.remove(stream.id());
        closed.add(stream.id(), wasReset);
        if (stream.isBusy()) {
            busyCount++;
        } else if (!stream.wasTunnel()) { // whose exchange serves no other request
            free.addLast(stream);
        }
    }

    /// What was left upstream of a stream that is over has ended.
    void onIdle(ServerStream stream) {
        busyCount--;
        free.addLast(stream);
    }

    /// Those that are open now, to be visited: some may be over before their turn. Valid until the next call.
    List<ServerStream> visit() {
        visited.clear();
        open.forEachInt((id, stream) -> visited.add(stream));
        return visited;
    }

    /// The connection is over: no deadline may remember its streams.
    void forgetAll() {
        free.forEach(stream -> stream.deadline().end());
        open.forEachInt((id, stream) -> stream.deadline().end());
        visited.clear();
    }
}
