package io.sluice.controlplane.admin;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Every path of the admin listener and what answers it.
final class AdminPages {

    private static final Logger LOG = LoggerFactory.getLogger(AdminPages.class);

    private final Map<String, Function<AdminRequest, AdminResponse>> pages = new TreeMap<>();
    private final Map<String, Function<AdminRequest, AdminResponse>> changes = new TreeMap<>();

    AdminPages(AdminSources sources) {
        Layer7Page layer7 = new Layer7Page(sources.layer7());
        ProxyDocuments proxy = new ProxyDocuments(sources);
        StatusDocuments status = new StatusDocuments(sources);
        LatencyPage latency = new LatencyPage(sources.traffic(), sources.lag());
        CertificateDocuments certificates = new CertificateDocuments(sources, InstantSource.system());
        MetricsPage metrics = new MetricsPage(sources, certificates);
        pages.put("/livez", request -> AdminResponse.text(200, "alive\n"));
        pages.put("/readyz", request -> readiness(sources.readiness().get()));
        pages.put("/metrics", request -> metrics.answer());
        pages.put("/latency", latency::answer);
        pages.put("/api/v1/routes", request -> AdminResponse.json(proxy.routes()));
        pages.put("/api/v1/services", request -> AdminResponse.json(proxy.services()));
        pages.put("/api/v1/endpoints", request -> AdminResponse.json(proxy.endpoints()));
        pages.put("/api/v1/certs", request -> AdminResponse.json(certificates.all()));
        pages.put("/api/v1/errors", request -> AdminResponse.json(status.errors()));
        pages.put("/api/v1/snapshots", request -> AdminResponse.json(status.snapshots()));
        pages.put("/api/v1/proxies", request -> AdminResponse.json(ProxyList.document(sources)));
        pages.put("/api/v1/config", request -> AdminResponse.json(status.config()));
        pages.put("/api/v1/status", request -> AdminResponse.json(status.status()));
        pages.put("/api/v1/explain", new ExplainPage(sources)::answer);
        pages.put(Layer7Page.PATH, layer7::read);
        changes.put(Layer7Page.PATH, layer7::turn);
        ConsoleFiles.addTo(pages);
    }

    /// Never throws: what goes wrong is an answer, too.
    AdminResponse answer(AdminRequest request) {
        Function<AdminRequest, AdminResponse> page = pages.get(request.path());
        return page == null ? unknown(request.path()) : answer(page, request);
    }

    /// Whether the path can be changed, not only read.
    boolean isChangeable(String path) {
        return changes.containsKey(path);
    }

    /// Never throws.
    AdminResponse change(AdminRequest request) {
        Function<AdminRequest, AdminResponse> page = changes.get(request.path());
        return page == null ? unknown(request.path()) : answer(page, request);
    }

    private static AdminResponse answer(Function<AdminRequest, AdminResponse> page, AdminRequest request) {
        try {
            return page.apply(request);
        } catch (IllegalArgumentException e) {
            return AdminResponse.json(
                    400, Json.error(String.valueOf(e.getMessage()), "see the parameters in the README"));
        } catch (RuntimeException e) {
            LOG.warn("{} could not be answered", request.path(), e);
            return AdminResponse.json(500, Json.error(e.toString(), "the log has the stack trace"));
        }
    }

    private AdminResponse unknown(String path) {
        List<String> known = new ArrayList<>(pages.keySet());
        return AdminResponse.json(
                404, Json.error("nothing at '" + path + "'", "one of the paths below", "paths", known));
    }

    private static AdminResponse readiness(Readiness readiness) {
        return AdminResponse.text(readiness.ready() ? 200 : 503, readiness.reason() + "\n");
    }
}
