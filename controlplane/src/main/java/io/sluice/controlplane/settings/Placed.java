package io.sluice.controlplane.settings;

/// A value as text, and where it stands.
///
/// @param position `config.toml:12:3`
/// @param key in full: `Extensions.default.Config.ReadTimeout`
public record Placed(String text, String position, String key) {}
