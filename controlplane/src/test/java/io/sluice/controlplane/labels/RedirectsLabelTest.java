package io.sluice.controlplane.labels;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.sluice.controlplane.config.ConfigError.Severity;
import io.sluice.dataplane.model.HostPattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.sluice.controlplane.labels.Readings.clean;
import static io.sluice.controlplane.labels.Readings.codes;
import static io.sluice.controlplane.labels.Readings.errors;
import static io.sluice.controlplane.labels.Readings.hosts;
import static io.sluice.controlplane.labels.Readings.onlyError;
import static io.sluice.controlplane.labels.Readings.read;
import static org.assertj.core.api.Assertions.assertThat;

class RedirectsLabelTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://old.local,http://new.local|old.local http://new.local 302",
                "old.local,http://new.local|old.local http://new.local 302",
                "http://OLD.local/ , HTTP://New.Local/|old.local http://new.local 302",
                "http://old.local,https://old.local|old.local https://old.local 302",
                "old.local,https://new.local:8443/base/,308|old.local https://new.local:8443/base 308",
                "old.local,https://new.local:443,301|old.local https://new.local 301",
                "old.local,http://[FD00::5]:81|old.local http://[fd00::5]:81 302",
                "*.w.local,https://w.local,307|*.w.local https://w.local 307",
                "old.local,https://elsewhere.example.com/%7Eme|old.local https://elsewhere.example.com/~me 302"
            })
    void readsRedirects(String value, String expected) {
        assertThat(text(clean(redirects(value)).redirects())).isEqualTo(expected);
    }

    @Test
    void readsSeveralWithATrailingSemicolon() {
        LabelSet labels = clean(redirects("http://old.local,http://new.local; new.local,https://new.local,301;"));

        assertThat(labels.redirects())
                .containsExactly(
                        new HostRedirect(HostPattern.of("old.local"), "http://new.local", 302),
                        new HostRedirect(HostPattern.of("new.local"), "https://new.local", 301));
        assertThat(hosts(redirects("old.local,http://new.local"))).isEqualTo("old.local new.local *.w.local");
    }

    /// Serving the host of a redirect that cannot be used would show what was to be left.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "old.local",
                "old.local,",
                "old.local,new.local",
                "old.local,ftp://new.local",
                "old.local,http://",
                "old.local,http://new_.-local",
                "old.local,http://user@new.local",
                "old.local,http://new.local:0",
                "old.local,http://new.local:99999",
                "old.local,http://new.local:",
                "old.local,http://[::1",
                "old.local,http://[1.2.3.4]",
                "old.local,http://new.local?x=1",
                "old.local,http://new.local#x",
                "old.local,http://new.local/a b",
                "old.local,http://new.local/..",
                "old.local,http://old.local",
                "old.local,http://OLD.local:80/x",
                "old.local,http://new.local,200",
                "old.local,http://new.local,304",
                "old.local,http://new.local,301,x"
            })
    void leavesOutTheHostOfABadRedirect(String value) {
        LabelReading reading = redirects(value);

        assertThat(Readings.accepted(reading).redirects()).isEmpty();
        assertThat(hosts(reading)).isEqualTo("new.local *.w.local");
        assertThat(onlyError(reading).severity()).isEqualTo(Severity.ERROR);
        assertThat(onlyError(reading).label()).isEqualTo("com.docker.lb.redirects");
        assertThat(onlyError(reading).message()).contains("the host 'old.local' is not served");
        assertThat(onlyError(reading).hint()).isNotEmpty();
    }

    @Test
    void aWildcardMayNotLeadBelowItself() {
        assertThat(hosts(redirects("*.w.local,http://a.w.local"))).isEqualTo("old.local new.local");
        assertThat(codes(redirects("*.w.local,http://a.w.local"))).isEqualTo("invalid-redirect");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "other.local,http://new.local",
                "a.w.local,http://new.local",
                "http://old.local:8080,http://new.local",
                "http://old.local/x,http://new.local",
                "ftp://old.local,http://new.local",
                ",http://new.local",
                ","
            })
    void leavesOutARedirectWithoutASourceOfTheService(String value) {
        LabelReading reading = redirects(value);

        assertThat(Readings.accepted(reading).redirects()).isEmpty();
        assertThat(hosts(reading)).isEqualTo("old.local new.local *.w.local");
        assertThat(onlyError(reading).code()).isEqualTo("invalid-redirect");
        assertThat(onlyError(reading).message()).contains("source");
    }

    @Test
    void theFirstOfTwoWithOneSourceHolds() {
        LabelReading reading = redirects("old.local,http://new.local;OLD.local,http://x.local");

        assertThat(text(Readings.accepted(reading).redirects())).isEqualTo("old.local http://new.local 302");
        assertThat(onlyError(reading).message()).contains("earlier");
    }

    @Test
    void aServiceWhoseOnlyHostCannotBeRedirectedIsRefused() {
        LabelReading reading = read(Map.of(
                Readings.key("hosts"), "a.local", Readings.key("port"), "80", Readings.key("redirects"), "a.local,b"));

        assertThat(reading).isInstanceOf(LabelReading.Refused.class);
        assertThat(codes(reading)).isEqualTo("invalid-url");
    }

    @Test
    void redirectsHaveALimit() {
        String tooMany = IntStream.range(0, 101)
                .mapToObj(i -> "h" + i + ".local,http://x")
                .collect(Collectors.joining(";"));

        LabelReading reading = redirects(tooMany);

        assertThat(reading).isInstanceOf(LabelReading.Refused.class);
        assertThat(errors(reading)).hasSize(1);
    }

    private static LabelReading redirects(String value) {
        return read(Map.of(
                Readings.key("hosts"),
                "old.local,new.local,*.w.local",
                Readings.key("port"),
                "80",
                Readings.key("redirects"),
                value));
    }

    private static String text(List<HostRedirect> redirects) {
        return redirects.stream()
                .map(redirect -> redirect.from() + " " + redirect.base() + " " + redirect.status())
                .collect(Collectors.joining("; "));
    }
}
