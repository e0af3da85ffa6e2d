/// The command line: verbs that start the proxy, and verbs that ask its admin listener.
@NullMarked
package io.sluice.controlplane.cli;

import org.jspecify.annotations.NullMarked;
