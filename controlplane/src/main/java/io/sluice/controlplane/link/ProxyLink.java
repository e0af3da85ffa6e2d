package io.sluice.controlplane.link;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

import io.sluice.controlplane.identity.Identity;
import io.sluice.controlplane.identity.JoinToken;
import io.sluice.controlplane.identity.Trust;
import io.sluice.controlplane.swarm.Backoff;
import io.sluice.controlplane.text.AddressText;
import io.sluice.controlplane.text.SafeText;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A proxy's connection to a control plane, whichever answers: joins, receives, acknowledges, and begins anew with
/// another when it ends. One virtual thread. The key that it joins with is never written anywhere.
public final class ProxyLink implements AutoCloseable {

    static final Duration FIRST_RETRY = Duration.ofMillis(200);
    static final Duration LAST_RETRY = Duration.ofSeconds(10);

    private static final int CONNECT_MILLIS = 3_000;
    private static final int GREETING_MILLIS = (int) ProxyConnection.GREETING.toMillis();
    private static final Logger LOG = LoggerFactory.getLogger(ProxyLink.class);

    private final Supplier<List<InetSocketAddress>> controlPlanes;
    private final JoinToken token;
    private final ProxyFacts facts;
    private final SnapshotReceiver receiver;
    private final ProxyMemory memory;
    private final InstantSource clock;
    private final Backoff backoff = new Backoff(
            FIRST_RETRY, LAST_RETRY, () -> ThreadLocalRandom.current().nextDouble()); // thread
    private final Thread thread;
    private Pieces received = Pieces.NONE; // thread
    private @Nullable Arrived waiting; // thread, for keys
    private List<String> asked = List.of(); // thread, names whose answer is on its way
    private Message.Status status = new Message.Status("", 0, ""); // thread
    private @Nullable Identity identity; // thread
    private Identity.@Nullable Request renewal; // thread
    private volatile @Nullable Socket connection;
    private volatile boolean closed;

    private record Arrived(Pieces pieces, RemoteConfig config) {}

    private ProxyLink(
            Supplier<List<InetSocketAddress>> controlPlanes,
            JoinToken token,
            ProxyFacts facts,
            SnapshotReceiver receiver,
            ProxyMemory memory,
            InstantSource clock) {
        this.controlPlanes = controlPlanes;
        this.token = token;
        this.facts = facts;
        this.receiver = receiver;
        this.memory = memory;
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("link").unstarted(this::run);
    }

