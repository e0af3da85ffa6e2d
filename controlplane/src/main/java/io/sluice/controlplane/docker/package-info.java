/// The Docker Engine API, read only: one HTTP client with limits, the version negotiated, every error with its remedy.
///
/// All that Sluice asks of an engine, for the allow-list of a socket proxy, is `GET` of:
///
/// - `/_ping` (no version in the path)
/// - `/v1.NN/info`
/// - `/v1.NN/services`, `/v1.NN/tasks`, `/v1.NN/networks`, `/v1.NN/nodes`
/// - `/v1.NN/events`, held open
@NullMarked
package io.sluice.controlplane.docker;

import org.jspecify.annotations.NullMarked;
