/// What the operator wants, as immutable values: virtual hosts, routes, clusters, endpoints. JDK only.
@NullMarked
package io.sluice.dataplane.model;

import org.jspecify.annotations.NullMarked;
