package io.sluice.dataplane;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;

/// The table of requirements in the README names tests that exist, each under a comment that begins with the number.
class RequirementsTest {

    private static final Path SOURCES = Path.of("src/test/java");
    private static final Pattern ROW = Pattern.compile("\\| (R-[A-Z0-9]+-\\d+) \\|.*");
    private static final Pattern TEST = Pattern.compile("`(\\w+)#(\\w+)`");

    @TestFactory
    Stream<DynamicTest> everyRequirementHasItsTests() throws IOException {
        List<String> rows = Files.readAllLines(Path.of("README.md")).stream()
                .filter(line -> ROW.matcher(line).matches())
                .toList();
        assertThat(rows).hasSizeGreaterThan(25);
        return rows.stream().map(row -> DynamicTest.dynamicTest(number(row), () -> check(row)));
    }

    private static String number(String row) {
        Matcher parts = ROW.matcher(row);
        assertThat(parts.matches()).isTrue();
        return parts.group(1);
    }

    private static void check(String row) throws IOException {
        Matcher tests = TEST.matcher(row);
        int count = 0;
        while (tests.find()) {
            count++;
            String[] numbers =
                    commentOf(tests.group(1), tests.group(2)).split(":")[0].split(", ");
            assertThat(numbers).as("%s#%s", tests.group(1), tests.group(2)).contains(number(row));
        }
        assertThat(count).as(row).isPositive();
    }

    /// What stands above the method, without slashes.
    private static String commentOf(String type, String method) throws IOException {
        List<String> lines = Files.readAllLines(source(type));
        int at = 0;
        while (at < lines.size() && !lines.get(at).startsWith("    void " + method + "(")) {
            at++;
        }
        assertThat(at).as("%s has %s", type, method).isLessThan(lines.size());
        while (at > 0 && !lines.get(at - 1).isBlank()) {
            at--;
        }
        return lines.get(at).strip().replaceFirst("^/// ", "");
    }

    private static Path source(String type) throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.getFileName().toString().equals(type + ".java"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no " + type));
        }
    }
}
