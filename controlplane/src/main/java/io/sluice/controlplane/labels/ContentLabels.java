package io.sluice.controlplane.labels;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.sluice.dataplane.model.ContentCoding;
import io.sluice.dataplane.model.RoutePolicy;

/// The labels about bodies: how long requests may be, how responses are compressed, which pages the proxy shows.
final class ContentLabels {

    static final int MAX_PAGE_BYTES = 8 * 1024;

    /// Those that cost the least time for their bytes first.
    private static final List<ContentCoding> ALL_CODINGS =
            List.of(ContentCoding.ZSTD, ContentCoding.BROTLI, ContentCoding.GZIP);

    private static final Map<String, ContentCoding> CODINGS = Map.of(
            "gzip", ContentCoding.GZIP,
            "zstd", ContentCoding.ZSTD,
            "br", ContentCoding.BROTLI,
            "brotli", ContentCoding.BROTLI);

    private final LabelReader labels;

    ContentLabels(LabelReader labels) {
        this.labels = labels;
    }

    /// Zero says, as in nginx, that there is no limit.
    long maxBodyBytes() {
        long bytes = labels.read(LabelNames.MAX_BODY, Values::size).orElse(0L);
        return bytes == 0 ? RoutePolicy.UNLIMITED : bytes;
    }

    /// A boolean, or codings in the order of preference.
    List<ContentCoding> compression() {
        Optional<Boolean> all = labels.text(LabelNames.COMPRESS).map(Values.BOOLEANS::get);
        if (all.isPresent()) {
            return all.get() ? ALL_CODINGS : List.of();
        }
        return labels.readEach(LabelNames.COMPRESS, item -> Values.word(item, CODINGS, "invalid-coding"));
    }

    /// Empty: the service is in use. An empty text: the proxy's own page.
    Optional<String> maintenance() {
        String page =
                labels.read(LabelNames.MAINTENANCE_PAGE, ContentLabels::page).orElse("");
        return labels.isTrue(LabelNames.MAINTENANCE) ? Optional.of(page) : Optional.empty();
    }

    /// Empty: the proxy's own.
    String errorPage() {
        return labels.read(LabelNames.ERROR_PAGE, ContentLabels::page).orElse("");
    }

    private static String page(String text) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_PAGE_BYTES) {
            throw new BadValue(
                    "page-too-large",
                    "the page has " + bytes + " bytes, the limit is " + MAX_PAGE_BYTES,
                    "shorten it, or let it load its styles and images from elsewhere");
        }
        return text;
    }
}
