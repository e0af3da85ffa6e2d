package io.sluice.dataplane.http2;

/// Is told of each field of a block, pseudo fields included, in order. The bytes are those of the
/// [io.sluice.dataplane.http.Fields] that the block is decoded into: a line of HTTP/1.1, not checked in any way.
interface FieldSink {

    /// @param lineEnd behind the line's CRLF
    void onField(int nameStart, int nameEnd, int valueStart, int valueEnd, int lineEnd);

    /// The same, for those who keep a [FieldMark] of what came before.
    ///
    /// @param mark of this name and value, or [FieldMark#NONE]
    /// @return the mark to keep
    default int onField(int nameStart, int nameEnd, int valueStart, int valueEnd, int lineEnd, int mark) {
        onField(nameStart, nameEnd, valueStart, valueEnd, lineEnd);
        return mark;
    }
}
