package io.sluice.controlplane.convert;

import java.util.List;

import io.sluice.controlplane.settings.FileSettings;
import io.sluice.controlplane.settings.SettingsFile;
import io.sluice.controlplane.settings.SettingsReading;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ConfigPrinterTest {

    @Test
    void printsWhatReadsTheSame() {
        FileSettings settings = read("""
                PollInterval = "3s"
                [Extensions.a]
                ServiceCluster = "east"
                Networks = ["edge", "st_front"]
                Config.HideInfoHeaders = true
                Config.ReadTimeout = 600
                Config.User = "nginx"
                """);

        List<String> lines = ConfigPrinter.lines(settings, List.of());
        FileSettings again = read(String.join("\n", lines));

        assertThat(lines)
                .containsExactly(
                        "[Sluice]",
                        "hide-info-headers = \"true\"",
                        "poll-interval = \"3000ms\"",
                        "",
                        "[Sluice.Labels]",
                        "timeout_idle = \"600000ms\"",
                        "timeout_request = \"600000ms\"",
                        "",
                        "[Extensions.\"a\"]",
                        "ServiceCluster = \"east\"",
                        "Networks = [\"edge\", \"st_front\"]",
                        "");
        assertThat(again.flagsFor("east").keySet())
                .isEqualTo(settings.flagsFor("east").keySet());
        assertThat(again.networksFor("east")).isEqualTo(settings.networksFor("east"));
    }

    @Test
    void quotesWhateverATextHolds() {
        assertThat(ConfigPrinter.quoted("a\"b\\c\n$\u00e9")).isEqualTo("\"a\\\"b\\\\c\\u000a$\\u00e9\"");
    }

    private static FileSettings read(String text) {
        return ((SettingsReading.Loaded) SettingsFile.parse("config.toml", text)).settings();
    }
}
