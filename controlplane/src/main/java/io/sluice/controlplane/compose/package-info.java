/// The provider that needs no engine: a Compose file says which services there are, and its `x-sluice` extension where
/// their tasks listen. Reading is pure; only [ComposeWatcher] touches the file system over and over.
@NullMarked
package io.sluice.controlplane.compose;

import org.jspecify.annotations.NullMarked;
