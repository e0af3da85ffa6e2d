/// Decides what the data plane serves; the product's `Main`.
module io.sluice.controlplane {
    requires io.sluice.dataplane;
    requires com.fasterxml.jackson.databind;
    requires com.github.dockerjava.transport;
    requires com.github.dockerjava.transport.httpclient5;
    requires org.jspecify;
    requires org.slf4j;
}
