package io.sluice.controlplane.labels;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

import io.sluice.controlplane.config.Printable;
import io.sluice.dataplane.model.Cors;
import org.jspecify.annotations.Nullable;

/// The labels that let pages of other origins use a service. What cannot be read is not allowed to them.
final class CorsLabels {

    private static final String ANY = "*";
    private static final Duration DEFAULT_MAX_AGE = Duration.ofMinutes(10);
    /// No browser remembers longer.
    private static final Duration MAX_MAX_AGE = Duration.ofDays(1);

    private final LabelReader labels;

    CorsLabels(LabelReader labels) {
        this.labels = labels;
    }

    /// Null: the proxy does not answer for the service.
    @Nullable
    Cors read() {
        List<String> origins = labels.readEach(LabelNames.CORS_ORIGINS, CorsLabels::origin);
        List<String> methods = labels.readEach(LabelNames.CORS_METHODS, CorsLabels::method);
        List<String> fields = labels.readEach(LabelNames.CORS_HEADERS, CorsLabels::field);
        boolean credentials = labels.isTrue(LabelNames.CORS_CREDENTIALS);
        Duration maxAge = labels.read(
                        LabelNames.CORS_MAX_AGE, text -> Values.duration(text, Duration.ZERO, MAX_MAX_AGE))
                .orElse(DEFAULT_MAX_AGE);
        labels.requires(
                LabelNames.CORS_ORIGINS,
                LabelNames.CORS_METHODS,
                LabelNames.CORS_HEADERS,
                LabelNames.CORS_CREDENTIALS,
                LabelNames.CORS_MAX_AGE);
        if (origins.isEmpty()) {
            return null;
        }
        return new Cors(origins, methods, fields, credentials && mayUseCredentials(origins), maxAge);
    }

    private boolean mayUseCredentials(List<String> origins) {
        if (!origins.contains(ANY)) {
            return true;
        }
        labels.fault(
                LabelNames.CORS_CREDENTIALS,
                "credentials-for-any",
                "pages of any origin would act for their visitors",
                "list the origins by name in " + LabelNames.CORS_ORIGINS);
        return false;
    }

    /// As browsers send it.
    private static String origin(String text) {
        if (text.equals(ANY)) {
            return text;
        }
        HttpUrl url = HttpUrl.parse(text);
        if (url.path().length() > 1 || !url.query().isEmpty()) {
            throw new BadValue(
                    "invalid-origin",
                    Printable.quoted(text) + " has a path",
                    "write scheme, host and maybe port, as in 'https://app.example.com'");
        }
        return url.origin();
    }

    /// Browsers spell the usual ones in capitals.
    private static String method(String text) {
        if (!Values.isToken(text) || text.equals(ANY)) {
            throw new BadValue(
                    "invalid-method",
                    Printable.quoted(text) + " is not a method",
                    "list them by name, as in 'PUT, DELETE'");
        }
        return text.toUpperCase(Locale.ROOT);
    }

    private static String field(String text) {
        if (!Values.isToken(text) || text.equals(ANY)) {
            throw new BadValue(
                    "invalid-header",
                    Printable.quoted(text) + " is not the name of a header",
                    "list them by name, as in 'Content-Type, X-Requested-With'");
        }
        return text;
    }
}
