/// The operator's file: Interlock's `config.toml` and what Sluice adds to it. Every key is used, translated, or named
/// with its place and the reason why not.
@NullMarked
package io.sluice.controlplane.settings;

import org.jspecify.annotations.NullMarked;
