package io.sluice.controlplane.swarm;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.ObjLongConsumer;

import io.sluice.controlplane.docker.DockerGateway;
import io.sluice.controlplane.docker.Engine;
import io.sluice.controlplane.swarm.PollSchedule.PollResult;

/// One connection to an engine, from the first full reading to the first failure. Owned by the watcher's job.
final class WatchSession implements AutoCloseable {
    private static final int SIGNALS = 256;

    private final BlockingQueue<Signal> signals = new ArrayBlockingQueue<>(SIGNALS);
    private final SwarmReader reader;
    private final PollSchedule schedule;
    private final EventPump pump;
    private final ObjLongConsumer<String> serviceEvents;
    private SwarmState lastRead = SwarmState.EMPTY;

    /// @param eventBackoff becomes the session's own
    /// @param serviceEvents gets the id of a service that an event is about, and when it came
    WatchSession(
            DockerGateway gateway,
            Engine engine,
            WatchSettings settings,
            Backoff eventBackoff,
            DoubleSupplier random,
            ObjLongConsumer<String> serviceEvents) {
        this.reader = new SwarmReader(gateway, engine);
        this.schedule = new PollSchedule(settings, random, System.nanoTime());
        this.serviceEvents = serviceEvents;
        this.pump = EventPump.start(gateway, engine, eventBackoff, signals);
    }

    /// Waits until the next poll is due, and returns what it found.
    ///
    /// @throws io.sluice.controlplane.docker.DockerException ends the session
    SwarmState next() throws InterruptedException {
        long wait = schedule.nextAt() - System.nanoTime();
        while (wait > 0) {
            Signal signal = signals.poll(wait, TimeUnit.NANOSECONDS);
            if (signal != null) {
                on(signal, System.nanoTime());
            }
            wait = schedule.nextAt() - System.nanoTime();
        }
        return poll();
    }

    @Override
    public void close() {
        pump.close();
    }

    private void on(Signal signal, long nowNanos) {
        switch (signal) {
            case Signal.StreamOpened() -> schedule.onStreamOpened(nowNanos);
            case Signal.StreamLost(String reason) -> schedule.onStreamLost();
            case Signal.Happened(var event) -> {
                schedule.onEvent(event.type(), nowNanos);
                if (event.type().equals("service")) {
                    serviceEvents.accept(event.id(), nowNanos);
                }
            }
        }
    }

    private SwarmState poll() throws InterruptedException {
        long startedAt = System.nanoTime();
        SwarmReader.Reading reading = reader.read(lastRead, schedule.due(startedAt));
        long readAt = System.nanoTime();
        boolean changed = !StateChange.isSame(lastRead, reading.state());
        lastRead = reading.state();
        schedule.onRead(
                new PollResult(
                        changed, reading.moving(), reading.unknownServices(), Duration.ofNanos(readAt - startedAt)),
                readAt);
        return reading.state();
    }
}
