package io.sluice.controlplane.cli;

/// How a verb prints data.
enum OutputFormat {
    TABLE,
    JSON,
    YAML
}
