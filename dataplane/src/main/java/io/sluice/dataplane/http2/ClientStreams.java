package io.sluice.dataplane.http2;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import io.sluice.dataplane.loop.OnLoop;
import org.agrona.collections.Int2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/// The streams of one connection to an endpoint: those that are taken, those of them that are open, and those that wait
/// to be used again.
@OnLoop
final class ClientStreams {

    private final Supplier<ClientStream> maker;
    private final Int2ObjectHashMap<ClientStream> open = new Int2ObjectHashMap<>();
    private final ArrayDeque<ClientStream> free = new ArrayDeque<>();
    private final List<ClientStream> visited = new ArrayList<>();
    private final ClosedStreams closed = new ClosedStreams();
    private int takenCount;
    private int nextId = 1;
    private int begunCount;

    /// @param maker of streams, called when none is free
    ClientStreams(Supplier<ClientStream> maker) {
        this.maker = maker;
    }

    @Nullable
    ClientStream find(int id) {
        return open.get(id);
    }

    /// Nobody has used it yet, or may.
    boolean isIdle(int id) {
        return (id & 1) == 0 || id >= nextId;
    }

    ClosedStreams closed() {
        return closed;
    }

    /// Those that somebody has, begun or not.
    int count() {
        return takenCount;
    }

    /// So far.
    int begunCount() {
        return begunCount;
    }

    ClientStream take() {
        takenCount++;
        ClientStream stream = free.pollLast();
        return stream == null ? maker.get() : stream;
    }

    /// It begins.
    ///
    /// @return its number
    int open(ClientStream stream) {
        int id = nextId;
        nextId += 2;
        begunCount++;
        open.put(id, stream);
        return id;
    }

    /// It is over.
    ///
    /// @param id 0: it never began
    /// @param wasReset by us
    void remove(ClientStream stream, int id, boolean wasReset) {
        takenCount--;
        if (id > 0) {
            open.remove(id);
            closed.add(id, wasReset);
        }
        free.addLast(stream);
    }

    /// Those that are open now, to be visited: some may be over before their turn. Valid until the next call.
    List<ClientStream> visit() {
        visited.clear();
        open.forEachInt((id, stream) -> visited.add(stream));
        return visited;
    }

    /// The connection is over: no deadline may remember its streams.
    void forgetAll() {
        free.forEach(stream -> stream.deadline().end());
        visited.clear();
    }
}
