package io.sluice.controlplane.admin;

import java.util.List;

import io.sluice.dataplane.model.Cidr;
import io.sluice.dataplane.model.FieldEdits;
import io.sluice.dataplane.model.Route;
import io.sluice.dataplane.model.RouteAction;
import io.sluice.dataplane.model.RoutePolicy;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RouteDocumentTest {

    @Test
    void tellsWhereARouteForwards() {
        assertThat(RouteDocument.of(new Route("a", "/x", new RouteAction.Forward("web", true))))
                .containsEntry("action", "forward")
                .containsEntry("cluster", "web")
                .containsEntry("to", "web")
                .containsEntry("strip_prefix", true)
                .containsEntry("rules", List.of());
    }

    @Test
    void tellsWhereARedirectLeads() {
        assertThat(RouteDocument.of(new Route("a", "/", new RouteAction.Redirect("https://h.test", 308))))
                .containsEntry("action", "redirect")
                .containsEntry("cluster", "")
                .containsEntry("to", "308 https://h.test");
    }

    @Test
    void tellsOfMaintenance() {
        assertThat(RouteDocument.of(new Route("a", "/", new RouteAction.Maintenance("<p>soon</p>"))))
                .containsEntry("action", "maintenance")
                .containsEntry("cluster", "")
                .containsEntry("to", "503");
    }

    @Test
    void namesTheRulesByTheirLabels() {
        RoutePolicy policy = new RoutePolicy(
                new FieldEdits(List.of(), List.of("X-A")),
                FieldEdits.NONE,
                List.of(Cidr.parse("10.0.0.0/8")),
                null,
                null,
                null,
                null,
                List.of(),
                1_000,
                "",
                List.of("/ws"));

        assertThat(RouteDocument.of(new Route("a", "/", new RouteAction.Forward("web"), policy)))
                .containsEntry("rules", List.of("ip_allow", "request_header", "max_body", "websocket_endpoints"));
    }
}
