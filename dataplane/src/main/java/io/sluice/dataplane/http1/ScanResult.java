package io.sluice.dataplane.http1;

/// What a scanner says of the bytes it was given.
enum ScanResult {
    /// Correct so far; more is needed.
    INCOMPLETE,
    COMPLETE,
    /// See the scanner's `failure()`.
    REFUSED
}
