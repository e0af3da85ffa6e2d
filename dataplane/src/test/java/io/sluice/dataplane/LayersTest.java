package io.sluice.dataplane;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// Holds the order of the packages: one uses only those below it. Why it is this one: `adr/0001-package-order.md`.
class LayersTest {

    private static final String ROOT = "io.sluice.dataplane";

    /// Top to bottom. Those that do not exist yet keep their places; another new one is a new entry here.
    private static final List<String> ORDER = List.of(
            ROOT,
            ROOT + ".listen",
            ROOT + ".exchange",
            ROOT + ".tunnel",
            ROOT + ".dns",
            ROOT + ".upstream",
            ROOT + ".tls",
            ROOT + ".http1",
            ROOT + ".http2",
            ROOT + ".http3",
            ROOT + ".balance",
            ROOT + ".snapshot",
            ROOT + ".filter",
            ROOT + ".http",
            ROOT + ".metrics",
            ROOT + ".loop",
            ROOT + ".model");

    private static JavaClasses classes;

    @BeforeAll
    static void importClasses() {
        classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(ROOT);
    }

    @Test
    void everyPackageHasItsPlace() {
        Set<String> packages = new TreeSet<>();
        classes.forEach(type -> packages.add(type.getPackageName()));

        assertThat(packages).as("packages that exist").isNotEmpty().isSubsetOf(ORDER);
    }

    @Test
    void packagesUseOnlyThoseBelow() {
        Set<String> upward = new TreeSet<>();
        for (JavaClass type : classes) {
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                String used = dependency.getTargetClass().getPackageName();
                if (ORDER.contains(used) && ORDER.indexOf(used) < ORDER.indexOf(type.getPackageName())) {
                    upward.add(dependency.getDescription());
                }
            }
        }

        assertThat(upward).isEmpty();
    }

    @Test
    void modelUsesTheJdkOnly() {
        Set<String> foreign = new TreeSet<>();
        for (JavaClass type : classes) {
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                String used = dependency.getTargetClass().getPackageName();
                boolean allowed = used.isEmpty()
                        || used.startsWith("java.")
                        || used.startsWith("org.jspecify.")
                        || used.equals(ROOT + ".model");
                if (type.getPackageName().equals(ROOT + ".model") && !allowed) {
                    foreign.add(dependency.getDescription());
                }
            }
        }

        assertThat(foreign).isEmpty();
    }
}
