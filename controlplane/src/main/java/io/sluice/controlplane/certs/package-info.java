/// Certificates and keys: where they are, whether they are good, and their bytes when the data plane asks for them.
@NullMarked
package io.sluice.controlplane.certs;

import org.jspecify.annotations.NullMarked;
