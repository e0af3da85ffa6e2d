package io.sluice.controlplane;

import java.nio.file.Path;

import io.sluice.controlplane.text.AddressText;

/// What the demo prints once it is ready: where to look and what to try.
record DemoGuide(ControlPlane plane, Path composeFile, long readyMillis) {

    String text() {
        int port = plane.dataPlane().addresses().getFirst().getPort();
        String admin = "http://" + AddressText.format(plane.admin().address());
        return """

                Sluice demo: ready in %1$d ms (%2$s)

                %6$s
                Try:
                  curl -H 'Host: demo.localhost' http://127.0.0.1:%3$d/ping
                  curl -i http://counter.localhost:%3$d/
                  curl %4$s/latency
                  ./sluice routes
                  ./sluice explain http://demo.localhost:%3$d/ping

                Edit %5$s and see the change live.
                Ctrl-C ends it.

                """.formatted(readyMillis, plane.dataPlane().transport(), port, admin, composeFile, places(port, admin));
    }

    private String places(int port, String admin) {
        StringBuilder places = new StringBuilder();
        add(places, "http://counter.localhost:" + port + "/", "web, 2 tasks, behind it app, 5 tasks; websocket /total");
        add(places, "http://demo.localhost:" + port + "/ping", "demo, 5 tasks");
        if (!plane.https().isEmpty()) {
            // The certificate is made at each start, so browsers warn of it.
            int tlsPort = plane.https().getFirst().getPort();
            add(
                    places,
                    "https://demo.localhost:" + tlsPort + "/ping",
                    "the same over TLS: curl -k, for it is self-signed");
        }
        add(places, admin + "/", "console");
        return places.toString();
    }

    private static void add(StringBuilder places, String url, String what) {
        places.append("  %-38s %s\n".formatted(url, what));
    }
}
