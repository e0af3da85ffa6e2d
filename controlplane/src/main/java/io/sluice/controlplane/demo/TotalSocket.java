package io.sluice.controlplane.demo;

import java.io.UncheckedIOException;

import io.helidon.websocket.WsListener;
import io.helidon.websocket.WsSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One client of `/total`: gets the total when it connects and whenever it changes, at most ten times a second.
final class TotalSocket implements WsListener {

    private static final Logger LOG = LoggerFactory.getLogger(TotalSocket.class);
    private static final long MIN_GAP_MILLIS = 100;
    private static final long PING_MILLIS = 20_000;

    private final HitCounter counter;
    private volatile boolean open = true;

    TotalSocket(HitCounter counter) {
        this.counter = counter;
    }

    @Override
    public void onOpen(WsSession session) {
        Thread.ofVirtual().name("total").start(() -> push(session));
    }

    @Override
    public void onClose(WsSession session, int status, String reason) {
        open = false;
    }

    @Override
    public void onError(WsSession session, Throwable failure) {
        open = false;
        LOG.debug("websocket client left: {}", failure.toString());
    }

    private void push(WsSession session) {
        try {
            long total = counter.total();
            while (open && !counter.isClosed()) {
                session.send(Long.toString(total), true);
                Thread.sleep(MIN_GAP_MILLIS);
                total = counter.awaitOther(total, PING_MILLIS);
            }
            session.close(1001, "the demo ends");
        } catch (UncheckedIOException e) {
            LOG.debug("websocket client left: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