    /// Serves what the file has before it returns, if it has something.
    ///
    /// @param controlPlanes asked before each round, so that names are looked up anew
    public static ProxyLink start(
            Supplier<List<InetSocketAddress>> controlPlanes,
            JoinToken token,
            ProxyFacts facts,
            SnapshotReceiver receiver,
            ProxyMemory memory,
            InstantSource clock) {
        ProxyLink link = new ProxyLink(controlPlanes, token, facts, receiver, memory, clock);
        memory.restoreKeys();
        if (memory.file() != null) {
            memory.file().read().ifPresent(link::resume);
        }
        link.thread.start();
        return link;
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        closeConnection();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void resume(Pieces pieces) {
        take(pieces);
        applyWaiting();
        if (status.error().isEmpty()) {
            LOG.info("serving the snapshot {} from the disk until a control plane answers", pieces.id());
        } else {
            LOG.warn("the snapshot from the disk is ignored: {}", status.error());
            received = Pieces.NONE;
        }
    }

    private void run() {
        while (!closed) {
            String reason = "no control plane has an address";
            for (InetSocketAddress address : shuffled()) {
                reason = AddressText.format(address) + ": " + tryServe(address);
                if (closed) {
                    return;
                }
            }
            receiver.onDisconnected(SafeText.oneLine(reason));
            LOG.debug("no control plane: {}", reason);
            try {
                Thread.sleep(backoff.next());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /// So that proxies spread over control planes.
    private List<InetSocketAddress> shuffled() {
        List<InetSocketAddress> addresses = new ArrayList<>(controlPlanes.get());
        Collections.shuffle(addresses, new SecureRandom());
        return addresses;
    }

    /// @return why it ended
    private String tryServe(InetSocketAddress address) {
        try {
            Identity own = identity;
            if (own == null || own.hasEnded(clock.instant())) {
                own = join(address);
                identity = own;
            }
            serve(address, own);
            return "closed";
        } catch (IOException | RuntimeException e) {
            LOG.debug("{}", AddressText.format(address), e);
            return e.getMessage() == null ? e.toString() : e.getMessage();
        } finally {
            closeConnection();
        }
    }

    private Identity join(InetSocketAddress address) throws IOException {
        Identity.Request request = Identity.Request.create();
        try (SSLSocket socket = connect(address, Trust.forJoining(token))) {
            Frames frames = new Frames(socket.getInputStream(), socket.getOutputStream());
            frames.write(new Message.Join(token.secret(), facts.name(), request.encoded()));
            return switch (frames.read(Frames.PROXY_BYTES)) {
                case Message.Certificate certificate -> request.with(certificate.chain());
                case Message.Refused refused -> throw new LinkException("refused: " + refused.reason());
                case Message other -> throw unexpected(other);
            };
        }
    }

    private void serve(InetSocketAddress address, Identity own) throws IOException {
        SSLSocket socket = connect(address, Trust.forProxy(own));
        Frames frames = new Frames(socket.getInputStream(), socket.getOutputStream());
        frames.write(new Message.Hello(
                Message.VERSION,
                Message.VERSION,
                RemoteConfig.SCHEMA,
                facts.build(),
                facts.transport(),
                facts.loops(),
                received == Pieces.NONE ? "" : received.id()));
        switch (frames.read(Frames.PROXY_BYTES)) {
            case Message.Welcome _ -> onWelcome(address, socket);
            case Message.Refused refused -> throw refused(refused);
            case Message other -> throw unexpected(other);
        }
        frames.write(status);
        renewal = null;
        asked = List.of();
        askForKeys(frames);
        while (!closed) {
            onMessage(frames.read(Frames.SNAPSHOT_BYTES));
            askForKeys(frames);
            frames.write(status);
            memory.storeKeys();
            if (renewal == null && identity != null && identity.isOld(clock.instant())) {
                Identity.Request request = Identity.Request.create();
                renewal = request;
                frames.write(new Message.Renew(request.encoded()));
            }
        }
    }

    /// Joins anew the next time: its certificate may be what is refused.
    private LinkException refused(Message.Refused refused) {
        identity = null;
        return new LinkException("refused: " + refused.reason());
    }

    private void onMessage(Message message) throws LinkException {
        switch (message) {
            case Message.Full full -> take(Pieces.of(full.pieces()));
            case Message.Change change -> take(changed(change.delta()));
            case Message.Keys answer -> onKeys(answer);
            case Message.Certificate certificate -> onCertificate(certificate);
            case Message.Heartbeat _ -> memory.keys().retry();
            default -> throw unexpected(message);
        }
    }

    private void onCertificate(Message.Certificate certificate) throws LinkException {
        Identity.Request request = renewal;
        if (request == null) {
            throw unexpected(certificate);
        }
        identity = request.with(certificate.chain());
        renewal = null;
        LOG.info("the certificate is renewed");
    }

    private void onWelcome(InetSocketAddress address, SSLSocket socket) throws IOException {
        socket.setSoTimeout((int) ProxyConnection.SILENCE.toMillis());
        backoff.reset();
        LOG.info("connected to the control plane {}", AddressText.format(address));
        receiver.onConnected(AddressText.format(address));
    }

    /// What does not fit is asked for as a whole the next time.
    private Pieces changed(Delta delta) throws LinkException {
        try {
            return received.with(delta);
        } catch (LinkException e) {
            received = Pieces.NONE;
            throw e;
        }
    }

    /// What cannot be read leaves the present one.
    private void take(Pieces pieces) {
        received = pieces;
        waiting = null;
        try {
            RemoteConfig config = RemoteConfig.of(pieces);
            memory.keys().want(config.identities());
            waiting = new Arrived(pieces, config);
        } catch (IOException | RuntimeException e) {
            refuse(pieces, e);
        }
    }

    /// A config is served when its keys are here, or the control plane does not have them.
    private void askForKeys(Frames frames) throws IOException {
        if (!asked.isEmpty()) {
            return;
        }
        asked = memory.keys().lacking();
        if (asked.isEmpty()) {
            applyWaiting();
        } else {
            frames.write(new Message.Ask(asked));
        }
    }

    private void onKeys(Message.Keys answer) throws LinkException {
        if (asked.isEmpty()) {
            throw unexpected(answer);
        }
        memory.keys().onAnswer(asked, answer);
        asked = List.of();
    }

    private void applyWaiting() {
        Arrived next = waiting;
        if (next == null) {
            return;
        }
        waiting = null;
        long begun = System.nanoTime();
        try {
            receiver.onConfig(next.config());
            status = new Message.Status(next.pieces().id(), (System.nanoTime() - begun) / 1_000, "");
            memory.keys().onServed();
            if (memory.file() != null) {
                memory.file().write(next.pieces());
            }
        } catch (RuntimeException e) {
            refuse(next.pieces(), e);
        }
    }

    private void refuse(Pieces pieces, Exception failure) {
        String reason = SafeText.oneLine(String.valueOf(failure.getMessage()));
        LOG.warn("the snapshot {} cannot be served, the present one stays: {}", pieces.id(), reason);
        status = new Message.Status(status.serving(), 0, reason);
    }

    private SSLSocket connect(InetSocketAddress address, SSLContext context) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket();
        connection = socket;
        if (closed) {
            throw new LinkException("stopping");
        }
        Trust.restrict(socket);
        socket.connect(address, CONNECT_MILLIS);
        socket.setSoTimeout(GREETING_MILLIS);
        socket.setTcpNoDelay(true);
        socket.startHandshake();
        return socket;
    }

    private void closeConnection() {
        Socket open = connection;
        if (open == null) {
            return;
        }
        try {
            open.close();
        } catch (IOException e) {
            LOG.debug("the connection could not be closed", e);
        }
    }

    private static LinkException unexpected(Message message) {
        return new LinkException(
                "the control plane may not say " + message.getClass().getSimpleName() + " now");
    }
}
