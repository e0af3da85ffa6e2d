package io.sluice.dataplane;

import java.util.List;

import io.sluice.dataplane.model.BasicAuth;
import io.sluice.dataplane.model.Cidr;
import io.sluice.dataplane.model.ContentCoding;
import io.sluice.dataplane.model.Cors;
import io.sluice.dataplane.model.FieldEdits;
import io.sluice.dataplane.model.ForwardAuth;
import io.sluice.dataplane.model.RateLimit;
import io.sluice.dataplane.model.RoutePolicy;

/// Policies that ask for one thing.
final class Policies {

    private static final FieldEdits KEEP = FieldEdits.NONE;
    private static final long ANY = RoutePolicy.UNLIMITED;

    private Policies() {}

    static RoutePolicy edits(FieldEdits request, FieldEdits response) {
        return new RoutePolicy(request, response, List.of(), null, null, null, null, List.of(), ANY, "", null);
    }

    static RoutePolicy allowing(Cidr... clients) {
        return new RoutePolicy(KEEP, KEEP, List.of(clients), null, null, null, null, List.of(), ANY, "", null);
    }

    static RoutePolicy passwords(BasicAuth auth) {
        return new RoutePolicy(KEEP, KEEP, List.of(), auth, null, null, null, List.of(), ANY, "", null);
    }

    static RoutePolicy asking(ForwardAuth auth) {
        return new RoutePolicy(KEEP, KEEP, List.of(), null, auth, null, null, List.of(), ANY, "", null);
    }

    static RoutePolicy limited(RateLimit limit) {
        return new RoutePolicy(KEEP, KEEP, List.of(), null, null, limit, null, List.of(), ANY, "", null);
    }

    static RoutePolicy cors(Cors cors) {
        return new RoutePolicy(KEEP, KEEP, List.of(), null, null, null, cors, List.of(), ANY, "", null);
    }

    static RoutePolicy compressing(ContentCoding... codings) {
        return new RoutePolicy(KEEP, KEEP, List.of(), null, null, null, null, List.of(codings), ANY, "", null);
    }
}
