package io.sluice.controlplane.health;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.sluice.controlplane.config.Printable;

/// Reads an HTTP/1.x response from its first byte to the empty line behind its head. Of all that, only the status
/// counts; interim responses (1xx) are passed over.
final class ResponseStart {

    /// Interim responses and heads together.
    static final int MAX_BYTES = 64 * 1024;

    private static final int MAX_SHOWN_CHARS = 40;
    private static final int SWITCHING_PROTOCOLS = 101;
    private static final String VERSION = "HTTP/1.";
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] ([1-5]\\d\\d)( .*)?");

    private final StringBuilder line = new StringBuilder(); // its last CR included
    private int byteCount;
    private int status; // 0: the status line is not complete
    private boolean over;
    private Optional<String> problem = Optional.empty();

    /// Takes what comes next; what follows the head is ignored.
    void accept(byte[] bytes, int count) {
        for (int i = 0; i < count && !over; i++) {
            acceptByte(bytes[i] & 0xff);
        }
        if (!over && status == 0 && !VERSION.startsWith(line.substring(0, Math.min(line.length(), VERSION.length())))) {
            refuseLine();
        }
    }

    boolean hasBegun() {
        return byteCount > 0;
    }

    /// Nothing more is needed: there is a status, or a problem.
    boolean isOver() {
        return over;
    }

    /// Why there will be no status, fit to print.
    Optional<String> problem() {
        return problem;
    }

    /// Of the final response; valid when it is over without a problem.
    int status() {
        return status;
    }

    private void acceptByte(int octet) {
        byteCount++;
        if (octet == '\n') {
            onLine();
            line.setLength(0);
        } else if (byteCount >= MAX_BYTES) {
            refuse("no end of the response head within " + MAX_BYTES / 1024 + " KiB");
        } else {
            line.append((char) octet);
        }
    }

    private void onLine() {
        if (!line.isEmpty() && line.charAt(line.length() - 1) == '\r') {
            line.setLength(line.length() - 1);
        }
        if (status == 0) {
            onStatusLine();
        } else if (line.isEmpty()) {
            onHeadEnd();
        }
    }

    private void onStatusLine() {
        Matcher matcher = STATUS_LINE.matcher(line);
        if (matcher.matches()) {
            status = Integer.parseInt(matcher.group(1));
        } else {
            refuseLine();
        }
    }

    private void onHeadEnd() {
        if (status >= 200 || status == SWITCHING_PROTOCOLS) {
            over = true;
        } else {
            status = 0;
        }
    }

    private void refuseLine() {
        String shown = line.substring(0, Math.min(line.length(), MAX_SHOWN_CHARS));
        refuse("no HTTP/1.x response but " + (shown.isEmpty() ? "an empty line" : Printable.quoted(shown)));
    }

    private void refuse(String reason) {
        over = true;
        problem = Optional.of(reason);
    }
}
