package io.sluice.dataplane.snapshot;

import io.sluice.dataplane.filter.RouteFilters;
import io.sluice.dataplane.http.LocalBody;
import io.sluice.dataplane.model.Route;
import io.sluice.dataplane.model.RouteAction;
import io.sluice.dataplane.model.RoutePolicy;
import org.jspecify.annotations.Nullable;

/// A route with its number, its action, and what its policy asks for in the form that requests are compared with.
///
/// @param index its number, the same in the next generation as long as it stays
/// @param maxBodyBytes of a request
/// @param errorPage of the failures that the proxy answers itself; [LocalBody#NONE]: the proxy's own
/// @param websockets paths on which upgrades are passed on
/// @param filters null: it checks and changes nothing
/// @param authCluster whom the filters ask; null: nobody, or a cluster that is not there
public record CompiledRoute(
        int index,
        Route route,
        CompiledAction action,
        long maxBodyBytes,
        LocalBody errorPage,
        PathSet websockets,
        @Nullable RouteFilters filters,
        @Nullable CompiledCluster authCluster) {

    /// Of a request that no route was found for.
    public static final CompiledRoute NONE = new CompiledRoute(
            -1,
            new Route("", "/", new RouteAction.Maintenance("")),
            new CompiledAction.Maintenance(LocalBody.NONE),
            RoutePolicy.UNLIMITED,
            LocalBody.NONE,
            PathSet.ALL,
            null,
            null);
}
