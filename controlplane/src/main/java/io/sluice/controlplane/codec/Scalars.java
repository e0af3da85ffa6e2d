package io.sluice.controlplane.codec;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;

/// The forms of types that have no parts of their own.
final class Scalars {

    private static final int MAX_PORT = 65_535;

    static final Map<Class<?>, Form> FORMS = Map.ofEntries(
            entry(boolean.class, (sink, value) -> sink.count(value ? 1 : 0), input -> input.index(2) == 1),
            entry(int.class, (sink, value) -> sink.signed(value), Input::signedInt),
            entry(Integer.class, (sink, value) -> sink.signed(value), Input::signedInt),
            entry(long.class, (sink, value) -> sink.signed(value), Input::signed),
            entry(
                    double.class,
                    (sink, value) -> sink.signed(Double.doubleToLongBits(value)),
                    input -> Double.longBitsToDouble(input.signed())),
            entry(String.class, Sink::text, Input::text),
            entry(byte[].class, Sink::bytes, Input::bytes),
            entry(Duration.class, Scalars::write, Scalars::duration),
            entry(Instant.class, Scalars::write, Scalars::instant),
            entry(InetAddress.class, Scalars::write, Scalars::address),
            entry(InetSocketAddress.class, Scalars::write, Scalars::socketAddress));

    private Scalars() {}

    private static <T> Map.Entry<Class<?>, Form> entry(
            Class<T> type, BiConsumer<Sink, T> writer, Function<Input, T> reader) {
        return Map.entry(type, new Scalar<>(type.getSimpleName(), writer, reader));
    }

    private static void write(Sink sink, Duration value) {
        sink.signed(value.getSeconds());
        sink.signed(value.getNano());
    }

    private static Duration duration(Input input) {
        try {
            return Duration.ofSeconds(input.signed(), input.signedInt());
        } catch (ArithmeticException e) {
            throw new CodecException("a duration that is too long", e);
        }
    }

    private static void write(Sink sink, Instant value) {
        sink.signed(value.getEpochSecond());
        sink.signed(value.getNano());
    }

    private static Instant instant(Input input) {
        try {
            return Instant.ofEpochSecond(input.signed(), input.signedInt());
        } catch (DateTimeException | ArithmeticException e) {
            throw new CodecException("an instant out of range", e);
        }
    }

    private static void write(Sink sink, InetAddress value) {
        sink.bytes(value.getAddress());
    }

    private static InetAddress address(Input input) {
        try {
            return InetAddress.getByAddress(input.bytes());
        } catch (UnknownHostException e) {
            throw new CodecException("an address that has neither 4 nor 16 bytes", e);
        }
    }

    private static void write(Sink sink, InetSocketAddress value) {
        write(sink, value.getAddress());
        sink.count(value.getPort());
    }

    private static InetSocketAddress socketAddress(Input input) {
        return new InetSocketAddress(address(input), input.index(MAX_PORT + 1));
    }

    private record Scalar<T>(String description, BiConsumer<Sink, T> writer, Function<Input, T> reader)
            implements Form {

        @Override
        @SuppressWarnings("unchecked") // by the component's type
        public void write(Sink sink, Object value) {
            writer.accept(sink, (T) value);
        }

        @Override
        public Object read(Input input) {
            return reader.apply(input);
        }
    }
}
