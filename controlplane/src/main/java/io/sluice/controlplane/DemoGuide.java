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

                  http://counter.localhost:%3$d/       web, 2 tasks, behind it app, 5 tasks; websocket /total
                  http://demo.localhost:%3$d/ping      demo, 5 tasks
                %6$s                  %4$s/             console

                Try:
                  curl -H 'Host: demo.localhost' http://127.0.0.1:%3$d/ping
                  curl -i http://counter.localhost:%3$d/
                  curl %4$s/latency
                  ./sluice routes
                  ./sluice explain http://demo.localhost:%3$d/ping

                Edit %5$s and see the change live.
                Ctrl-C ends it.

                """.formatted(readyMillis, plane.dataPlane().transport(), port, admin, composeFile, secure());
    }

    /// The certificate is made at each start, so browsers warn of it.
    private String secure() {
        return plane.https().isEmpty()
                ? ""
                : "  https://demo.localhost:" + plane.https().getFirst().getPort()
                        + "/      the same over TLS; its certificate was made for this demo: curl -k\n";
    }
}
