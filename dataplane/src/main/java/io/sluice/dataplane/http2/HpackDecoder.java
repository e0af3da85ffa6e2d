package io.sluice.dataplane.http2;

import io.sluice.dataplane.http.Fields;

/// Decodes blocks of fields (RFC 7541) into lines of HTTP/1.1, without an object per field. One per connection.
final class HpackDecoder {

    enum Result {
        COMPLETE,
        /// More than allowed: the fields are not to be used, but the table is in step.
        TOO_LARGE,
        /// The table is out of step: the connection cannot go on.
        BROKEN
    }

    /// Beyond any length that we allow.
    private static final int MAX_INTEGER = 1 << 28;

    private static final int SEPARATOR_BYTES = DynamicTable.SEPARATOR_BYTES;
    private static final int LINE_OVERHEAD = SEPARATOR_BYTES + 2; // and CR, LF

    private final DynamicTable table;
    private byte[] in = {};
    private int position;
    private int end;
    private int listBytes; // as SETTINGS_MAX_HEADER_LIST_SIZE counts
    private boolean tooLarge;

    /// @param tableBytes SETTINGS_HEADER_TABLE_SIZE as we have told it
    HpackDecoder(int tableBytes) {
        table = new DynamicTable(tableBytes);
    }

    /// Decodes the whole block `[from, to)`.
    ///
    /// @param maxListBytes names, values and 32 for each field
    Result decode(byte[] block, int from, int to, Fields fields, int maxListBytes, FieldSink sink) {
        in = block;
        position = from;
        end = to;
        listBytes = 0;
        tooLarge = false;
        boolean isStart = true; // where the table may be resized (RFC 7541, 4.2)
        while (position < end) {
            int first = in[position];
            if ((first & 0xe0) == 0x20) {
                if (!isStart || !resize()) {
                    return Result.BROKEN;
                }
                continue;
            }
            isStart = false;
            boolean isValid = first < 0 ? indexed(fields, maxListBytes, sink) : literal(fields, maxListBytes, sink);
            if (!isValid) {
                return Result.BROKEN;
            }
        }
        return tooLarge ? Result.TOO_LARGE : Result.COMPLETE;
    }

    private boolean resize() {
        int size = integer(0x1f);
        return size >= 0 && table.resize(size);
    }

    private boolean indexed(Fields fields, int maxListBytes, FieldSink sink) {
        int index = integer(0x7f);
        if (!isKnown(index)) {
            return false;
        }
        if (index <= StaticTable.COUNT) {
            told(index, fields, maxListBytes, sink);
        } else {
            remembered(index - StaticTable.COUNT - 1, fields, maxListBytes, sink);
        }
        return true;
    }

    private void told(int index, Fields fields, int maxListBytes, FieldSink sink) {
        byte[] name = StaticTable.name(index);
        byte[] value = StaticTable.value(index);
        if (count(name.length + value.length, maxListBytes)) {
            fields.reserve(name.length + value.length + LINE_OVERHEAD);
            append(fields, name, 0, name.length);
            separator(fields);
            append(fields, value, 0, value.length);
            tell(fields, name.length, value.length, sink, StaticTable.mark(index));
        }
    }

    private void remembered(int entry, Fields fields, int maxListBytes, FieldSink sink) {
        int nameBytes = table.nameBytes(entry);
        int valueBytes = table.valueBytes(entry);
        if (count(nameBytes + valueBytes, maxListBytes)) {
            fields.reserve(nameBytes + valueBytes + LINE_OVERHEAD);
            append(fields, table.bytes(), table.nameStart(entry), nameBytes + SEPARATOR_BYTES + valueBytes);
            int mark = table.mark(entry);
            table.mark(entry, tell(fields, nameBytes, valueBytes, sink, mark));
        }
    }

