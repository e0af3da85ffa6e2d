package io.sluice.perf.acceptance;

import java.io.IOException;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// Scenarios 22 to 30: paths of a host, and redirects.
class PathsIT {

    private static AcceptanceStack stack;

    @BeforeAll
    static void start() throws IOException {
        stack = AcceptanceStack.start();
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    private static App app(String name) throws IOException {
        return App.of(name, "demo.local", stack.task(name, "1")).label("context_root", "/app");
    }

    @Test
    void s22_keepsThePathBelowItsRoot() throws IOException {
        stack.deploy(app("s22"));

        assertThat(stack.get("demo.local", "/app/x").target()).isEqualTo("/app/x");
        assertThat(stack.get("demo.local", "/app").target()).isEqualTo("/app");
    }

    @Test
    void s23_cutsThePrefix() throws IOException {
        stack.deploy(app("s23").label("context_root_rewrite", "true"));

        assertThat(stack.get("demo.local", "/app/x?q=1").target()).isEqualTo("/x?q=1");
        assertThat(stack.get("demo.local", "/app/").target()).isEqualTo("/");
    }

    @Test
    void s24_redirectsTheRootWithoutItsSlash() throws IOException {
        stack.deploy(app("s24").label("context_root_rewrite", "true"));

        Answer answer = stack.get("demo.local", "/app");

        assertThat(answer.status()).isEqualTo(301);
        assertThat(answer.field("location")).endsWith("/app/");
        assertThat(answer.field("x-upstream-addr")).isEmpty();
    }

    @Test
    void s25_redirectsNoDeeperPath() throws IOException {
        stack.deploy(app("s25").label("context_root_rewrite", "true"));

        Answer answer = stack.send("POST", "demo.local", "/app/users", "name");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.target()).isEqualTo("/users");
    }

    @Test
    void s26_matchesWholeSegments() throws IOException {
        stack.deploy(app("s26"));

        assertNotProxied(stack.get("demo.local", "/apple"));
    }

    @Test
    void s27_proxiesNothingOutsideItsRoot() throws IOException {
        stack.deploy(app("s27"));

        assertNotProxied(stack.get("demo.local", "/"));
    }

    private static void assertNotProxied(Answer answer) {
        assertThat(answer.status()).isIn(404, 503);
        assertThat(answer.field("x-upstream-addr")).isEmpty();
    }

    @Test
    void s28_takesTheLongestPath() throws IOException {
        stack.deploy(
                App.of("s28a", "demo.local", stack.task("a", "1")).label("context_root", "/a"),
                App.of("s28b", "demo.local", stack.task("b", "1")).label("context_root", "/b"),
                App.of("s28c", "demo.local", stack.task("c", "1")));

        assertThat(stack.get("demo.local", "/a/1").instance()).isEqualTo("a");
        assertThat(stack.get("demo.local", "/b/1").instance()).isEqualTo("b");
        assertThat(stack.get("demo.local", "/c").instance()).isEqualTo("c");
    }

    @Test
    void s29_redirectsAHost() throws IOException {
        stack.deploy(App.of("s29", "old.local,new.local", stack.task("one", "1"))
                .label("redirects", "http://old.local,http://new.local"));

        Answer answer = stack.get("old.local", "/x?y=1");

        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.field("location")).isEqualTo("http://new.local/x?y=1");
        assertThat(answer.field("x-request-id")).matches("[0-9a-f]{32}");
        assertThat(answer.field("x-upstream-addr")).isEmpty();
        assertThat(stack.get("new.local", "/x").instance()).isEqualTo("one");
    }

    @Test
    void s30_redirectsSeveralHosts() throws IOException {
        stack.deploy(App.of("s30", "a.local,b.local,new.local,newer.local", stack.task("one", "1"))
                .label("redirects", "http://a.local,http://new.local;http://b.local,http://newer.local;"));

        assertThat(stack.get("a.local", "/1").field("location")).isEqualTo("http://new.local/1");
        assertThat(stack.get("b.local", "/2").field("location")).isEqualTo("http://newer.local/2");
        assertThat(stack.errorCodes("s30")).isEmpty();
    }
}
