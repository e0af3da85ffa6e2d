package io.sluice.perf.acceptance;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// The table of scenarios says where each is proven, and that is so. It is printed with its count.
class AcceptanceTableTest {

    private static final int SCENARIOS = 78;
    private static final Pattern NUMBERED = Pattern.compile("s(\\d\\d)_\\w+");

    /// @param where `here`, the name of a method elsewhere, both, or `later` and the issue's subject
    private record Row(int number, String kind, String what, String where) {

        static Row of(String line) {
            String[] cells = line.split(" \\| ");
            return new Row(Integer.parseInt(cells[0]), cells[1], cells[2], cells[3]);
        }

        boolean isHere() {
            return where.startsWith("here");
        }

        boolean isLater() {
            return where.startsWith("later");
        }

        /// `Class.method` of tests in other packages.
        List<String> elsewhere() {
            return Arrays.stream(where.split(" "))
                    .filter(word -> word.indexOf('.') > 0)
                    .toList();
        }
    }

    @Test
    void saysWhereEachScenarioIsProven() throws Exception {
        List<Row> rows = rows();
        TreeMap<Integer, String> here = numberedMethods();

        assertThat(rows.stream().map(Row::number))
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, SCENARIOS).boxed().toList());
        assertThat(rows.stream().filter(Row::isHere).map(Row::number))
                .as("rows that say 'here', and methods named by a number")
                .containsExactlyElementsOf(here.keySet());
        for (Row row : rows) {
            for (String name : row.elsewhere()) {
                assertExists(name);
            }
        }
        print(rows, here);
    }

    private static List<Row> rows() throws IOException {
        try (InputStream table = AcceptanceTableTest.class.getResourceAsStream("/acceptance.txt")) {
            assertThat(table).isNotNull();
            return new String(table.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(Row::of)
                    .toList();
        }
    }

    /// By number, over the classes of this package.
    private static TreeMap<Integer, String> numberedMethods() throws Exception {
        TreeMap<Integer, String> methods = new TreeMap<>();
        Path classes = Path.of(AcceptanceTableTest.class
                .getResource("AcceptanceTableTest.class")
                .toURI());
        try (Stream<Path> files = Files.list(classes.getParent())) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith("IT.class")).toList()) {
                String type = file.getFileName().toString().replace(".class", "");
                for (Method method : Class.forName(AcceptanceTableTest.class.getPackageName() + "." + type)
                        .getDeclaredMethods()) {
                    Matcher numbered = NUMBERED.matcher(method.getName());
                    if (numbered.matches() && method.isAnnotationPresent(Test.class)) {
                        methods.merge(
                                Integer.parseInt(numbered.group(1)),
                                type + "." + method.getName(),
                                (one, other) -> one + ", " + other);
                    }
                }
            }
        }
        return methods;
    }

    private static void assertExists(String name) throws ClassNotFoundException {
        String[] parts = name.split("\\.");
        Class<?> type = Class.forName("io.sluice.perf.lab." + parts[0]);
        assertThat(type.getDeclaredMethods())
                .extracting(Method::getName)
                .as(name)
                .contains(parts[1]);
    }

    private static void print(List<Row> rows, TreeMap<Integer, String> here) {
        for (Row row : rows) {
            String place = row.isHere() ? here.get(row.number()) + row.where().substring("here".length()) : row.where();
            System.out.printf("%2d %s %-50s %s%n", row.number(), row.kind(), row.what(), place);
        }
        long later = rows.stream().filter(Row::isLater).count();
        System.out.printf("acceptance: %d of %d scenarios proven, %d later%n", rows.size() - later, rows.size(), later);
    }
}