    private boolean literal(Fields fields, int maxListBytes, FieldSink sink) {
        boolean isRemembered = (in[position] & 0x40) != 0;
        int index = integer(isRemembered ? 0x3f : 0x0f);
        if (tooLarge && !isRemembered) {
            return (index == 0 ? skipString() : isKnown(index)) && skipString();
        }
        int start = fields.length();
        int nameBytes = index == 0 ? string(fields) : indexedName(fields, index);
        if (nameBytes < 0) {
            return false;
        }
        fields.reserve(LINE_OVERHEAD);
        separator(fields);
        int valueBytes = string(fields);
        if (valueBytes < 0) {
            return false;
        }
        boolean isKept = isRemembered && table.add(fields.bytes(), start, nameBytes, valueBytes);
        if (count(nameBytes + valueBytes, maxListBytes)) {
            int mark = tell(fields, nameBytes, valueBytes, sink, FieldMark.NONE);
            if (isKept) {
                table.mark(0, mark);
            }
        } else {
            fields.advance(start - fields.length());
        }
        return true;
    }

    private boolean isKnown(int index) {
        return index > 0 && index <= StaticTable.COUNT + table.count();
    }

    private int indexedName(Fields fields, int index) {
        if (!isKnown(index)) {
            return -1;
        }
        if (index <= StaticTable.COUNT) {
            byte[] name = StaticTable.name(index);
            fields.reserve(name.length);
            append(fields, name, 0, name.length);
            return name.length;
        }
        int dynamic = index - StaticTable.COUNT - 1;
        int nameBytes = table.nameBytes(dynamic);
        fields.reserve(nameBytes);
        append(fields, table.bytes(), table.nameStart(dynamic), nameBytes);
        return nameBytes;
    }

    /// Whether the list is still within its bounds with this field.
    private boolean count(int bytes, int maxListBytes) {
        listBytes = Math.min(MAX_INTEGER, listBytes + bytes + DynamicTable.ENTRY_OVERHEAD);
        tooLarge |= listBytes > maxListBytes;
        return !tooLarge;
    }

    private static void append(Fields fields, byte[] source, int from, int count) {
        System.arraycopy(source, from, fields.bytes(), fields.length(), count);
        fields.advance(count);
    }

    private static void separator(Fields fields) {
        byte[] bytes = fields.bytes();
        int at = fields.length();
        bytes[at] = ':';
        bytes[at + 1] = ' ';
        fields.advance(SEPARATOR_BYTES);
    }

    private static int tell(Fields fields, int nameBytes, int valueBytes, FieldSink sink, int mark) {
        fields.reserve(2);
        byte[] bytes = fields.bytes();
        int at = fields.length();
        bytes[at] = '\r';
        bytes[at + 1] = '\n';
        fields.advance(2);
        int valueStart = at - valueBytes;
        int nameEnd = valueStart - SEPARATOR_BYTES;
        return sink.onField(nameEnd - nameBytes, nameEnd, valueStart, at, at + 2, mark);
    }

    /// Appends a string literal (RFC 7541, 5.2); its length, or -1.
    private int string(Fields fields) {
        if (position >= end) {
            return -1;
        }
        boolean isHuffman = in[position] < 0;
        int length = integer(0x7f);
        if (length < 0 || length > end - position) {
            return -1;
        }
        int from = position;
        position += length;
        int start = fields.length();
        if (!isHuffman) {
            fields.reserve(length);
            append(fields, in, from, length);
            return length;
        }
        fields.reserve(Huffman.maxDecodedBytes(length));
        int decodedEnd = Huffman.decode(in, from, position, fields.bytes(), start);
        if (decodedEnd < 0) {
            return -1;
        }
        fields.advance(decodedEnd - start);
        return decodedEnd - start;
    }

    /// Of a field that nobody wants any more: a long name that costs one byte here would cost us much.
    private boolean skipString() {
        int length = position < end ? integer(0x7f) : -1;
        if (length < 0 || length > end - position) {
            return false;
        }
        position += length;
        return true;
    }

    /// An integer whose first bits are those of the mask (RFC 7541, 5.1); -1 when it is cut off or out of all bounds.
    private int integer(int mask) {
        int value = in[position++] & mask;
        if (value < mask) {
            return value;
        }
        for (int shift = 0; position < end && shift <= 21; shift += 7) {
            int next = in[position++];
            value += (next & 0x7f) << shift;
            if (next >= 0) {
                return value < MAX_INTEGER ? value : -1;
            }
        }
        return -1;
    }
}
