package io.sluice.controlplane.cli;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

import io.sluice.controlplane.config.Tenancy;
import io.sluice.controlplane.text.AddressText;
import io.sluice.controlplane.text.DurationText;
import io.sluice.dataplane.model.Cidr;
import io.sluice.dataplane.model.ListenAddress;
import io.sluice.dataplane.model.TransportChoice;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// From the text of an argument to its value; what is wrong is a usage error.
final class Converters {

    private Converters() {}

    /// An address with or without what connections to it begin with.
    static final class DataAddress implements ITypeConverter<ListenAddress> {
        private static final String PROXY_PROTOCOL = "proxy-protocol";
        private static final String H2C = "h2c";

        @Override
        public ListenAddress convert(String text) {
            return checked(text, DataAddress::parse);
        }

        private static ListenAddress parse(String text) {
            List<String> parts = List.of(text.split("\\+", -1));
            List<String> options = parts.subList(1, parts.size());
            for (String option : options) {
                if (!option.equals(PROXY_PROTOCOL) && !option.equals(H2C)) {
                    throw new IllegalArgumentException(
                            "'" + text + "': '+" + option + "' is neither +" + PROXY_PROTOCOL + " nor +" + H2C);
                }
            }
            return new ListenAddress(
                    AddressText.parse(parts.getFirst(), "0.0.0.0"),
                    options.contains(PROXY_PROTOCOL),
                    options.contains(H2C));
        }
    }

    /// As [DataAddress], or `none`.
    static final class TlsAddress implements ITypeConverter<Optional<ListenAddress>> {
        @Override
        public Optional<ListenAddress> convert(String text) {
            if (text.equals("none")) {
                return Optional.empty();
            }
            ListenAddress address = new DataAddress().convert(text);
            if (address.h2c()) {
                throw new TypeConversionException("'" + text + "': +h2c is for --http; over TLS, HTTP/2 is agreed on");
            }
            return Optional.of(address);
        }
    }

    static final class AdminAddress implements ITypeConverter<InetSocketAddress> {
        @Override
        public InetSocketAddress convert(String text) {
            return checked(text, value -> AddressText.parse(value, "127.0.0.1"));
        }
    }

    static final class LinkAddress implements ITypeConverter<InetSocketAddress> {
        @Override
        public InetSocketAddress convert(String text) {
            return checked(text, value -> AddressText.parse(value, "0.0.0.0"));
        }
    }

