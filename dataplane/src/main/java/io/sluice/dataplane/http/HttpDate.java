package io.sluice.dataplane.http;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.LongSupplier;

import io.sluice.dataplane.loop.OnLoop;

/// The Date line of responses that have none (RFC 9110, 6.6.1), made anew once a second.
@OnLoop
public final class HttpDate {

    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("'date: 'EEE, dd MMM yyyy HH:mm:ss 'GMT\r\n'", Locale.ROOT);
    private static final long MILLIS_PER_SECOND = 1000;

    private final LongSupplier clock;
    private long second = Long.MIN_VALUE;
    private byte[] line = {};

    /// @param clock milliseconds since 1970
    public HttpDate(LongSupplier clock) {
        this.clock = clock;
    }

    public void appendTo(HeadWriter writer) {
        long now = Math.floorDiv(clock.getAsLong(), MILLIS_PER_SECOND);
        if (now != second) {
            second = now;
            line = Octets.ascii(FORMAT.format(ZonedDateTime.ofInstant(Instant.ofEpochSecond(now), ZoneOffset.UTC)));
        }
        writer.append(line);
    }
}
