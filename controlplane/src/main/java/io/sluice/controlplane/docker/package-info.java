/// The Docker Engine API: one HTTP client with limits, the version negotiated, every error with its remedy. All that is
/// ever asked of an engine is in [io.sluice.controlplane.docker.EngineCall].
@NullMarked
package io.sluice.controlplane.docker;

import org.jspecify.annotations.NullMarked;
