package io.sluice.dataplane.loop;

import java.net.StandardSocketOptions;
import java.util.List;
import java.util.Optional;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.UnixChannelOption;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringChannelOption;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringIoHandlerConfig;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import io.sluice.dataplane.model.TransportChoice;
import jdk.net.ExtendedSocketOptions;

/// How bytes reach the kernel: one of Netty's transports, with the options that differ between them.
public enum Transport {
    IO_URING("io_uring", IoUringServerSocketChannel.class, IoUringSocketChannel.class) {
        @Override
        public IoHandlerFactory ioHandlerFactory() {
            // One thread submits, and completions run when it asks: without it io_uring is slower than epoll.
            return IoUringIoHandler.newFactory(new IoUringIoHandlerConfig().setSingleIssuer(true));
        }

        @Override
        public ChannelOption<Boolean> reusePort() {
            return UnixChannelOption.SO_REUSEPORT;
        }

        @Override
        public void watchPeer(Bootstrap bootstrap) {
            bootstrap
                    .option(ChannelOption.SO_KEEPALIVE, true)
                    .option(IoUringChannelOption.TCP_KEEPIDLE, PROBE_AFTER_SECONDS)
                    .option(IoUringChannelOption.TCP_KEEPINTVL, PROBE_EVERY_SECONDS)
                    .option(IoUringChannelOption.TCP_KEEPCNT, PROBES)
                    .option(IoUringChannelOption.TCP_USER_TIMEOUT, DEAD_PEER_MILLIS);
        }

        @Override
        public Optional<String> problem() {
            return IoUring.isAvailable() ? Optional.empty() : Optional.of(reason(IoUring.unavailabilityCause()));
        }
    },
    EPOLL("epoll", EpollServerSocketChannel.class, EpollSocketChannel.class) {
        @Override
        public IoHandlerFactory ioHandlerFactory() {
            return EpollIoHandler.newFactory();
        }

        @Override
        public ChannelOption<Boolean> reusePort() {
            return UnixChannelOption.SO_REUSEPORT;
        }

        @Override
        public void watchPeer(Bootstrap bootstrap) {
            bootstrap
                    .option(ChannelOption.SO_KEEPALIVE, true)
                    .option(EpollChannelOption.TCP_KEEPIDLE, PROBE_AFTER_SECONDS)
                    .option(EpollChannelOption.TCP_KEEPINTVL, PROBE_EVERY_SECONDS)
                    .option(EpollChannelOption.TCP_KEEPCNT, PROBES)
                    .option(EpollChannelOption.TCP_USER_TIMEOUT, DEAD_PEER_MILLIS);
        }

        @Override
        public Optional<String> problem() {
            return Epoll.isAvailable() ? Optional.empty() : Optional.of(reason(Epoll.unavailabilityCause()));
        }
    },
    NIO("nio", NioServerSocketChannel.class, NioSocketChannel.class) {
        @Override
        public IoHandlerFactory ioHandlerFactory() {
            return NioIoHandler.newFactory();
        }

        @Override
        public ChannelOption<Boolean> reusePort() {
            return NioChannelOption.of(StandardSocketOptions.SO_REUSEPORT);
        }

        // Java knows no user time-out: what was sent to a dead peer is given up by the kernel, after many minutes, or
        // by
        // the response's time-out.
        @Override
        public void watchPeer(Bootstrap bootstrap) {
            bootstrap
                    .option(ChannelOption.SO_KEEPALIVE, true)
                    .option(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE), PROBE_AFTER_SECONDS)
                    .option(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL), PROBE_EVERY_SECONDS)
                    .option(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT), PROBES);
        }

        @Override
        public Optional<String> problem() {
            return Optional.empty();
        }
    };

    /// A peer that says nothing is asked after so long, so often, so many times: five seconds in all.
    private static final int PROBE_AFTER_SECONDS = 2;

    private static final int PROBE_EVERY_SECONDS = 1;
    private static final int PROBES = 3;

    /// A peer that confirms nothing of what was sent is dead after so long (TCP_USER_TIMEOUT, RFC 5482).
    private static final int DEAD_PEER_MILLIS = 5_000;

    private static final System.Logger LOG = System.getLogger(Transport.class.getName());

    /// Best first, by CPU time per request: see ADR 2.
    private static final List<Transport> PREFERENCE = List.of(IO_URING, EPOLL, NIO);

    static {
        // Read by Netty when the first ring is made; see ADR 2. Out of file descriptors, a multishot accept fails and
        // is armed again without end. A multishot poll tells once of bytes and of the peer's end behind them, and
        // Netty may stop reading between the two.
        System.setProperty("io.netty.iouring.acceptMultiShotEnabled", "false");
        System.setProperty("io.netty.iouring.pollAddMultishotEnabled", "false");
    }

    private final String label;
    private final Class<? extends ServerChannel> serverChannel;
    private final Class<? extends Channel> clientChannel;

    Transport(String label, Class<? extends ServerChannel> serverChannel, Class<? extends Channel> clientChannel) {
        this.label = label;
        this.serverChannel = serverChannel;
        this.clientChannel = clientChannel;
    }

    /// The transport to use: the chosen one, or for [TransportChoice#AUTO] the best that works. A choice that does not
    /// work falls to the next best, loudly: a proxy that serves is worth more than one that is fast.
    public static Transport choose(TransportChoice choice) {
        return switch (choice) {
            case AUTO -> firstWorking(PREFERENCE);
            case IO_URING -> firstWorking(List.of(IO_URING, EPOLL, NIO));
            case EPOLL -> firstWorking(List.of(EPOLL, IO_URING, NIO));
            case NIO -> NIO;
        };
    }

    private static Transport firstWorking(List<Transport> candidates) {
        for (Transport candidate : candidates) {
            Optional<String> problem = candidate.problem();
            if (problem.isEmpty()) {
                return candidate;
            }
            LOG.log(System.Logger.Level.WARNING, "transport {0} does not work here: {1}", candidate, problem.get());
        }
        return NIO;
    }

    /// Makes the I/O part of an event loop.
    public abstract IoHandlerFactory ioHandlerFactory();

    /// Lets every loop bind a listener socket of its own to the same port.
    public abstract ChannelOption<Boolean> reusePort();

    /// Lets the kernel find out within some five seconds that the peer of a connection is gone without a word: its host
    /// is down, or the network between drops everything.
    public abstract void watchPeer(Bootstrap bootstrap);

    /// Why it cannot be used on this host; empty when it can.
    public abstract Optional<String> problem();

    public Class<? extends ServerChannel> serverChannel() {
        return serverChannel;
    }

    public Class<? extends Channel> clientChannel() {
        return clientChannel;
    }

    /// Direct buffers, pooled per loop thread. Netty's default, the adaptive allocator, costs more at every size here
    /// (see `perf/RESULTS.md`).
    public ByteBufAllocator allocator() {
        return PooledByteBufAllocator.DEFAULT;
    }

    /// Requests are small; uploads make the buffers grow.
    public RecvByteBufAllocator downstreamReceiveBuffers() {
        return new AdaptiveRecvByteBufAllocator(1024, 2 * 1024, 128 * 1024);
    }

    /// Responses of any size in few reads: the number of system calls decides what a large body costs.
    public RecvByteBufAllocator upstreamReceiveBuffers() {
        return new AdaptiveRecvByteBufAllocator(1024, 16 * 1024, 256 * 1024);
    }

    @Override
    public String toString() {
        return label;
    }

    private static String reason(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }
}
