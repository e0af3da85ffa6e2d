package io.sluice.dataplane.filter;

/// An encoder that codes one body after another.
sealed interface ReusableEncoder extends BodyEncoder permits GzipEncoder, ZstdEncoder {

    /// @param isStreamed see [Encoders#take]
    void begin(boolean isStreamed);

    /// Frees what it holds outside the heap; it is not used again.
    void end();
}
