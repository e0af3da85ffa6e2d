package io.sluice.controlplane.link;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

class FramesTest {

    private static final int LIMIT = 1024;

    private static byte[] written(Message message) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new Frames(new ByteArrayInputStream(new byte[0]), out).write(message);
        return out.toByteArray();
    }

    private static Message read(byte[] bytes) throws IOException {
        return new Frames(new ByteArrayInputStream(bytes), OutputStream.nullOutputStream()).read(LIMIT);
    }

    private static byte[] frame(int length, int form, byte[] body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(length);
        out.writeByte(form);
        out.write(body);
        return bytes.toByteArray();
    }

    @Test
    void readsWhatItWrote() throws IOException {
        Message.Status status = new Message.Status("abc", 12, "");
        byte[] large = new byte[LIMIT * 4];

        Message full = read(written(new Message.Full(Map.of("host/a", large))));

        assertThat(read(written(status))).isEqualTo(status);
        assertThat(((Message.Full) full).pieces().get("host/a")).isEqualTo(large);
    }

    @Test
    void refusesFramesBeyondTheLimitWithoutReadingThem() {
        assertThatExceptionOfType(LinkException.class).isThrownBy(() -> read(frame(LIMIT + 1, 0, new byte[0])));
        assertThatExceptionOfType(LinkException.class).isThrownBy(() -> read(frame(-1, 0, new byte[0])));
    }

    @Test
    void refusesFramesThatGrowTooMuch() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflating = new DeflaterOutputStream(bomb)) {
            deflating.write(new byte[LIMIT * Frames.MAX_EXPANSION + 1]);
        }
        byte[] frame = frame(bomb.size(), 1, bomb.toByteArray());

        assertThatExceptionOfType(LinkException.class)
                .isThrownBy(() -> read(frame))
                .withMessageContaining("too large");
    }

    @Test
    void refusesFramesThatAreCutOff() throws IOException {
        byte[] whole = written(new Message.Status("abc", 12, ""));

        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatIOException()
                    .isThrownBy(() -> read(cut))
                    .isInstanceOfAny(EOFException.class, LinkException.class);
        }
    }

    @Test
    void refusesFormsThatNobodyKnows() {
        assertThatExceptionOfType(LinkException.class).isThrownBy(() -> read(frame(1, 2, new byte[1])));
    }

    @Test
    void anyBytesAreAMessageOrRefused() {
        long seed = System.nanoTime();
        System.out.println("FramesTest seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 50_000; round++) {
            byte[] body = new byte[random.nextInt(64)];
            random.nextBytes(body);
            try {
                assertThat(read(frame(body.length, random.nextInt(3), body))).isNotNull();
            } catch (LinkException e) {
                assertThat(e).hasMessageNotContaining("\n");
            } catch (IOException e) {
                assertThat(e).isInstanceOf(EOFException.class);
            }
        }
    }
}
