package io.sluice.perf.clients;

import java.net.http.WebSocket;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/// What a client's WebSocket is told: whole messages, and `closed CODE`, where 1006 stands for an end without a word.
final class SocketMessages implements WebSocket.Listener {

    private static final long PATIENCE_SECONDS = 60;
    private static final String ENDED = "closed 1006";

    private final LinkedBlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final StringBuilder partial = new StringBuilder();

    String next() throws InterruptedException {
        String message = messages.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(message).as("a message within a minute").isNotNull();
        return message;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            messages.add(partial.toString());
            partial.setLength(0);
        }
        socket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
        messages.add("closed " + status);
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable cause) {
        messages.add(ENDED);
    }
}
