package io.sluice.dataplane.filter;

import io.sluice.dataplane.http.FieldId;
import io.sluice.dataplane.http.Fields;
import io.sluice.dataplane.http.IpAddress;
import io.sluice.dataplane.http.LocalAnswer;
import io.sluice.dataplane.http.Octets;
import io.sluice.dataplane.http.RequestHead;
import io.sluice.dataplane.http.ResponseHead;
import io.sluice.dataplane.http.TrustedNetworks;
import io.sluice.dataplane.model.ContentCoding;
import io.sluice.dataplane.model.FieldEdits;
import io.sluice.dataplane.model.RoutePolicy;
import org.jspecify.annotations.Nullable;

/// Everything that a route checks and changes, compiled. Immutable; a route that asks for nothing has none.
public final class RouteFilters {

    private static final String STRICT_TRANSPORT_SECURITY = "strict-transport-security";
    private static final byte[] NO_LINES = {};

    private final int route;
    private final @Nullable TrustedNetworks allowedClients;
    private final @Nullable RateRule rateRule;
    private final @Nullable CorsRules cors;
    private final @Nullable PasswordRules passwords;
    private final @Nullable AuthRules auth;
    private final @Nullable FieldEditor requestEditor;
    private final @Nullable FieldEditor responseEditor;
    private final @Nullable CompressionRules compression;
    private final byte[] ownLines; // of answers that the proxy makes itself

    private RouteFilters(int route, RoutePolicy policy) {
        this.route = route;
        allowedClients = policy.allowedClients().isEmpty() ? null : new TrustedNetworks(policy.allowedClients());
        rateRule = policy.rateLimit() == null ? null : RateRule.of(policy.rateLimit());
        cors = policy.cors() == null ? null : new CorsRules(policy.cors());
        passwords = policy.basicAuth() == null ? null : new PasswordRules(policy.basicAuth());
        auth = policy.forwardAuth() == null ? null : new AuthRules(policy.forwardAuth());
        requestEditor = editor(policy.requestFields());
        responseEditor = editor(policy.responseFields());
        compression = policy.compression().isEmpty() ? null : new CompressionRules(policy.compression());
        ownLines = ownLines(policy.responseFields());
    }

    /// That a host is to be reached by TLS alone holds for every answer of it (RFC 6797, 7.1); the other edits
    /// are about what endpoints say.
    private static byte[] ownLines(FieldEdits edits) {
        return edits.set().stream()
                .filter(line -> line.name().equalsIgnoreCase(STRICT_TRANSPORT_SECURITY))
                .findFirst()
                .map(line -> Octets.ascii(STRICT_TRANSPORT_SECURITY + ": " + line.value() + "\r\n"))
                .orElse(NO_LINES);
    }

    private static @Nullable FieldEditor editor(FieldEdits edits) {
        return edits.isEmpty() ? null : FieldEditor.of(edits);
    }

    /// Null when the policy asks for nothing of this.
    ///
    /// @param route its number
    public static @Nullable RouteFilters of(int route, RoutePolicy policy) {
        boolean isOff = policy.requestFields().isEmpty()
                && policy.responseFields().isEmpty()
                && policy.allowedClients().isEmpty()
                && policy.basicAuth() == null
                && policy.forwardAuth() == null
                && policy.rateLimit() == null
                && policy.cors() == null
                && policy.compression().isEmpty();
        return isOff ? null : new RouteFilters(route, policy);
    }

    /// The checks that need nobody else, in this order: address, rate, preflight, password.
    ///
    /// @param client is not changed
    public Verdict check(RequestHead request, IpAddress client, FilterContext context) {
        if (allowedClients != null && !allowedClients.contains(client)) {
            return Verdict.FORBIDDEN;
        }
        if (rateRule != null && !context.takeRequest(client, route, rateRule)) {
            return Verdict.LIMITED;
        }
        if (cors != null && CorsRules.isPreflight(request)) {
            return Verdict.PREFLIGHT;
        }
        return passwords == null ? Verdict.PASS : context.passwords().check(passwords, request.fields());
    }

    /// After [Verdict#VERIFY]: VERIFY again when the listener will be told, or another verdict at once.
    public Verdict verify(RequestHead request, PasswordListener listener, FilterContext context) {
        assert passwords != null;
        return context.passwords().verify(passwords, request.fields(), listener);
    }

    /// The lines of a 401.
    public byte[] challenge() {
        assert passwords != null;
        return passwords.challenge();
    }

    /// The lines of the answer to a preflight request.
    public byte[] preflight(RequestHead request) {
        assert cors != null;
        return cors.preflight(request);
    }

    /// Whom to ask before a request passes that the checks let pass; null: nobody.
    public @Nullable AuthRules auth() {
        return auth;
    }

    /// Takes away what clients must not say to the endpoint. Call it behind the checks, before anybody is asked.
    public void cleanRequest(RequestHead request) {
        if (passwords != null) {
            dropAuthorization(request.fields()); // the password is the proxy's matter alone
        }
        if (auth != null) {
            auth.removeCopied(request.fields());
        }
    }

    private static void dropAuthorization(Fields fields) {
        for (int i = 0; i < fields.count(); i++) {
            if (fields.id(i) == FieldId.AUTHORIZATION) {
                fields.drop(i);
            }
        }
    }

    /// Makes the edits that the operator asks for. Once per request, when it is to be sent.
    public void editRequest(RequestHead request) {
        if (requestEditor != null) {
            requestEditor.apply(request.fields());
        }
    }

    public void editRequestTrailers(Fields trailers) {
        if (auth != null) {
            auth.removeCopied(trailers);
        }
        if (requestEditor != null) {
            requestEditor.drop(trailers);
        }
    }

    /// Changes the head of an endpoint's final response, 101 excepted.
    ///
    /// @return what the body goes through, or null; the caller closes it
    public @Nullable BodyEncoder editResponse(RequestHead request, ResponseHead response, FilterContext context) {
        if (responseEditor != null) {
            responseEditor.apply(response.fields());
        }
        if (cors != null) {
            cors.apply(request, response.fields());
        }
        return compression == null ? null : compress(compression, request, response, context);
    }

    private static @Nullable BodyEncoder compress(
            CompressionRules rules, RequestHead request, ResponseHead response, FilterContext context) {
        ContentCoding coding = rules.choose(request, response, context.acceptEncoding());
        if (coding == null) {
            return null;
        }
        boolean streamed = response.contentLength() == ResponseHead.UNKNOWN_LENGTH;
        BodyEncoder encoder = context.takeEncoder(coding, streamed);
        if (encoder != null) {
            rules.announce(coding, response);
        }
        return encoder;
    }

    /// Adds to an answer that the proxy makes itself what browsers must find in every answer: else a page of another
    /// origin could not even read that it was refused.
    public void addTo(LocalAnswer answer, RequestHead request) {
        answer.lines(ownLines);
        if (cors != null) {
            answer.lines(cors.lines(request));
        }
    }

    public void editResponseTrailers(Fields trailers) {
        if (responseEditor != null) {
            responseEditor.drop(trailers);
        }
    }
}
