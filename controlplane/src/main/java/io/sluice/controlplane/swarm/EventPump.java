package io.sluice.controlplane.swarm;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;

import io.sluice.controlplane.docker.DockerException;
import io.sluice.controlplane.docker.DockerGateway;
import io.sluice.controlplane.docker.Engine;
import io.sluice.controlplane.docker.EngineEvent;
import io.sluice.controlplane.docker.EventStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Holds one event stream open, from a thread of its own, and opens it again when it ends. A full queue makes it wait,
/// never lose: the engine drops events for slow readers, and then ends the stream or waits for the next resync.
final class EventPump implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventPump.class);

    /// A stream that lived shorter than this did not work.
    private static final Duration SHORT_LIFE = Duration.ofSeconds(10);

    private static final Duration END_WAIT = Duration.ofMillis(500);

    private final DockerGateway gateway;
    private final Engine engine;
    private final Backoff backoff;
    private final BlockingQueue<Signal> signals;
    private final Thread thread;
    private volatile boolean closed; // whoever closes writes, the thread reads

    private EventPump(DockerGateway gateway, Engine engine, Backoff backoff, BlockingQueue<Signal> signals) {
        this.gateway = gateway;
        this.engine = engine;
        this.backoff = backoff;
        this.signals = signals;
        this.thread = Thread.ofVirtual().name("swarm-events").unstarted(this::run);
    }

    /// @param backoff becomes the pump's own
    static EventPump start(DockerGateway gateway, Engine engine, Backoff backoff, BlockingQueue<Signal> signals) {
        var pump = new EventPump(gateway, engine, backoff, signals);
        pump.thread.start();
        return pump;
    }

    /// Returns when the thread has ended; the interrupt closes the socket that it reads.
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            if (!thread.join(END_WAIT)) {
                LOG.error("the event stream of {} does not end", engine.source());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!closed) {
                long openedAt = System.nanoTime();
                signals.put(new Signal.StreamLost(pump()));
                if (System.nanoTime() - openedAt >= SHORT_LIFE.toNanos()) {
                    backoff.reset();
                }
                Thread.sleep(backoff.next());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    /// Returns why it ended.
    private String pump() throws InterruptedException {
        try (EventStream stream = gateway.events(engine)) {
            signals.put(new Signal.StreamOpened());
            Optional<EngineEvent> event = stream.next();
            while (event.isPresent()) {
                signals.put(new Signal.Happened(event.get()));
                event = stream.next();
            }
            return "the engine ended the event stream";
        } catch (DockerException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
