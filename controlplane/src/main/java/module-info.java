/// Decides what the data plane serves; the product's `Main`.
module io.sluice.controlplane {
    requires io.sluice.dataplane;
    requires bcrypt;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires com.fasterxml.jackson.dataformat.yaml;
    requires com.github.dockerjava.transport;
    requires com.github.dockerjava.transport.httpclient5;
    requires HdrHistogram;
    requires info.picocli;
    requires io.helidon.webserver;
    requires io.helidon.webserver.websocket;
    requires io.prometheus.metrics.config;
    requires io.prometheus.writer.text;
    requires io.prometheus.metrics.model;
    requires java.management;
    requires java.net.http;
    requires jdk.management;
    requires jdk.unsupported;
    requires org.bouncycastle.pkix;
    requires org.bouncycastle.provider;
    requires org.jspecify;
    requires org.slf4j;
    requires org.tomlj;
    requires org.yaml.snakeyaml;

    opens io.sluice.controlplane.cli to
            info.picocli;
}
