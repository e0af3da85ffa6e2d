/// The life of one request: route, pick, send, relay, retry, answer.
@NullMarked
package io.sluice.dataplane.exchange;

import org.jspecify.annotations.NullMarked;
