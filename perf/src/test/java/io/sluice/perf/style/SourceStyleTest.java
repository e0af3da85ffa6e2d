package io.sluice.perf.style;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/// What reviewers would say again and again, said by the build.
class SourceStyleTest {
    @TempDir
    Path folder;

    @Test
    void allModulesKeepTheRules() throws IOException {
        var sources = sources();

        assertThat(sources).as("sources found").hasSizeGreaterThan(50);
        assertThat(sources.stream().flatMap(file -> StyleRules.check(file).stream()))
                .as("places that break a rule")
                .isEmpty();
    }

    @Test
    void everyPackageSaysWhatItIsAndIsNullMarked() throws IOException {
        var missing = sources().stream()
                .filter(file -> !file.isTest() && !file.isModuleDeclaration())
                .map(file -> repository().resolve(file.path()).resolveSibling("package-info.java"))
                .distinct()
                .filter(description -> !isNullMarked(description));

        assertThat(missing)
                .as("package-info.java with a description and @NullMarked")
                .isEmpty();
    }

    /// Each rule finds what it is for: a gate that cannot close is none.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            dataplane/src/main/java/A.java | class PoolManager {}                         | does not say what it is
            dataplane/src/main/java/A.java | class AbstractPool {}                        | does not say what it is
            dataplane/src/main/java/A.java | class A { int getSize() { return 1; } }      | without 'get'
            dataplane/src/main/java/A.java | class A { void a(int a, int b, int c, int d, int e, int f, int g) {} } | takes 7
            dataplane/src/main/java/A.java | class A { { System.out.println(); } }        | does not print
            dataplane/src/main/java/A.java | /** Old. */ class A {}                       | old form
            tuning/src/test/java/ATest.java | class A { void a() throws Exception { Thread.sleep(1); } } | sleeps
            """)
    void findsWhatBreaksARule(String path, String code, String message) throws IOException {
        assertThat(check(path, code)).singleElement().asString().contains(path + ":1: ", message);
    }

    @Test
    void findsAnOpenEndWithoutAnIssue() throws IOException {
        var comment = "class A {} // " + "TODO";

        assertThat(check("tuning/src/main/java/A.java", comment + " later"))
                .containsExactly(
                        "tuning/src/main/java/A.java:1: an open end without an issue: put its number beside it,"
                                + " as in '#12'");
        assertThat(check("tuning/src/main/java/A.java", comment + " #12: later"))
                .isEmpty();
    }

    @Test
    void findsLongFilesAndMethods() throws IOException {
        var longMethod = "class A {\n void a() {\n" + "a();\n".repeat(60) + "}\n}";
        var longFile = "class A {\n" + "\n".repeat(400) + "}";

        assertThat(check("tuning/src/main/java/A.java", longMethod))
                .containsExactly("tuning/src/main/java/A.java:2: 'a' has 62 lines; at most 60");
        assertThat(check("tuning/src/main/java/A.java", longFile))
                .singleElement()
                .asString()
                .contains("A.java:401: 402 lines");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            dataplane/src/main/java/A.java  | record A(int a, int b, int c, int d, int e, int f, int g) { A { a(); } }
            dataplane/src/main/java/A.java  | class A { @Override public String getName() { return ""; } }
            controlplane/src/main/java/A.java | class A { { System.out.println(); } }
            dataplane/src/test/java/AIT.java | class A { void a() throws Exception { Thread.sleep(1); } }
            dataplane/src/main/java/A.java  | class Implicit { int getting; }
            """)
    void passesWhatIsAllowed(String path, String code) throws IOException {
        assertThat(check(path, code)).isEmpty();
    }

    private List<String> check(String path, String code) throws IOException {
        var file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, code);
        var parsed = SourceFile.parse(folder, List.of(file));
        return StyleRules.check(parsed.getFirst());
    }

    private static List<SourceFile> sources() throws IOException {
        return SourceFile.allUnder(repository());
    }

    private static Path repository() {
        return Path.of(System.getProperty("sluice.root", "..")).toAbsolutePath().normalize();
    }

    private static boolean isNullMarked(Path description) {
        try {
            var text = Files.readString(description);
            return text.startsWith("///") && text.contains("@NullMarked");
        } catch (IOException absent) {
            return false;
        }
    }
}
