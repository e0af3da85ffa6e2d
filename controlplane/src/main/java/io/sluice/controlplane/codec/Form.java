package io.sluice.controlplane.codec;

/// How values of one type are written and read.
interface Form {

    void write(Sink sink, Object value);

    Object read(Input input);

    /// What changes whenever the bytes of a value may.
    String description();
}