    /// A name or an address, and a port.
    static final class HostAndPort implements ITypeConverter<String> {
        private static final Pattern FORM = Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9a-fA-F:.]+]):[0-9]{1,5}");

        @Override
        public String convert(String text) {
            return checked(text.strip(), HostAndPort::parse);
        }

        private static String parse(String text) {
            if (!FORM.matcher(text).matches() || Integer.parseInt(text.substring(text.lastIndexOf(':') + 1)) > 65_535) {
                throw new IllegalArgumentException("'" + text + "' is no HOST:PORT like tasks.sluice-control:9902");
            }
            return text;
        }
    }

    static final class ProxyName implements ITypeConverter<String> {
        private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}|");

        @Override
        public String convert(String text) {
            return checked(text.strip(), ProxyName::parse);
        }

        private static String parse(String text) {
            if (!FORM.matcher(text).matches()) {
                throw new IllegalArgumentException("'" + text
                        + "' is no name of a proxy: write small letters, digits, '-', '_' and '.', 63 at most");
            }
            return text;
        }
    }

    static final class Time implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            return checked(text, DurationText::parse);
        }
    }

    static final class PositiveTime implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            return checked(text, value -> {
                Duration time = DurationText.parse(value);
                if (!time.isPositive()) {
                    throw new IllegalArgumentException("'" + value + "' is not more than zero");
                }
                return time;
            });
        }
    }

    static final class PollInterval implements ITypeConverter<Duration> {
        private static final Duration MIN = Duration.ofMillis(200);
        private static final Duration MAX = Duration.ofHours(1);

        @Override
        public Duration convert(String text) {
            return checked(text, value -> {
                Duration time = DurationText.parse(value);
                if (time.compareTo(MIN) < 0 || time.compareTo(MAX) > 0) {
                    throw new IllegalArgumentException("'" + value + "' is not between 200ms and 1h");
                }
                return time;
            });
        }
    }

    static final class Buffers implements ITypeConverter<HeaderBuffers> {
        @Override
        public HeaderBuffers convert(String text) {
            return checked(text, HeaderBuffers::parse);
        }
    }

    static final class CidrBlock implements ITypeConverter<Cidr> {
        @Override
        public Cidr convert(String text) {
            return checked(text, value -> {
                try {
                    return Cidr.parse(value);
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException("'" + value + "' is no CIDR block like 10.0.0.0/8", e);
                }
            });
        }
    }

    static final class Transport implements ITypeConverter<TransportChoice> {
        @Override
        public TransportChoice convert(String text) {
            return checked(text, Transport::parse);
        }

        private static TransportChoice parse(String text) {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "auto" -> TransportChoice.AUTO;
                case "io_uring" -> TransportChoice.IO_URING;
                case "epoll" -> TransportChoice.EPOLL;
                case "nio" -> TransportChoice.NIO;
                default -> throw new IllegalArgumentException("'" + text + "' is none of auto, io_uring, epoll, nio");
            };
        }
    }

    static final class ClusterName implements ITypeConverter<String> {
        /// As the label takes it.
        private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}|");

        @Override
        public String convert(String text) {
            return checked(text.strip(), ClusterName::parse);
        }

        private static String parse(String text) {
            if (!FORM.matcher(text).matches()) {
                throw new IllegalArgumentException(
                        "'" + text + "' is no service cluster: write letters, digits, '-', '_' and '.', 63 at most");
            }
            return text;
        }
    }

    static final class TenancyName implements ITypeConverter<Tenancy> {
        @Override
        public Tenancy convert(String text) {
            return checked(text, TenancyName::parse);
        }

        private static Tenancy parse(String text) {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "none" -> Tenancy.NONE;
                case "stack" -> Tenancy.STACK;
                default -> throw new IllegalArgumentException("'" + text + "' is none of none, stack");
            };
        }
    }

    static final class KeyFile implements ITypeConverter<StickyKey> {
        @Override
        public StickyKey convert(String text) {
            return checked(text, StickyKey::read);
        }
    }

    static final class TicketKeyFile implements ITypeConverter<TlsSettings.TicketSecret> {

        @Override
        public TlsSettings.TicketSecret convert(String text) {
            return checked(
                    text,
                    file -> new TlsSettings.TicketSecret(StickyKey.read(file).bytes()));
        }
    }

    static final class LoopCount implements ITypeConverter<Integer> {
        private static final int MAX = 1024;

        @Override
        public Integer convert(String text) {
            return checked(text, value -> {
                if (!value.matches("\\d{1,4}") || Integer.parseInt(value) > MAX) {
                    throw new IllegalArgumentException("'" + value + "' is no number from 0 to " + MAX);
                }
                return Integer.parseInt(value);
            });
        }
    }

    static final class Port implements ITypeConverter<Integer> {

        private static final int MAX = 65_535;

        @Override
        public Integer convert(String text) {
            return checked(text, value -> {
                int port = value.matches("\\d{1,5}") ? Integer.parseInt(value) : 0;
                if (port < 1 || port > MAX) {
                    throw new IllegalArgumentException("'" + value + "' is no port from 1 to " + MAX);
                }
                return port;
            });
        }
    }

    static final class Connections implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return checked(text, value -> {
                if (!value.matches("\\d{1,7}")) {
                    throw new IllegalArgumentException("'" + value + "' is no number from 0 to 9999999");
                }
                return Integer.parseInt(value);
            });
        }
    }

    static final class Format implements ITypeConverter<OutputFormat> {
        @Override
        public OutputFormat convert(String text) {
            return checked(text, Format::parse);
        }

        private static OutputFormat parse(String text) {
            return switch (text) {
                case "table" -> OutputFormat.TABLE;
                case "json" -> OutputFormat.JSON;
                case "yaml" -> OutputFormat.YAML;
                default -> throw new IllegalArgumentException("'" + text + "' is none of table, json, yaml");
            };
        }
    }

    private static <T> T checked(String text, Function<String, T> parse) {
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }
}
