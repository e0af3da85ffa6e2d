package io.sluice.controlplane.labels;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.sluice.controlplane.config.Printable;
import io.sluice.dataplane.model.Affinity;
import io.sluice.dataplane.model.LbPolicy;

/// The labels that say which task a request goes to. Where several are there, the one that binds a client most
/// closely wins: `sticky`, then `sticky_session_cookie`; of the others `balance`, then `ip_hash`.
final class AffinityLabels {

    private static final String COOKIE = "cookie:";
    private static final int MAX_COOKIE_LENGTH = 64;

    private static final Map<String, LbPolicy> POLICIES = Map.of(
            "round_robin", LbPolicy.ROUND_ROBIN,
            "least_request", LbPolicy.LEAST_REQUEST,
            "peak_ewma", LbPolicy.PEAK_EWMA,
            "maglev", LbPolicy.MAGLEV,
            "ip_hash", LbPolicy.IP_HASH);

    private final LabelReader labels;

    AffinityLabels(LabelReader labels) {
        this.labels = labels;
    }

    LbPolicy policy() {
        boolean byAddress = labels.isTrue(LabelNames.IP_HASH);
        LbPolicy policy = labels.read(LabelNames.BALANCE, text -> Values.word(text, POLICIES, "invalid-balance"))
                .orElse(byAddress ? LbPolicy.IP_HASH : LbPolicy.ROUND_ROBIN);
        if (byAddress && labels.has(LabelNames.BALANCE) && policy != LbPolicy.IP_HASH) {
            outranked(LabelNames.IP_HASH, LabelNames.BALANCE);
        }
        return policy;
    }

    /// @param policy that holds for requests without the cookie
    Affinity affinity(LbPolicy policy) {
        Optional<String> own = labels.read(LabelNames.STICKY, AffinityLabels::proxyCookie);
        Optional<String> app = labels.read(LabelNames.STICKY_SESSION_COOKIE, AffinityLabels::cookie);
        if (own.isEmpty() && app.isEmpty()) {
            return new Affinity.None();
        }
        String winner = own.isPresent() ? LabelNames.STICKY : LabelNames.STICKY_SESSION_COOKIE;
        if (policy == LbPolicy.IP_HASH && labels.has(LabelNames.IP_HASH)) {
            outranked(LabelNames.IP_HASH, winner);
        }
        if (own.isEmpty()) {
            return new Affinity.AppCookie(app.get());
        }
        if (app.isPresent()) {
            outranked(LabelNames.STICKY_SESSION_COOKIE, winner);
        }
        return new Affinity.ProxyCookie(own.get());
    }

    /// A virtual address is one endpoint: nothing can be chosen.
    void warnOfVip() {
        for (String name : List.of(LabelNames.STICKY, LabelNames.STICKY_SESSION_COOKIE, LabelNames.IP_HASH)) {
            if (labels.has(name)) {
                labels.noEffect(
                        name, "with backend_mode=vip the kernel picks the task", "remove one of the two labels");
            }
        }
    }

    private void outranked(String name, String winner) {
        labels.report()
                .notice("outranked", name, "the label " + winner + " is there too, and wins", "remove one of the two");
    }

    private static String proxyCookie(String text) {
        if (!text.startsWith(COOKIE)) {
            throw new BadValue(
                    "invalid-sticky",
                    Printable.quoted(text) + " does not say what makes clients stick",
                    "write 'cookie:' and a name, as in 'cookie:sluice_task'; a cookie of the application goes into"
                            + " " + LabelNames.STICKY_SESSION_COOKIE);
        }
        return cookie(text.substring(COOKIE.length()).strip());
    }

    private static String cookie(String text) {
        if (Values.isToken(text) && text.length() <= MAX_COOKIE_LENGTH) {
            return text;
        }
        throw new BadValue(
                "invalid-cookie",
                Printable.quoted(text) + " is not the name of a cookie",
                "write letters, digits, '-', '_' and '.', " + MAX_COOKIE_LENGTH + " at most");
    }
}
