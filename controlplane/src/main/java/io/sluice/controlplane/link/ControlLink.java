package io.sluice.controlplane.link;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

import io.sluice.controlplane.identity.Authority;
import io.sluice.controlplane.identity.Identity;
import io.sluice.controlplane.identity.IdentityException;
import io.sluice.controlplane.identity.JoinToken;
import io.sluice.controlplane.identity.Role;
import io.sluice.controlplane.identity.Trust;
import io.sluice.controlplane.text.AddressText;
import io.sluice.dataplane.model.IdentitySource;
import io.sluice.dataplane.model.IdentityUnavailableException;
import io.sluice.dataplane.model.TlsIdentity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where proxies connect to a control plane. A virtual thread accepts; each connection has one that reads and one that
/// writes. Any number of control planes may do the same beside each other: none knows of the others.
public final class ControlLink implements AutoCloseable {

    /// At once; more are closed.
    static final int MAX_CONNECTIONS = 2_000;

    private static final Logger LOG = LoggerFactory.getLogger(ControlLink.class);

    private final Authority authority;
    private final JoinToken token;
    private final IdentitySource keys;
    private final InstantSource clock;
    private final String name;
    private final ServerSocket server;
    private final Snapshots snapshots = new Snapshots();
    private final ProxyBook book;
    private final Set<ProxyConnection> connections = ConcurrentHashMap.newKeySet();
    private Identity identity; // acceptor
    private SSLContext tls; // acceptor
    private long accepts; // acceptor
    private volatile Set<String> identities = Set.of(); // those that the latest config names
    private volatile boolean closed;

    private ControlLink(
            ServerSocket server,
            String name,
            Authority authority,
            JoinToken token,
            IdentitySource keys,
            InstantSource clock) {
        this.server = server;
        this.identity = authority.issue(name, Role.CONTROL);
        this.tls = Trust.forControl(identity);
        this.name = name;
        this.authority = authority;
        this.token = token;
        this.keys = keys;
        this.clock = clock;
        this.book = new ProxyBook(clock);
    }

    /// Binds and begins to accept.
    ///
    /// @param name of this control plane in its certificate
    /// @param keys what proxies are sent of the certificates that configs name
    /// @throws IdentityException when the token is of another authority, or the address cannot be bound
    public static ControlLink start(
            InetSocketAddress address,
            String name,
            Authority authority,
            JoinToken token,
            IdentitySource keys,
            InstantSource clock) {
        if (!authority.knows(token)) {
            throw new IdentityException("the join token is not of this authority");
        }
        try {
            ServerSocket server = new ServerSocket();
            server.setReuseAddress(true);
            server.bind(address);
            ControlLink link = new ControlLink(server, name, authority, token, keys, clock);
            Thread.ofVirtual().name("link").start(link::accept);
            return link;
        } catch (IOException e) {
            throw new IdentityException("proxies cannot be served on " + AddressText.format(address), e);
        }
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    /// Every proxy is sent it as soon as it can be.
    ///
    /// @return its id
    public String publish(RemoteConfig config) {
        Pieces pieces = config.toPieces();
        identities = config.identities();
        book.onPublished(pieces.id());
        snapshots.publish(pieces);
        return pieces.id();
    }

    /// Those that are connected here, and those that were lately, by name.
    public List<ProxyView> proxies() {
        return book.proxies();
    }

    /// @param listener gets the id of a snapshot when every proxy that is connected here serves it; must not wait
    public void onServed(Consumer<String> listener) {
        book.onServed(listener);
    }

    /// Proxies go to another control plane, and keep what they have.
    @Override
    public void close() {
        closed = true;
        try {
            server.close();
        } catch (IOException e) {
            LOG.debug("the listener for proxies could not be closed", e);
        }
        connections.forEach(ProxyConnection::close);
    }

    private void accept() {
        while (!closed) {
            try {
                Socket socket = server.accept();
                if (connections.size() >= MAX_CONNECTIONS) {
                    LOG.warn("a connection is refused: there are {} already", MAX_CONNECTIONS);
                    socket.close();
                    continue;
                }
                begin(socket);
            } catch (IOException | RuntimeException e) {
                onAcceptFailure(e);
            }
        }
    }

    private void begin(Socket accepted) throws IOException {
        renew();
        InetSocketAddress peer = (InetSocketAddress) accepted.getRemoteSocketAddress();
        SSLSocket socket = (SSLSocket)
                tls.getSocketFactory().createSocket(accepted, peer.getAddress().getHostAddress(), peer.getPort(), true);
        socket.setUseClientMode(false);
        socket.setWantClientAuth(true);
        Trust.restrict(socket);
        ProxyConnection connection = new ProxyConnection(socket, this, ++accepts);
        connections.add(connection);
        Thread.ofVirtual().name("link-", 0).start(() -> {
            connection.run();
            connections.remove(connection);
        });
    }

    private void renew() {
        if (identity.isOld(clock.instant())) {
            identity = authority.issue(name, Role.CONTROL);
            tls = Trust.forControl(identity);
        }
    }

    private void onAcceptFailure(Exception failure) {
        if (closed && failure instanceof SocketException) {
            return;
        }
        LOG.warn("a proxy's connection could not be accepted: {}", failure.toString());
        try {
            Thread.sleep(Duration.ofMillis(100));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed = true;
        }
    }

    List<byte[]> join(Message.Join join) throws LinkException {
        if (!token.isSecret(join.secret())) {
            throw new LinkException("the join token is wrong");
        }
        return issue(join.name(), join.publicKey());
    }

    /// A token that was replaced puts out who joined with it.
    boolean admits(X509Certificate proxy) {
        return Role.PROXY.joinedWith(token, proxy);
    }

    List<byte[]> issue(String proxy, byte[] publicKey) throws LinkException {
        try {
            return authority.issue(proxy, Role.PROXY, token, publicKey);
        } catch (IdentityException e) {
            throw new LinkException(String.valueOf(e.getMessage()));
        }
    }

    /// Those that the latest config names, and no others. Blocks: files are read.
    Message.Keys keys(List<String> names) throws LinkException {
        if (names.size() > KeyRing.MAX_ASKED) {
            throw new LinkException("a proxy asks for " + names.size() + " certificates at once");
        }
        Map<String, TlsIdentity> found = new HashMap<>();
        Map<String, String> missing = new HashMap<>();
        for (String name : names) {
            if (!identities.contains(name)) {
                missing.put(name, "no host uses it now");
                continue;
            }
            try {
                found.put(name, keys.load(name));
            } catch (IdentityUnavailableException e) {
                missing.put(name, String.valueOf(e.getMessage()));
            }
        }
        return new Message.Keys(found, missing);
    }

    Snapshots snapshots() {
        return snapshots;
    }

    ProxyBook book() {
        return book;
    }
}
