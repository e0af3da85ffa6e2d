package io.sluice.dataplane.balance;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.sluice.dataplane.http.Octets;
import io.sluice.dataplane.model.Affinity;
import io.sluice.dataplane.model.Endpoint;
import io.sluice.dataplane.snapshot.CompiledCluster;
import io.sluice.dataplane.snapshot.StickyCookies;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// What cookies bind.
class AffinityTest {

    private final Balances app = new Balances().affinity(new Affinity.AppCookie("session"));
    private final Balances own = new Balances().affinity(new Affinity.ProxyCookie("lb"));

    private static int pick(Balances balances, CompiledCluster cluster, String cookies) {
        return balances.pick(cluster, Balances.withCookie(cookies), "192.0.2.1");
    }

    /// Acceptance 17.
    @Test
    void valueOfAppCookieStaysOnOneEndpoint() {
        CompiledCluster cluster = app.publish(Balances.endpoints(5));
        int first = pick(app, cluster, "session=V");

        for (int i = 0; i < 50; i++) {
            assertThat(pick(app, cluster, "a=b; session=V; c=" + i)).isEqualTo(first);
        }
    }

    /// Acceptance 18.
    @Test
    void valuesOfAppCookieSpread() {
        CompiledCluster cluster = app.publish(Balances.endpoints(5));
        int[] picks = new int[5];
        for (int i = 0; i < 5000; i++) {
            picks[pick(app, cluster, "session=value" + i)]++;
        }

        Balances.assertShares(picks, 0.03, 0.2, 0.2, 0.2, 0.2, 0.2);
    }

    /// Acceptance 19: of 1,000 values at most a sixth and 5 % move when a sixth endpoint comes.
    @Test
    void fewAppCookiesMoveWhenEndpointComes() {
        CompiledCluster five = app.publish(Balances.endpoints(5));
        CompiledCluster six = app.publish(Balances.endpoints(6));
        int moved = 0;
        for (int i = 0; i < 1000; i++) {
            moved += pick(app, five, "session=" + i) == pick(app, six, "session=" + i) ? 0 : 1;
        }

        assertThat(moved).isBetween(100, 1000 / 6 + 50);
    }

    /// Acceptance 20, where Interlock sends all of them to one.
    @Test
    void requestsWithoutAppCookieSpread() {
        CompiledCluster cluster = app.publish(Balances.endpoints(5));

        assertThat(Arrays.stream(app.picks(cluster, 1000)).boxed())
                .allSatisfy(picks -> assertThat(picks).isBetween(120, 280));
    }

    @Test
    void keysOfEndpointThatIsOutGoToAllOthers() {
        CompiledCluster cluster = app.publish(Balances.endpoints(5));
        int[] before = new int[1000];
        for (int i = 0; i < before.length; i++) {
            before[i] = pick(app, cluster, "session=" + i);
        }
        app.fail(cluster, 0);
        int[] takers = new int[5];
        for (int i = 0; i < before.length; i++) {
            int now = pick(app, cluster, "session=" + i);
            if (before[i] == 0) {
                takers[now]++;
            } else {
                assertThat(now).as("of endpoint " + before[i]).isEqualTo(before[i]);
            }
        }

        assertThat(takers[0]).isZero();
        assertThat(Arrays.stream(takers).filter(taken -> taken > 20)).hasSize(4);
    }

    private static String ownCookie(CompiledCluster cluster, int position) {
        String line = new String(cluster.plan().stickyCookies().setLine(position), StandardCharsets.US_ASCII);
        return line.substring("set-cookie: ".length(), line.indexOf(';'));
    }

    @Test
    void ownCookieNamesItsEndpoint() {
        CompiledCluster cluster = own.publish(Balances.endpoints(20));

        for (int i = 0; i < 20; i++) {
            assertThat(pick(own, cluster, "x=y; " + ownCookie(cluster, i))).isEqualTo(i);
        }
    }

    @Test
    void ownCookieIsSetWithItsAttributes() {
        CompiledCluster cluster = own.publish(Balances.endpoints(1));

        assertThat(new String(cluster.plan().stickyCookies().setLine(0), StandardCharsets.US_ASCII))
                .matches("set-cookie: lb=[A-Za-z0-9_-]{22}; Path=/; HttpOnly; SameSite=Lax\r\n");
    }

    /// The slot `web.1` has a new task with another address.
    @Test
    void taskThatReplacesAnotherInheritsItsClients() {
        CompiledCluster before = own.publish(Balances.endpoints(3));
        String cookie = ownCookie(before, 1);
        CompiledCluster after =
                own.publish(Balances.endpoint(2), Balances.endpoint(0), new Endpoint("web.1", Balances.address(77)));

        assertThat(pick(own, after, cookie)).isEqualTo(2);
    }

    /// While a slot's task is replaced start-first, both are there.
    @Test
    void twoOfOneNameShareTheCookie() {
        CompiledCluster cluster =
                own.publish(Balances.endpoint(0), Balances.endpoint(1), new Endpoint("web.1", Balances.address(77)));
        String cookie = ownCookie(cluster, 2);
        assertThat(pick(own, cluster, cookie)).isEqualTo(1);
        StickyCookies cookies = cluster.plan().stickyCookies();
        assertThat(EndpointPicker.hasCookie(cookies, Balances.withCookie(cookie), 2))
                .isTrue();
        assertThat(EndpointPicker.hasCookie(cookies, Balances.withCookie(cookie), 0))
                .isFalse();

        own.fail(cluster, 1);

        assertThat(pick(own, cluster, cookie)).isEqualTo(2);
    }

    @Test
    void clientOfEndpointThatIsOutIsBalancedAnew() {
        CompiledCluster cluster = own.publish(Balances.endpoints(4));
        own.fail(cluster, 2);

        assertThat(pick(own, cluster, ownCookie(cluster, 2))).isNotEqualTo(2);
    }

    @Test
    void forgedCookieIsBalanced() {
        CompiledCluster cluster = own.publish(Balances.endpoints(3));
        int[] picks = new int[3];
        for (int i = 0; i < 300; i++) {
            picks[pick(own, cluster, "lb=AAAAAAAAAAAAAAAAAAAAAA")]++;
        }

        assertThat(picks).containsExactly(100, 100, 100);
    }

    @Test
    void endpointsHaveDifferentCookies() {
        byte[] a = Octets.ascii(ownCookie(own.publish(Balances.endpoints(1)), 0));
        byte[] b = Octets.ascii(ownCookie(own.publish(Balances.endpoint(1)), 0));

        assertThat(a).isNotEqualTo(b);
    }
}
