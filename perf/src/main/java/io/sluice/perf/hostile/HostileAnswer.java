package io.sluice.perf.hostile;

import java.io.IOException;

import io.sluice.perf.wire.Wire;

/// One kind of wrong answer.
///
/// @param method of the request that it answers
/// @param mayComplete whether a proxy may make a whole and well-formed message of it: it is odd, not ambiguous. Of all
///     others the client may see an error of the proxy or a cut connection only
/// @param pauseMillis that a client waits behind it before it asks for something else
record HostileAnswer(String name, String method, boolean mayComplete, int pauseMillis, Script script) {

    @FunctionalInterface
    interface Script {

        /// Writes to the proxy.
        ///
        /// @return whether the connection goes on with the next request, if one comes
        boolean play(Wire wire) throws IOException;
    }

    /// Answers a GET with bytes and stays on the line.
    static HostileAnswer refused(String name, String bytes) {
        return new HostileAnswer(name, "GET", false, 0, staying(bytes));
    }

    static HostileAnswer tolerable(String name, String bytes) {
        return tolerable(name, "GET", bytes);
    }

    static HostileAnswer tolerable(String name, String method, String bytes) {
        return new HostileAnswer(name, method, true, 0, staying(bytes));
    }

    /// Hangs up behind the bytes.
    static HostileAnswer closed(String name, String bytes) {
        return new HostileAnswer(name, "GET", false, 0, wire -> {
            wire.sendRaw(bytes);
            return false;
        });
    }

    static HostileAnswer reset(String name, String bytes) {
        return new HostileAnswer(name, "GET", false, 0, wire -> {
            wire.sendRaw(bytes);
            wire.reset();
            return false;
        });
    }

    /// Repeats a piece until the proxy has had enough.
    ///
    /// @param limitBytes nobody should take so many
    static HostileAnswer endless(String name, String beginning, String piece, int limitBytes) {
        return new HostileAnswer(name, "GET", false, 0, wire -> {
            wire.sendRaw(beginning);
            String block = piece.repeat(Math.max(1, 4096 / piece.length()));
            for (int sent = 0; sent < limitBytes; sent += block.length()) {
                wire.sendRaw(block);
            }
            return false;
        });
    }

    private static Script staying(String bytes) {
        return wire -> {
            wire.sendRaw(bytes);
            return true;
        };
    }
}
