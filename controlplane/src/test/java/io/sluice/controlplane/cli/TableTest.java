package io.sluice.controlplane.cli;

import java.io.IOException;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.controlplane.cli.Table.Column;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TableTest {

    private final Table table = new Table("rows", new Column("NAME", "name"), new Column("HOSTS", "hosts"));

    @Test
    void alignsColumns() throws IOException {
        assertThat(table.lines(new ObjectMapper()
                        .readTree("{\"rows\":[{\"name\":\"long-name\",\"hosts\":[\"a\",\"b\"]},{\"name\":\"\"}]}")))
                .containsExactly("NAME       HOSTS", "long-name  a,b", "-          -");
    }

    @Test
    void escapesHostileText() throws IOException {
        assertThat(table.lines(new ObjectMapper().readTree("{\"rows\":[{\"name\":\"\\u001b[2J\\n\"}]}")))
                .last()
                .asString()
                .startsWith("\\u001b[2J\\u000a");
    }

    @Test
    void showsTheHeadingWithoutRows() throws IOException {
        assertThat(table.lines(new ObjectMapper().readTree("{}"))).containsExactly("NAME  HOSTS");
    }
}
