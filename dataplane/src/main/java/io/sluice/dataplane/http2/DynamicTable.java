package io.sluice.dataplane.http2;

import java.util.Arrays;

/// The fields that one side of a connection has told to be remembered (RFC 7541, 2.3.2), newest first. Makes no object
/// per field: all bytes are in one array, oldest first, moved to its start when the end is reached.
final class DynamicTable {

    /// What an entry counts beside its bytes (RFC 7541, 4.1).
    static final int ENTRY_OVERHEAD = 32;

    /// Colon and blank, as a line of HTTP/1.1 has them.
    static final int SEPARATOR_BYTES = 2;

    private static final int INITIAL_BYTES = 512;
    private static final int INITIAL_ENTRIES = 16;

    /// Per entry: offset of its name, length of the name, length of the value, which follows name and separator, and a
    /// [FieldMark].
    private static final int STRIDE = 4;

    private final int limitBytes;
    private int maxBytes;
    private int sizeBytes; // with overhead
    private byte[] bytes = new byte[INITIAL_BYTES];
    private int start; // of the oldest entry
    private int end;
    private int[] entries = new int[INITIAL_ENTRIES * STRIDE]; // a ring
    private int oldest; // its place in the ring
    private int count;

    /// @param limitBytes what we have allowed: SETTINGS_HEADER_TABLE_SIZE
    DynamicTable(int limitBytes) {
        this.limitBytes = limitBytes;
        maxBytes = limitBytes;
    }

    /// The other side uses no more than so much of what is allowed; false: that is more.
    boolean resize(int newMaxBytes) {
        if (newMaxBytes > limitBytes) {
            return false;
        }
        maxBytes = newMaxBytes;
        evictTo(newMaxBytes);
        return true;
    }

    int count() {
        return count;
    }

    int sizeBytes() {
        return sizeBytes;
    }

    /// The storage of all entries; valid until the next [#add].
    byte[] bytes() {
        return bytes;
    }

    /// @param index from 0, the newest
    int nameStart(int index) {
        return entries[at(index)];
    }

    int nameBytes(int index) {
        return entries[at(index) + 1];
    }

    int valueBytes(int index) {
        return entries[at(index) + 2];
    }

    int mark(int index) {
        return entries[at(index) + 3];
    }

    void mark(int index, int mark) {
        entries[at(index) + 3] = mark;
    }

    private int at(int index) {
        return ((oldest + count - 1 - index) & (entries.length / STRIDE - 1)) * STRIDE;
    }

    /// Takes the line that begins at the name. One that is larger than the table empties it (RFC 7541, 4.4).
    ///
    /// @return whether it is in the table now
    boolean add(byte[] source, int nameStart, int nameBytes, int valueBytes) {
        int wanted = nameBytes + valueBytes + ENTRY_OVERHEAD;
        if (wanted > maxBytes) {
            evictTo(0);
            return false;
        }
        evictTo(maxBytes - wanted);
        int lineBytes = nameBytes + SEPARATOR_BYTES + valueBytes;
        reserveBytes(lineBytes);
        reserveEntry();
        System.arraycopy(source, nameStart, bytes, end, lineBytes);
        count++;
        int at = at(0);
        entries[at] = end;
        entries[at + 1] = nameBytes;
        entries[at + 2] = valueBytes;
        entries[at + 3] = FieldMark.NONE;
        end += lineBytes;
        sizeBytes += wanted;
        return true;
    }

    private void evictTo(int newSizeBytes) {
        while (sizeBytes > newSizeBytes) {
            int at = at(count - 1);
            int entryBytes = entries[at + 1] + entries[at + 2];
            start += entryBytes + SEPARATOR_BYTES;
            sizeBytes -= entryBytes + ENTRY_OVERHEAD;
            oldest = (oldest + 1) & (entries.length / STRIDE - 1);
            count--;
        }
        if (count == 0) {
            start = 0;
            end = 0;
        }
    }

    private void reserveBytes(int more) {
        if (end + more <= bytes.length) {
            return;
        }
        int kept = end - start;
        boolean isTight = (kept + more) * 2 > bytes.length;
        byte[] target = isTight ? new byte[Math.max(bytes.length * 2, (kept + more) * 2)] : bytes;
        System.arraycopy(bytes, start, target, 0, kept);
        for (int i = 0; i < count; i++) {
            entries[at(i)] -= start;
        }
        bytes = target;
        start = 0;
        end = kept;
    }

    private void reserveEntry() {
        int capacity = entries.length / STRIDE;
        if (count < capacity) {
            return;
        }
        int[] larger = Arrays.copyOf(entries, entries.length * 2);
        int untilWrap = (capacity - oldest) * STRIDE;
        System.arraycopy(entries, oldest * STRIDE, larger, 0, untilWrap);
        System.arraycopy(entries, 0, larger, untilWrap, oldest * STRIDE);
        entries = larger;
        oldest = 0;
    }
}
