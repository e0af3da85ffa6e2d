package io.sluice.controlplane.link;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Which proxies there are and what they serve. Any thread.
final class ProxyBook {

    /// How long those that left are still shown.
    static final Duration REMEMBERED = Duration.ofMinutes(10);
    /// Beyond it, the first that left are forgotten.
    static final int MAX_PROXIES = 10_000;

    private final InstantSource clock;
    private final Map<String, Entry> byName = new HashMap<>(); // guarded by this
    private String latest = ""; // guarded by this
    private Instant latestSince; // guarded by this
    private Consumer<String> served = id -> {}; // guarded by this

    private static final class Entry {
        private Message.Hello hello;
        private String address;
        private long connection;
        private boolean connected = true;
        private Instant changed;
        private Message.Status status = new Message.Status("", 0, "");
        private Instant servingSince;

        Entry(Message.Hello hello, String address, long connection, Instant now) {
            this.hello = hello;
            this.address = address;
            this.connection = connection;
            this.changed = now;
            this.servingSince = now;
        }
    }

    ProxyBook(InstantSource clock) {
        this.clock = clock;
        this.latestSince = clock.instant();
    }

    /// @param listener gets the id of a snapshot when every proxy that is connected serves it; must not wait
    synchronized void onServed(Consumer<String> listener) {
        served = listener;
    }

    synchronized void onPublished(String id) {
        if (!id.equals(latest)) {
            latest = id;
            latestSince = clock.instant();
        }
    }

    /// A second connection of the same name takes the place of the first.
    synchronized void onConnected(String name, String address, Message.Hello hello, long connection) {
        forget();
        Entry entry = new Entry(hello, address, connection, clock.instant());
        entry.status = new Message.Status(hello.has(), 0, "");
        byName.put(name, entry);
    }

    synchronized void onStatus(String name, Message.Status status, long connection) {
        Entry entry = byName.get(name);
        if (entry == null || entry.connection != connection) {
            return;
        }
        boolean changed = !entry.status.serving().equals(status.serving());
        if (changed) {
            entry.servingSince = clock.instant();
        }
        entry.status = status;
        if (changed) {
            tellIfServed();
        }
    }

    synchronized void onDisconnected(String name, long connection) {
        Entry entry = byName.get(name);
        if (entry != null && entry.connection == connection) {
            entry.connected = false;
            entry.changed = clock.instant();
            tellIfServed();
        }
    }

    private void tellIfServed() {
        List<Entry> connected =
                byName.values().stream().filter(entry -> entry.connected).toList();
        if (!connected.isEmpty()
                && connected.stream().allMatch(entry -> entry.status.serving().equals(latest))) {
            served.accept(latest);
        }
    }

    synchronized List<ProxyView> proxies() {
        forget();
        List<ProxyView> views = new ArrayList<>();
        byName.forEach((name, entry) -> views.add(view(name, entry)));
        views.sort(Comparator.comparing(ProxyView::name));
        return views;
    }

    private ProxyView view(String name, Entry entry) {
        boolean behind = !latest.isEmpty() && !entry.status.serving().equals(latest);
        return new ProxyView(
                name,
                entry.address,
                entry.connected,
                entry.changed,
                entry.hello.build(),
                entry.hello.transport(),
                entry.hello.loops(),
                entry.status.serving(),
                entry.servingSince,
                behind ? Duration.between(latestSince, clock.instant()) : Duration.ZERO,
                Duration.ofNanos(Math.clamp(entry.status.applyMicros(), 0, Integer.MAX_VALUE) * 1000L),
                entry.status.error());
    }

    private void forget() {
        Instant oldest = clock.instant().minus(REMEMBERED);
        boolean full = byName.size() >= MAX_PROXIES;
        byName.values().removeIf(entry -> !entry.connected && (full || entry.changed.isBefore(oldest)));
    }
}
