package io.sluice.controlplane.publish;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import io.sluice.controlplane.assemble.Ownership;
import io.sluice.controlplane.assemble.Ownership.Holding;
import io.sluice.controlplane.assemble.Site;
import io.sluice.controlplane.assemble.Tenant;
import io.sluice.controlplane.config.Tenancy;
import io.sluice.dataplane.model.HostPattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/// R-LBL-3 and R-LBL-4 across a restart; F16 for this file.
class OwnerFileTest {

    private static final long SECOND = 1_000_000_000L;
    private static final Site HOST = Site.of(HostPattern.of("a.test"));
    private static final Site WILD = Site.of(HostPattern.of("*.a.test"));
    private static final Site ANY = new Site(Optional.empty());
    private static final Tenant STACK = new Tenant(true, "shop");
    private static final Tenant SERVICE = new Tenant(false, "shop");

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void write() {
        file = directory.resolve(OwnerFile.NAME);
        try (OwnerFile open = OwnerFile.in(directory)) {
            open.keep(Ownership.NONE, 0);
            open.keep(
                    new Ownership(Map.of(HOST, live(STACK), WILD, gone(STACK, 40), ANY, live(SERVICE))), 100 * SECOND);
        }
    }

    private static Holding live(Tenant tenant) {
        return new Holding(tenant, OptionalLong.empty());
    }

    private static Holding gone(Tenant tenant, long sinceSeconds) {
        return new Holding(tenant, OptionalLong.of(sinceSeconds * SECOND));
    }

    private Ownership recalled(long nowSeconds) {
        try (OwnerFile open = OwnerFile.in(directory)) {
            return open.recall(nowSeconds * SECOND);
        }
    }

    /// The next process has another clock, which says less here.
    @Test
    void knowsOwnersAndWhatIsLeftOfHolds() {
        Ownership ownership = recalled(7);

        assertThat(ownership.holdings())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(HOST, live(STACK), WILD, gone(STACK, 7 - 60), ANY, live(SERVICE)));
        assertThat(ownership.nextEndNanos()).hasValue((7 + 240) * SECOND);
    }

    @Test
    void onlyTheOwnerMayReadIt() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void ignoresEveryCutAndEveryChangedByte() throws IOException {
        byte[] good = Files.readAllBytes(file);
        for (int i = 0; i < good.length; i++) {
            Files.write(file, Arrays.copyOf(good, i));
            assertThat(recalled(0)).as("cut at %d", i).isEqualTo(Ownership.NONE);

            byte[] flipped = good.clone();
            flipped[i] ^= 0x10;
            Files.write(file, flipped);
            assertThat(recalled(0)).as("changed at %d", i).isEqualTo(Ownership.NONE);
        }
    }

    @Test
    void ignoresAnotherSchemaAndAMissingFile() throws IOException {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        Files.writeString(file, "0".repeat(64) + text.substring(64), StandardCharsets.ISO_8859_1);
        assertThat(recalled(0)).isEqualTo(Ownership.NONE);

        Files.delete(file);
        assertThat(recalled(0)).isEqualTo(Ownership.NONE);
    }

    /// F33.
    @Test
    void survivesADirectoryThatIsNotThere() {
        try (OwnerFile open = OwnerFile.in(directory.resolve("none"))) {
            open.keep(Ownership.NONE, 0);

            assertThat(open.recall(0)).isEqualTo(Ownership.NONE);
        }
    }

    @Test
    void isOpenedWhereThereAreOwnersAndAPlaceOnly() {
        assertThat(OwnerMemory.of(Tenancy.NONE, Optional.of(directory))).isSameAs(OwnerMemory.NONE);
        assertThat(OwnerMemory.of(Tenancy.STACK, Optional.empty())).isSameAs(OwnerMemory.NONE);
        try (OwnerMemory open = OwnerMemory.of(Tenancy.STACK, Optional.of(directory))) {
            assertThat(open.recall(0).holdings()).hasSize(3);
        }
    }
}
