package io.sluice.dataplane;

import java.io.IOException;
import java.net.SocketException;
import java.util.Arrays;

import io.sluice.dataplane.http2.Http2Wire;
import io.sluice.dataplane.metrics.Counter;
import io.sluice.dataplane.model.TransportChoice;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/// Clients that cost more than they ask for. The connection ends and says why; others are served.
@OnEachTransport
class Http2FloodIT {

    private static final int ENHANCE_YOUR_CALM = 11;
    private static final int FRAMES = 1_000;

    private final TransportChoice transport;
    private RunningProxy proxy;
    private ScriptedEndpoint endpoint;

    Http2FloodIT(TransportChoice transport) {
        this.transport = transport;
    }

    @BeforeEach
    void start() throws IOException {
        proxy = RunningProxy.startHttp2(transport);
        endpoint = ScriptedEndpoint.ok();
        proxy.serving(endpoint);
    }

    @AfterEach
    void stop() throws IOException {
        try (RunningProxy closing = proxy;
                ScriptedEndpoint ending = endpoint) {
            if (closing != null) {
                closing.awaitQuiet();
            }
        }
    }

    /// What one round of a flood sends; a round is a frame.
    enum Flood {
        PING {
            @Override
            void send(Http2Wire client, int round) throws IOException {
                client.ping();
            }
        },
        PING_ACK {
            @Override
            void send(Http2Wire client, int round) throws IOException {
                client.send(6, 1, 0, new byte[8]);
            }
        },
        SETTINGS {
            @Override
            void send(Http2Wire client, int round) throws IOException {
                client.send(4, 0, 0, Http2Wire.setting(4, 65_535));
            }
        },
        SETTINGS_ACK {
            @Override
            void send(Http2Wire client, int round) throws IOException {
                client.send(4, 1, 0, new byte[0]);
            }
        },
        PRIORITY {
            @Override
            void send(Http2Wire client, int round) throws IOException {
                client.send(2, 0, 2 * round + 3, Http2Wire.priority(0));
            }
        },
        PRIORITY_UPDATE {
            @Override
            void send(Http2Wire client, int round) throws IOException {
                client.send(16, 0, 0, Http2Wire.ints(2 * round + 1));
            }
        },
        WINDOW_UPDATE {
            @Override
            void send(Http2Wire client, int round) throws IOException {
                client.windowUpdate(0, 1);
            }
        },
        UNKNOWN {
            @Override
            void send(Http2Wire client, int round) throws IOException {
                client.send(0xfe, 0xff, round, new byte[3]);
            }
        },
        GOAWAY {
            @Override
            void send(Http2Wire client, int round) throws IOException {
                client.send(7, 0, 0, new byte[8]);
            }
        },
        EMPTY_DATA {
            @Override
            void send(Http2Wire client, int round) throws IOException {
                if (round == 0) {
                    client.post("/");
                }
                client.data(1, false, new byte[0]);
            }
        },
        PADDING {
            @Override
            void send(Http2Wire client, int round) throws IOException {
                if (round == 0) {
                    client.post("/");
                }
                byte[] padded = new byte[1 + 1 + 100];
                padded[0] = 100;
                client.send(0, 8, 1, padded);
            }
        },
        RESET_OF_CLOSED {
            @Override
            void send(Http2Wire client, int round) throws IOException {
                if (round == 0) {
                    client.await(client.get("/"));
                }
                client.reset(1, 8);
            }
        },
        DATA_ON_CLOSED {
            @Override
            void send(Http2Wire client, int round) throws IOException {
                if (round == 0) {
                    client.await(client.get("/"));
                }
                client.data(1, false, new byte[1]);
            }
        },
        MALFORMED {
            @Override
            void send(Http2Wire client, int round) throws IOException {
                client.headers(true, Http2Wire.request("GET", "/", "Upper: case"));
            }
        },
        /// CVE-2025-8671: the client makes us reset.
        ZERO_WINDOW_UPDATE {
            @Override
            void send(Http2Wire client, int round) throws IOException {
                int stream = client.post("/");
                client.windowUpdate(stream, 0);
            }
        },
        BEYOND_THE_LIMIT {
            @Override
            void send(Http2Wire client, int round) throws IOException {
                client.post("/");
            }
        },
        LARGE_BLOCKS {
            @Override
            void send(Http2Wire client, int round) throws IOException {
                byte[] bomb = new byte[16_000];
                System.arraycopy(Http2Wire.remembered("a", "x".repeat(3_900)), 0, bomb, 0, 3_906);
                Arrays.fill(bomb, 3_906, bomb.length, (byte) 0xbe);
                client.headers(true, bomb);
            }
        };

