/// Who may speak to whom between control planes and proxies: an authority of their own, the token with which a proxy
/// joins, and TLS in which both sides show a certificate that says their role.
@NullMarked
package io.sluice.controlplane.identity;

import org.jspecify.annotations.NullMarked;
