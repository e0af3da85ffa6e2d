package io.sluice.perf.soak;

import java.io.IOException;
import java.util.Random;

/// One client that does the same kind of thing again and again.
interface Client {

    /// Does it once.
    void step(Random random) throws IOException, InterruptedException;

    /// Gives back the connection, in good order where nothing has gone wrong.
    void close() throws IOException;

    /// Mean time between two steps.
    long pauseMillis();
}
