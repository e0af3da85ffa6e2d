package io.sluice.controlplane.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.sluice.dataplane.model.Route;
import io.sluice.dataplane.model.RouteAction;
import io.sluice.dataplane.model.RoutePolicy;

/// What a route does, for scripts and people.
final class RouteDocument {

    private RouteDocument() {}

    /// `action` is `forward`, `redirect`, `text` or `maintenance`; `cluster` is empty unless it forwards; `to` says it
    /// in one
    /// word; `rules` names what is checked and changed on the way.
    static Map<String, Object> of(Route route) {
        Map<String, Object> document = switch (route.action()) {
            case RouteAction.Forward(String cluster, boolean strips) ->
                Json.object(
                        "action", "forward",
                        "cluster", cluster,
                        "to", cluster,
                        "strip_prefix", strips);
            case RouteAction.Redirect(String base, int status) ->
                Json.object(
                        "action", "redirect",
                        "cluster", "",
                        "to", status + " " + base);
            case RouteAction.RedirectToHttps(int port) ->
                Json.object(
                        "action", "redirect",
                        "cluster", "",
                        "to", "308 https" + (port == RouteAction.RedirectToHttps.STANDARD_PORT ? "" : ":" + port));
            case RouteAction.Text text -> Json.object("action", "text", "cluster", "", "to", "200");
            case RouteAction.Maintenance maintenance ->
                Json.object("action", "maintenance", "cluster", "", "to", "503");
        };
        document.put("rules", rules(route.policy()));
        return document;
    }

    /// As the labels are called.
    private static List<String> rules(RoutePolicy policy) {
        List<String> rules = new ArrayList<>();
        addIf(!policy.allowedClients().isEmpty(), "ip_allow", rules);
        addIf(policy.basicAuth() != null, "basic_auth", rules);
        addIf(policy.forwardAuth() != null, "forward_auth", rules);
        addIf(policy.rateLimit() != null, "rate_limit", rules);
        addIf(policy.cors() != null, "cors", rules);
        addIf(!policy.requestFields().isEmpty(), "request_header", rules);
        addIf(!policy.responseFields().isEmpty(), "response_header", rules);
        addIf(!policy.compression().isEmpty(), "compress", rules);
        addIf(policy.maxBodyBytes() != RoutePolicy.UNLIMITED, "max_body", rules);
        addIf(!policy.errorPage().isEmpty(), "error_page", rules);
        addIf(policy.websocketPrefixes() != null, "websocket_endpoints", rules);
        return rules;
    }

    private static void addIf(boolean isOn, String rule, List<String> rules) {
        if (isOn) {
            rules.add(rule);
        }
    }
}
