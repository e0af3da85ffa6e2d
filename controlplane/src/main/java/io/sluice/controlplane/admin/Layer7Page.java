package io.sluice.controlplane.admin;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import io.sluice.controlplane.deploy.Layer7;
import io.sluice.controlplane.deploy.Layer7Switch;

/// The switch of HTTP routing: read with GET, turned with POST.
final class Layer7Page {

    static final String PATH = "/api/v1/layer7";

    private static final int MAX_PORT = 65_535;

    private final Optional<Layer7Switch> turned;

    Layer7Page(Optional<Layer7Switch> turned) {
        this.turned = turned;
    }

    AdminResponse read(AdminRequest request) {
        return turned.map(known -> AdminResponse.json(document(known.layer7()))).orElseGet(Layer7Page::absent);
    }

    /// `?enabled=true&http=8080&https=8443`; ports that are not named are as the file says.
    AdminResponse turn(AdminRequest request) {
        if (turned.isEmpty()) {
            return absent();
        }
        Layer7 next = new Layer7(enabled(request), port(request, "http"), port(request, "https"));
        if (next.http().isPresent() && next.http().equals(next.https())) {
            throw new IllegalArgumentException("http and https cannot have the same port");
        }
        turned.get().onLayer7(next);
        return AdminResponse.json(202, document(next));
    }

    private static boolean enabled(AdminRequest request) {
        return switch (request.parameter("enabled").orElse("")) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("enabled must be true or false");
        };
    }

    private static OptionalInt port(AdminRequest request, String name) {
        Optional<String> text = request.parameter(name);
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        if (!text.get().matches("\\d{1,5}")
                || Integer.parseInt(text.get()) < 1
                || Integer.parseInt(text.get()) > MAX_PORT) {
            throw new IllegalArgumentException(name + " must be a port from 1 to " + MAX_PORT);
        }
        return OptionalInt.of(Integer.parseInt(text.get()));
    }

    private static Map<String, Object> document(Layer7 state) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("enabled", state.enabled());
        document.put("http", port(state.http()));
        document.put("https", port(state.https()));
        return document;
    }

    private static Object port(OptionalInt port) {
        return port.isPresent() ? port.getAsInt() : "as the file says";
    }

    private static AdminResponse absent() {
        return AdminResponse.json(
                409,
                Json.error(
                        "this process keeps no proxies, so it has nothing to turn on or off",
                        "ask a 'sluice control' that was started with --config"));
    }
}
