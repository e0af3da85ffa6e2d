/// The sample stack of `sluice demo`: small web services in this process, described by a Compose file.
@NullMarked
package io.sluice.controlplane.demo;

import org.jspecify.annotations.NullMarked;
