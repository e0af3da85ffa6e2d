/// What routes ask for beside their action: checks of requests, changes of messages. Pure: nothing here opens a
/// connection.
@NullMarked
package io.sluice.dataplane.filter;

import org.jspecify.annotations.NullMarked;
