package io.sluice.dataplane.http2;

import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.http.FieldId;
import io.sluice.dataplane.http.FieldLines;

/// What a name and a value are found to be by themselves, as a number that is kept beside an entry of a table: a field
/// that is told again by its place is not judged again.
final class FieldMark {

    /// Not judged yet.
    static final int NONE = 0;
    /// Neither a field nor a pseudo field of a request.
    static final int BAD = 1 << 8;

    private static final int PSEUDO = 1 << 9; // with one of PseudoFields
    private static final int REGULAR = 1 << 10; // with one of FieldId
    private static final int WITHOUT_RULE = 1 << 11;

    private FieldMark() {}

    static int of(byte[] bytes, int nameStart, int nameEnd, int valueStart, int valueEnd) {
        if (nameStart < nameEnd && bytes[nameStart] == ':') {
            int which = PseudoFields.find(bytes, nameStart, nameEnd);
            return which < 0 ? BAD : PSEUDO | which;
        }
        if (FieldLines.check(bytes, nameStart, nameEnd, valueStart, valueEnd) != Failure.NONE) {
            return BAD;
        }
        byte id = FieldId.of(bytes, nameStart, nameEnd);
        boolean hasRule = id != FieldId.OTHER || hasUnderscore(bytes, nameStart, nameEnd);
        return REGULAR | (id & 0xff) | (hasRule ? 0 : WITHOUT_RULE);
    }

    private static boolean hasUnderscore(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '_') {
                return true;
            }
        }
        return false;
    }

    static boolean isPseudo(int mark) {
        return (mark & PSEUDO) != 0;
    }

    /// One of [PseudoFields].
    static int pseudo(int mark) {
        return mark & 0xff;
    }

    /// One of [FieldId].
    static byte id(int mark) {
        return (byte) mark;
    }

    /// Whatever is said in it, it is forwarded.
    static boolean isWithoutRule(int mark) {
        return (mark & WITHOUT_RULE) != 0;
    }
}
