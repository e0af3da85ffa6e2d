package io.sluice.controlplane.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.sluice.controlplane.text.SizeText;
import io.sluice.dataplane.model.Limits;

/// How large the head of a request may be, as nginx says it: so many buffers of such a size, one line in each.
///
/// @param lineBytes of the request line, and of each field
/// @param headBytes of all together
public record HeaderBuffers(int lineBytes, int headBytes) {

    public static final HeaderBuffers DEFAULT =
            new HeaderBuffers(Limits.DEFAULT.fieldLineBytes(), Limits.DEFAULT.requestHeadBytes());

    private static final int MIN_LINE_BYTES = 1024;
    private static final int MAX_HEAD_BYTES = 1024 * 1024;
    private static final Pattern FORM = Pattern.compile("(?<count>[1-9]\\d{0,2}) +(?<size>\\S+)");

    /// Throws [IllegalArgumentException] for anything else than `4 8k`.
    static HeaderBuffers parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no number and size like '4 8k'");
        }
        long line = SizeText.parse(matcher.group("size"));
        long head = line * Integer.parseInt(matcher.group("count"));
        if (line < MIN_LINE_BYTES || head > MAX_HEAD_BYTES) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not between '1 1k' and 1 MiB for all buffers together");
        }
        return new HeaderBuffers((int) line, (int) head);
    }

    public Limits applyTo(Limits limits) {
        return equals(DEFAULT) ? limits : limits.withRequestHeads(lineBytes, headBytes);
    }
}