        abstract void send(Http2Wire client, int round) throws IOException;
    }

    /// R-H2-2, R-H2-3, R-H2-4: each within a thousand frames; blocks that mean more than they say, and resets that the
    /// client provokes, among them.
    @ParameterizedTest
    @EnumSource(Flood.class)
    void endsFlood(Flood flood) throws IOException {
        try (Http2Wire attacker = Http2Wire.connect(proxy.port())) {
            int sent = 0;
            try {
                while (sent < FRAMES && proxy.count(Counter.HTTP2_FLOODS) == 0) {
                    for (int i = 0; i < 10; i++) {
                        flood.send(attacker, sent++);
                    }
                }
            } catch (SocketException e) {
                // the connection is closed
            }

            proxy.awaitCount(Counter.HTTP2_FLOODS, 1); // no more than so many frames were needed
            assertThat(attacker.awaitEnd()).isEqualTo(ENHANCE_YOUR_CALM);
        }
        try (Http2Wire innocent = Http2Wire.connect(proxy.port())) {
            assertThat(innocent.await(innocent.get("/")).text()).isEqualTo("ok");
        }
    }

    /// R-H2-3: CVE-2023-44487.
    @Test
    void endsRapidReset() throws IOException {
        try (Http2Wire attacker = Http2Wire.connect(proxy.port())) {
            int sent = 0;
            try {
                while (sent < 300 && proxy.count(Counter.HTTP2_FLOODS) == 0) {
                    int stream = attacker.get("/");
                    attacker.reset(stream, 8);
                    sent += 2;
                }
            } catch (SocketException e) {
                // the connection is closed
            }

            proxy.awaitCount(Counter.HTTP2_FLOODS, 1);
            assertThat(sent).isLessThanOrEqualTo(300);
            assertThat(attacker.awaitEnd()).isEqualTo(ENHANCE_YOUR_CALM);
        }
        assertThat(endpoint.connections()).isLessThanOrEqualTo(200);
    }

    /// R-H2-2: more than eight frames, or four small ones, or an empty one.
    @ParameterizedTest
    @EnumSource(Continuations.class)
    void endsContinuationFlood(Continuations continuations) throws IOException {
        try (Http2Wire attacker = Http2Wire.connect(proxy.port())) {
            attacker.send(1, 1, 1, Http2Wire.request("GET", "/"));
            try {
                for (int i = 0; i < continuations.count; i++) {
                    attacker.send(9, 0, 1, Http2Wire.block("x-" + i + ": " + "y".repeat(continuations.bytes)));
                }
                attacker.send(9, continuations.flagsOfLast, 1, new byte[0]);
            } catch (SocketException e) {
                // the connection is closed
            }

            assertThat(attacker.awaitEnd()).isEqualTo(ENHANCE_YOUR_CALM);
        }
        assertThat(endpoint.requests()).isEmpty();
        assertThat(proxy.count(Counter.HTTP2_FLOODS)).isEqualTo(1);
    }

    enum Continuations {
        SMALL(5, 10, 0),
        MANY(9, 1_100, 0),
        LONG(3, 15_000, 0),
        EMPTY(1, 10, 0),
        EMPTY_AT_THE_END(1, 10, 4);

        private final int count;
        private final int bytes;
        private final int flagsOfLast;

        Continuations(int count, int bytes, int flagsOfLast) {
            this.count = count;
            this.bytes = bytes;
            this.flagsOfLast = flagsOfLast;
        }
    }

    /// R-H2-4: three quarters of the budget end the connection softly, and what is under way is served.
    @Test
    void asksToComeAnewBeforeItEnds() throws IOException {
        try (Http2Wire client = Http2Wire.connect(proxy.port())) {
            for (int i = 0; i < 20 + 80; i++) {
                client.ping();
            }

            Http2Wire.Frame goAway = client.awaitFrame(7);

            assertThat(goAway.errorCode()).isZero();
            assertThat(client.await(client.get("/")).text()).isEqualTo("ok");
        }
    }
}
