package io.sluice.dataplane.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The bytes of one head and an index of its field lines. Names and values stay where they were received, as lines of
/// HTTP/1.1 (`name: value CRLF`), so that a run of forwarded lines is one copy. Reused from message to message.
public final class Fields {

    /// No trailers. Never written to.
    public static final Fields NONE = few();

    private static final byte[] CRLF = {'\r', '\n'};
    private static final int INITIAL_BYTES = 2048;
    private static final int KEPT_BYTES = 8192;
    private static final int INITIAL_FIELDS = 32;
    private static final int FEW_BYTES = 64;
    private static final int FEW_FIELDS = 2;

    /// Entries of the index per field: name start, name end, value start, value end, line end.
    private static final int STRIDE = 5;

    private final int initialBytes;
    private byte[] bytes;
    private int length;
    private int[] index;
    private byte[] ids;
    private int count;

    /// Where the scanner goes on: start of the line under scan, and what of it has been searched for its end.
    private int lineStart;

    private int searchedTo;

    /// Lines that the proxy adds, behind what was received; not in the index.
    private int addedStart;

    private int addedEnd;

    /// For a head.
    public Fields() {
        this(INITIAL_BYTES, INITIAL_FIELDS);
    }

    private Fields(int initialBytes, int initialFields) {
        this.initialBytes = initialBytes;
        bytes = new byte[initialBytes];
        index = new int[initialFields * STRIDE];
        ids = new byte[initialFields];
    }

    /// For trailers, of which there are most often none. Grows like the others.
    public static Fields few() {
        return new Fields(FEW_BYTES, FEW_FIELDS);
    }

    /// Makes it empty, and gives back memory that one large head made it take.
    public void clear() {
        length = 0;
        count = 0;
        lineStart = 0;
        searchedTo = 0;
        addedStart = 0;
        addedEnd = 0;
        if (bytes.length > KEPT_BYTES) {
            bytes = new byte[initialBytes];
        }
    }

    /// The storage; valid up to [#length()].
    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return length;
    }

    /// Makes room for `more` bytes after [#length()].
    public void reserve(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
        }
    }

    /// Tells that `more` bytes were written after [#length()], or taken back when negative.
    public void advance(int more) {
        length += more;
    }

    public int lineStart() {
        return lineStart;
    }

    public int searchedTo() {
        return searchedTo;
    }

    public void scanPosition(int newLineStart, int newSearchedTo) {
        lineStart = newLineStart;
        searchedTo = newSearchedTo;
    }

    public void add(byte id, int nameStart, int nameEnd, int valueStart, int valueEnd, int lineEnd) {
        if (count == ids.length) {
            ids = Arrays.copyOf(ids, count * 2);
            index = Arrays.copyOf(index, count * 2 * STRIDE);
        }
        int at = count * STRIDE;
        index[at] = nameStart;
        index[at + 1] = nameEnd;
        index[at + 2] = valueStart;
        index[at + 3] = valueEnd;
        index[at + 4] = lineEnd;
        ids[count++] = id;
    }

    /// Becomes what the other is, at the same places, without lines that were added to it.
    public void copy(Fields other) {
        clear();
        reserve(other.length);
        System.arraycopy(other.bytes, 0, bytes, 0, other.length);
        length = other.length;
        for (int i = 0; i < other.count; i++) {
            add(
                    other.ids[i],
                    other.nameStart(i),
                    other.nameEnd(i),
                    other.valueStart(i),
                    other.valueEnd(i),
                    other.lineEnd(i));
        }
    }

    public int count() {
        return count;
    }

    /// One of [FieldId].
    public byte id(int field) {
        return ids[field];
    }

    /// The field is not to be forwarded.
    public void drop(int field) {
        ids[field] = FieldId.DROPPED;
    }

    /// Adds whole lines, each with its CRLF, to those that are forwarded.
    public void addLines(byte[] lines) {
        addBytes(lines, 0, lines.length);
    }

    /// Adds one line: its name with colon and blank, then `[from, to)` of the source as its value.
    public void addLine(byte[] nameAndColon, byte[] source, int from, int to) {
        addBytes(nameAndColon, 0, nameAndColon.length);
        addBytes(source, from, to);
        addBytes(CRLF, 0, CRLF.length);
    }

    private void addBytes(byte[] source, int from, int to) {
        int count = to - from;
        int kept = addedEnd - addedStart;
        boolean isLast = addedEnd == length;
        reserve(isLast ? count : kept + count);
        if (!isLast) {
            System.arraycopy(bytes, addedStart, bytes, length, kept);
            addedStart = length;
            length += kept;
        }
        System.arraycopy(source, from, bytes, length, count);
        length += count;
        addedEnd = length;
    }

    /// Whole lines to forward beside those of the index: `[addedStart, addedEnd)`.
    public int addedStart() {
        return addedStart;
    }

    public int addedEnd() {
        return addedEnd;
    }

    public int nameStart(int field) {
        return index[field * STRIDE];
    }

    public int nameEnd(int field) {
        return index[field * STRIDE + 1];
    }

    public int valueStart(int field) {
        return index[field * STRIDE + 2];
    }

    public int valueEnd(int field) {
        return index[field * STRIDE + 3];
    }

    /// Behind the line's CRLF.
    public int lineEnd(int field) {
        return index[field * STRIDE + 4];
    }

    /// The first field with that id, or -1.
    public int find(byte id) {
        for (int i = 0; i < count; i++) {
            if (ids[i] == id) {
                return i;
            }
        }
        return -1;
    }

    /// The first field of that name that is not dropped, or -1.
    public int find(byte[] lowerCaseName) {
        for (int i = 0; i < count; i++) {
            if (ids[i] != FieldId.DROPPED && isNamed(i, lowerCaseName)) {
                return i;
            }
        }
        return -1;
    }

    /// Whether the field has that name, in any case.
    public boolean isNamed(int field, byte[] lowerCaseName) {
        return Octets.equalsIgnoreCase(bytes, nameStart(field), nameEnd(field), lowerCaseName);
    }

    /// For people and tests: the value as text. Makes an object.
    public String value(int field) {
        return text(valueStart(field), valueEnd(field));
    }

    /// For people and tests. Makes an object.
    public String text(int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }
}
