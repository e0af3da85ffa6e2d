/// Knows the host: reads its limits and says what they cost. A leaf: the JDK only.
module io.sluice.tuning {
    requires transitive org.jspecify;

    exports io.sluice.tuning;
}
