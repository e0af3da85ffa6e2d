/// Moves bytes; knows nothing of Docker.
module io.sluice.dataplane {
    requires transitive org.jspecify;
    requires com.aayushatharva.brotli4j;
    requires com.github.luben.zstd_jni;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.transport;
    requires io.netty.transport.classes.epoll;
    requires io.netty.transport.classes.io_uring;
    requires io.netty.transport.unix.common;
    requires jdk.net;
    requires org.agrona;
    requires transitive HdrHistogram;

    exports io.sluice.dataplane;
    exports io.sluice.dataplane.metrics;
    exports io.sluice.dataplane.model;
}
