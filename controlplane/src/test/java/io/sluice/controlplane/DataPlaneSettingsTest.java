package io.sluice.controlplane;

import io.sluice.dataplane.model.Limits;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DataPlaneSettingsTest {

    /// R-LIM-4: a connection may need a descriptor on either side, and 512 are for everything else.
    @Test
    void connectionsFollowTheLimitOfOpenFiles() {
        assertThat(DataPlaneSettings.connectionsPerLoop(1024, 1)).isEqualTo(256);
        assertThat(DataPlaneSettings.connectionsPerLoop(1024, 2)).isEqualTo(128);
        assertThat(DataPlaneSettings.connectionsPerLoop(1_048_576, 16)).isEqualTo(32_752);
        assertThat(DataPlaneSettings.connectionsPerLoop(1_048_576, 1)).isEqualTo(Limits.DEFAULT.connectionsPerLoop());
        assertThat(DataPlaneSettings.connectionsPerLoop(Long.MAX_VALUE, 1))
                .isEqualTo(Limits.DEFAULT.connectionsPerLoop());
    }

    @Test
    void someConnectionsAreAlwaysAllowed() {
        assertThat(DataPlaneSettings.connectionsPerLoop(256, 4)).isEqualTo(16);
    }
}
