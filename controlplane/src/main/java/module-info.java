/// Decides what the data plane serves; the product's `Main`.
module io.sluice.controlplane {
    requires io.sluice.dataplane;
    requires org.jspecify;
    requires org.yaml.snakeyaml;
}
