package io.sluice.controlplane.certs;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands the keys of session tickets to the data plane: at once, and at the beginning of every hour.
public final class TicketRotation implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TicketRotation.class);

    private final TicketKeys keys;
    private final InstantSource clock;
    private final Consumer<List<byte[]>> target;
    private final Thread thread;

    private TicketRotation(TicketKeys keys, InstantSource clock, Consumer<List<byte[]>> target) {
        this.keys = keys;
        this.clock = clock;
        this.target = target;
        this.thread = Thread.ofVirtual().name("ticket-rotation").unstarted(this::run);
    }

    /// @param target told before this returns, then on a thread of the rotation
    public static TicketRotation start(TicketKeys keys, InstantSource clock, Consumer<List<byte[]>> target) {
        TicketRotation rotation = new TicketRotation(keys, clock, target);
        target.accept(keys.at(clock.instant()));
        rotation.thread.start();
        return rotation;
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (true) {
                Instant now = clock.instant();
                Thread.sleep(TicketKeys.untilNext(now));
                tell();
            }
        } catch (InterruptedException e) {
            LOG.debug("ticket rotation stopped");
        }
    }

    private void tell() {
        try {
            target.accept(keys.at(clock.instant()));
        } catch (RuntimeException e) {
            LOG.warn("session ticket keys are not changed: {}", e.toString());
        }
    }
}
