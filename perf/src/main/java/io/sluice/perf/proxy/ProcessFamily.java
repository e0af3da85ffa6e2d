package io.sluice.perf.proxy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// What the kernel says of a process and its children. One that has just ended counts as nothing.
final class ProcessFamily {

    private static final long PAGE_BYTES = 4096;
    private static final long TICK_NANOS = 10_000_000;
    private static final int USER_TICKS = 11;

    private ProcessFamily() {}

    static long residentBytes(long pid) {
        return members(pid)
                .map(member -> {
                    String text = read(Path.of("/proc", Long.toString(member), "statm"));
                    return text.isEmpty() ? 0 : Long.parseLong(text.split(" ")[1]) * PAGE_BYTES;
                })
                .sum();
    }

    static long cpuNanos(long pid) {
        return members(pid)
                .map(member -> {
                    String text = read(Path.of("/proc", Long.toString(member), "stat"));
                    if (text.isEmpty()) {
                        return 0;
                    }
                    String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
                    return (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[USER_TICKS + 1])) * TICK_NANOS;
                })
                .sum();
    }

    private static LongStream members(long pid) {
        Stream<ProcessHandle> children =
                ProcessHandle.of(pid).map(ProcessHandle::descendants).orElseGet(Stream::empty);
        return LongStream.concat(LongStream.of(pid), children.mapToLong(ProcessHandle::pid));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
