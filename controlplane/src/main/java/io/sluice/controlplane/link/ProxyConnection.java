package io.sluice.controlplane.link;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;

import io.sluice.controlplane.identity.IdentityException;
import io.sluice.controlplane.identity.Role;
import io.sluice.controlplane.text.AddressText;
import io.sluice.controlplane.text.SafeText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One proxy on the control plane's side. Its reader is the thread that runs it.
final class ProxyConnection {

    /// From the connection to the end of the first message.
    static final Duration GREETING = Duration.ofSeconds(10);
    static final Duration HEARTBEAT = Duration.ofSeconds(5);
    /// Without a word of the proxy.
    static final Duration SILENCE = HEARTBEAT.multipliedBy(4);

    private static final Logger LOG = LoggerFactory.getLogger(ProxyConnection.class);

    private final SSLSocket socket;
    private final ControlLink link;
    private final long number;
    private final String peer;
    private final ReentrantLock writing = new ReentrantLock();
    private volatile boolean greeted;

    ProxyConnection(SSLSocket socket, ControlLink link, long number) {
        this.number = number;
        this.socket = socket;
        this.link = link;
        this.peer = AddressText.format((InetSocketAddress) socket.getRemoteSocketAddress());
    }

    /// Until the connection ends.
    void run() {
        Thread watch = Thread.ofVirtual().start(this::closeUnlessGreeted);
        try (socket) {
            socket.setSoTimeout((int) GREETING.toMillis());
            socket.setTcpNoDelay(true);
            socket.startHandshake();
            Frames frames = new Frames(socket.getInputStream(), socket.getOutputStream());
            Optional<String> name = proxyName();
            if (name.isPresent()) {
                serve(name.get(), frames, objectionToToken());
            } else {
                admit(frames);
            }
        } catch (LinkException e) {
            LOG.warn("{} is refused: {}", peer, SafeText.oneLine(String.valueOf(e.getMessage())));
        } catch (IOException e) {
            LOG.info("{} is gone: {}", peer, SafeText.oneLine(e.toString()));
        } catch (RuntimeException e) {
            LOG.warn("{} is closed", peer, e);
        } finally {
            greeted = true;
            watch.interrupt();
        }
    }

    void close() {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("{} could not be closed", peer, e);
        }
    }

    /// One that sends a byte now and then is not let off by the socket's time-out.
    private void closeUnlessGreeted() {
        try {
            Thread.sleep(GREETING);
            if (!greeted) {
                close();
            }
        } catch (InterruptedException e) {
            LOG.trace("{} has said who it is", peer);
        }
    }

    private String objectionToToken() throws IOException {
        return link.admits((X509Certificate) socket.getSession().getPeerCertificates()[0])
                ? ""
                : "it joined with another token than the present one";
    }

    private Optional<String> proxyName() throws LinkException {
        try {
            return Optional.of(
                    Role.PROXY.nameIn((X509Certificate) socket.getSession().getPeerCertificates()[0]));
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        } catch (IdentityException e) {
            throw new LinkException(String.valueOf(e.getMessage()));
        }
    }

    /// A stranger may do nothing but join.
    private void admit(Frames frames) throws IOException {
        if (!(frames.read(Frames.STRANGER_BYTES) instanceof Message.Join join)) {
            throw new LinkException("no certificate, and no join token");
        }
        try {
            frames.write(new Message.Certificate(link.join(join)));
            LOG.info("{} has joined as proxy {}", peer, SafeText.oneLine(join.name()));
        } catch (LinkException e) {
            frames.write(new Message.Refused(String.valueOf(e.getMessage())));
            throw e;
        }
    }

    private void serve(String name, Frames frames, String objectionToToken) throws IOException {
        if (!(frames.read(Frames.PROXY_BYTES) instanceof Message.Hello hello)) {
            throw new LinkException("proxy " + name + " did not begin with its versions");
        }
        greeted = true;
        String reason = objectionToToken.isEmpty() ? objection(hello) : objectionToToken;
        if (!reason.isEmpty()) {
            frames.write(new Message.Refused(reason));
            throw new LinkException("proxy " + name + ": " + reason);
        }
        socket.setSoTimeout((int) SILENCE.toMillis());
        frames.write(new Message.Welcome(Message.VERSION, (int) HEARTBEAT.toMillis()));
        link.book().onConnected(name, peer, hello, number);
        LOG.info("proxy {} is connected from {}", name, peer);
        Thread writer = Thread.ofVirtual().name("link-writer-" + name).start(() -> write(frames, hello.has()));
        try {
            read(name, frames);
        } finally {
            writer.interrupt();
            link.book().onDisconnected(name, number);
        }
    }

    private static String objection(Message.Hello hello) {
        if (hello.minVersion() > Message.VERSION || hello.maxVersion() < Message.VERSION) {
            return "it speaks versions " + hello.minVersion() + " to " + hello.maxVersion() + ", not "
                    + Message.VERSION;
        }
        return hello.schema().equals(RemoteConfig.SCHEMA)
                ? ""
                : "its configs have another form: control planes and proxies must be of the same version";
    }

    private void read(String name, Frames frames) throws IOException {
        while (true) {
            switch (frames.read(Frames.PROXY_BYTES)) {
                case Message.Status status -> link.book().onStatus(name, status, number);
                case Message.Renew renew -> write(frames, new Message.Certificate(link.issue(name, renew.publicKey())));
                case Message.Ask ask -> write(frames, link.keys(ask.identities()));
                case Message other ->
                    throw new LinkException(
                            "proxy " + name + " may not say " + other.getClass().getSimpleName());
            }
        }
    }

    /// Always the latest: what came while the proxy was slow is left out.
    private void write(Frames frames, String has) {
        String sent = has;
        try {
            while (true) {
                Optional<Pieces> next = link.snapshots().awaitOther(sent, HEARTBEAT.toMillis());
                if (next.isPresent()) {
                    write(frames, link.snapshots().messageTo(sent, next.get()));
                    sent = next.get().id();
                } else {
                    write(frames, new Message.Heartbeat());
                }
            }
        } catch (IOException | InterruptedException e) {
            close();
        }
    }

    private void write(Frames frames, Message message) throws IOException {
        writing.lock();
        try {
            frames.write(message);
        } finally {
            writing.unlock();
        }
    }
}
