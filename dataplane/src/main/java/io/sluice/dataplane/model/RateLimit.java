package io.sluice.dataplane.model;

/// At most so many requests of one client to one route; more: 429 with Retry-After.
///
/// @param requestsPerSecond in the long run, more than zero
/// @param burst requests at once, at least 1
public record RateLimit(double requestsPerSecond, int burst) {

    public RateLimit {
        if (!(requestsPerSecond > 0) || burst < 1) {
            throw new IllegalArgumentException(
                    "a rate limit needs a rate above 0 and a burst of at least 1: " + requestsPerSecond + ", " + burst);
        }
    }
}
