package io.sluice.controlplane.docker;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Fails when more bytes come than allowed.
final class CappedStream extends FilterInputStream {
    private final long limitBytes;
    private long readBytes;

    CappedStream(InputStream in, long limitBytes) {
        super(in);
        this.limitBytes = limitBytes;
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        count(value < 0 ? 0 : 1);
        return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = super.read(buffer, offset, length);
        count(Math.max(count, 0));
        return count;
    }

    private void count(int bytes) throws IOException {
        readBytes += bytes;
        if (readBytes > limitBytes) {
            throw new IOException("the answer is longer than " + limitBytes + " bytes");
        }
    }
}
