package io.sluice.dataplane.balance;

import io.sluice.dataplane.http.CookieFields;
import io.sluice.dataplane.http.IpAddress;
import io.sluice.dataplane.http.RequestHead;
import io.sluice.dataplane.http.StableHash;
import io.sluice.dataplane.loop.OnLoop;
import io.sluice.dataplane.model.LbPolicy;
import io.sluice.dataplane.snapshot.BalancePlan;
import io.sluice.dataplane.snapshot.StickyCookies;

/// Picks the endpoint of a request: the one that a cookie binds it to, else what the cluster's policy says.
@OnLoop
public final class EndpointPicker {

    private static final long LAST_OCTET = 0xff;

    private EndpointPicker() {}

    /// Position of an endpoint of a cluster that has at least one.
    public static int pick(ClusterLoad load, RequestHead head, IpAddress client) {
        BalancePlan plan = load.cluster().plan();
        if (plan.stickyCookies() != null) {
            int bound = bound(load, plan.stickyCookies(), head);
            return bound == StickyCookies.NOBODY ? load.pick(key(plan, client)) : bound;
        }
        if (plan.appCookie().length > 0) {
            return pickByAppCookie(load, plan.appCookie(), head);
        }
        return load.pick(key(plan, client));
    }

    /// As the cluster's policy says alone: for connections that carry no cookies which one could read.
    public static int pick(ClusterLoad load, IpAddress client) {
        return load.pick(key(load.cluster().plan(), client));
    }

    private static long key(BalancePlan plan, IpAddress client) {
        return plan.table() == null ? 0 : key(client, plan.policy() == LbPolicy.IP_HASH);
    }

    /// A hash of the address.
    ///
    /// @param isNetwork of an IPv4 address the first three octets only, as nginx's `ip_hash`
    private static long key(IpAddress client, boolean isNetwork) {
        long low = isNetwork && client.isIpv4() ? client.low() & ~LAST_OCTET : client.low();
        return StableHash.mix(StableHash.mix(client.high()) + low);
    }

    /// Whether the request already has the cookie of the endpoint at that position.
    public static boolean hasCookie(StickyCookies cookies, RequestHead head, int position) {
        long value = CookieFields.find(head.fields(), cookies.name());
        return value != CookieFields.ABSENT && isOf(cookies, head, value, position);
    }

    private static boolean isOf(StickyCookies cookies, RequestHead head, long value, int position) {
        int found = StickyCookies.NOBODY;
        do {
            found = cookies.find(head.fields().bytes(), CookieFields.start(value), CookieFields.end(value), found);
        } while (found != StickyCookies.NOBODY && found != position);
        return found == position;
    }

    /// An endpoint of that name that may be picked, or nobody.
    private static int bound(ClusterLoad load, StickyCookies cookies, RequestHead head) {
        long value = CookieFields.find(head.fields(), cookies.name());
        if (value == CookieFields.ABSENT) {
            return StickyCookies.NOBODY;
        }
        int found = StickyCookies.NOBODY;
        do {
            found = cookies.find(head.fields().bytes(), CookieFields.start(value), CookieFields.end(value), found);
        } while (found != StickyCookies.NOBODY && !load.isAvailable(found));
        return found;
    }

    /// Without the cookie there is nothing to keep together: wherever the least is under way.
    private static int pickByAppCookie(ClusterLoad load, byte[] name, RequestHead head) {
        long value = CookieFields.find(head.fields(), name);
        if (value == CookieFields.ABSENT) {
            return LeastRequest.INSTANCE.pick(load, 0);
        }
        long key = StableHash.of(head.fields().bytes(), CookieFields.start(value), CookieFields.end(value));
        return ConsistentHash.INSTANCE.pick(load, key);
    }
}
