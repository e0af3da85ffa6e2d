package io.sluice.controlplane;

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

/// Holds the order of the packages: one uses only those below it, and of the data plane only what is for others.
class LayersTest {

    private static final String ROOT = "io.sluice.controlplane";

    /// Top to bottom. A new package is a new line here.
    private static final List<String> ORDER = List.of(
            ROOT,
            ROOT + ".cli",
            ROOT + ".admin",
            ROOT + ".demo",
            ROOT + ".convert",
            ROOT + ".lint",
            ROOT + ".link",
            ROOT + ".deploy",
            ROOT + ".publish",
            ROOT + ".health",
            ROOT + ".assemble",
            ROOT + ".mode",
            ROOT + ".labels",
            ROOT + ".certs",
            ROOT + ".compose",
            ROOT + ".swarm",
            ROOT + ".docker",
            ROOT + ".passwords",
            ROOT + ".settings",
            ROOT + ".identity",
            ROOT + ".state",
            ROOT + ".codec",
            ROOT + ".config",
            ROOT + ".build",
            ROOT + ".text");

    /// What the control plane may use of the other modules.
    private static final Set<String> OPEN = Set.of(
            "io.sluice.dataplane", "io.sluice.dataplane.model", "io.sluice.dataplane.metrics", "io.sluice.tuning");

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
                if (isOfControlPlane(used) && ORDER.indexOf(used) < ORDER.indexOf(type.getPackageName())) {
                    upward.add(dependency.getDescription());
                }
            }
        }

        assertThat(upward).isEmpty();
    }

    @Test
    void onlyTheOpenPackagesOfOtherModulesAreUsed() {
        Set<String> closed = new TreeSet<>();
        for (JavaClass type : classes) {
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                String used = dependency.getTargetClass().getPackageName();
                if (used.startsWith("io.sluice.") && !isOfControlPlane(used) && !OPEN.contains(used)) {
                    closed.add(dependency.getDescription());
                }
            }
        }

        assertThat(closed).isEmpty();
    }

    private static boolean isOfControlPlane(String name) {
        return name.equals(ROOT) || name.startsWith(ROOT + ".");
    }
}
