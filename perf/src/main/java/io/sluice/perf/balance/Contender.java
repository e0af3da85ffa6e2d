package io.sluice.perf.balance;

import java.util.List;

import io.sluice.dataplane.model.Affinity;
import io.sluice.dataplane.model.LbPolicy;

/// One way to spread requests.
record Contender(String name, LbPolicy policy, Affinity affinity) {

    static final String COOKIE = "session";

    static List<Contender> all() {
        Affinity none = new Affinity.None();
        return List.of(
                new Contender("round_robin", LbPolicy.ROUND_ROBIN, none),
                new Contender("least_request", LbPolicy.LEAST_REQUEST, none),
                new Contender("peak_ewma", LbPolicy.PEAK_EWMA, none),
                new Contender("maglev", LbPolicy.MAGLEV, none),
                new Contender("ip_hash", LbPolicy.IP_HASH, none),
                new Contender("app cookie", LbPolicy.ROUND_ROBIN, new Affinity.AppCookie(COOKIE)),
                new Contender("sticky", LbPolicy.ROUND_ROBIN, new Affinity.ProxyCookie(COOKIE)));
    }

    /// A client's later requests are to go where its first went.
    boolean binds() {
        return !(affinity instanceof Affinity.None) || policy == LbPolicy.MAGLEV || policy == LbPolicy.IP_HASH;
    }

    /// The application sets a cookie that differs by client.
    boolean hasAppCookie() {
        return affinity instanceof Affinity.AppCookie;
    }
}
