package io.sluice.controlplane.docker;

import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DockerHostTest {

    @Test
    void unixSocketsAreLocal() {
        DockerHost host = DockerHost.parse("unix:///run/docker.sock");

        assertThat(host.local()).isTrue();
        assertThat(host).hasToString("unix:///run/docker.sock");
    }

    @Test
    void tcpHasTheEnginesPort() {
        DockerHost host = DockerHost.parse("tcp://manager");

        assertThat(host.local()).isFalse();
        assertThat(host).hasToString("tcp://manager:2375");
    }

    @Test
    void theFlagWinsOverTheVariableAndThatOverTheLocalSocket() {
        Map<String, String> environment = Map.of("DOCKER_HOST", " tcp://manager ");

        assertThat(DockerHost.choose(Optional.of("tcp://flag:1"), environment)).hasToString("tcp://flag:1");
        assertThat(DockerHost.choose(Optional.empty(), environment)).hasToString("tcp://manager:2375");
        assertThat(DockerHost.choose(Optional.empty(), Map.of("DOCKER_HOST", "")))
                .isEqualTo(DockerHost.DEFAULT);
        assertThat(DockerHost.choose(Optional.empty(), Map.of())).isEqualTo(DockerHost.DEFAULT);
    }

    @Test
    void aWrongVariableIsNamed() {
        Map<String, String> environment = Map.of("DOCKER_HOST", "ssh://me@manager");

        assertThatThrownBy(() -> DockerHost.choose(Optional.empty(), environment))
                .isInstanceOf(DockerException.class)
                .hasMessageContaining("DOCKER_HOST: ")
                .hasMessageContaining("ssh is not supported");
    }

    @ParameterizedTest
    @CsvSource({
        "ssh://me@manager, scheme ssh is not supported",
        "http://manager:2375, scheme http is not supported",
        "/run/docker.sock, has no scheme",
        "manager, has no scheme",
        "unix://run/docker.sock, no absolute path",
        "unix:run/docker.sock, no absolute path",
        "tcp:manager, no host name",
        "tcp://, is not a URI",
        "'tcp://a b', is not a URI",
        "'', has no scheme"
    })
    void refusesWithTheTextAndTheRemedy(String text, String problem) {
        assertThatThrownBy(() -> DockerHost.parse(text))
                .isInstanceOf(DockerException.class)
                .hasMessageContaining("'" + text + "'")
                .hasMessageContaining(problem)
                .hasMessageContaining("write unix:///PATH or tcp://HOST:PORT");
    }
}
