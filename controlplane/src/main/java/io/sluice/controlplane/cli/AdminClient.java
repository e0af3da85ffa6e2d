package io.sluice.controlplane.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.controlplane.text.AddressText;
import io.sluice.controlplane.text.SafeText;
import picocli.CommandLine.Option;

/// The `--admin` flag of verbs that ask a running proxy, and the asking.
final class AdminClient {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(20);

    @Option(
            names = "--admin",
            paramLabel = "ADDR:PORT",
            converter = Converters.AdminAddress.class,
            defaultValue = "${env:SLUICE_ADMIN:-127.0.0.1:9901}",
            description = "The admin listener to ask. Default: ${DEFAULT-VALUE} [SLUICE_ADMIN]")
    private InetSocketAddress admin = new InetSocketAddress(0);

    record Answer(int status, String body) {}

    /// A document of the API; anything but 200 is a [CommandException].
    JsonNode read(String path, List<Map.Entry<String, String>> query) {
        return document(ask(path, query), 200);
    }

    /// Asks for something to be changed, and returns what it will be.
    JsonNode change(String path, List<Map.Entry<String, String>> query) {
        return document(
                send(HttpRequest.newBuilder(uri(path, query))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .header("Sluice-Change", "1")),
                202);
    }

    private static JsonNode document(Answer answer, int expected) {
        JsonNode document = parse(answer);
        if (answer.status() != expected) {
            throw new CommandException(
                    SafeText.oneLine(document.path("error").asText("HTTP " + answer.status())),
                    SafeText.oneLine(document.path("hint").asText("")));
        }
        return document;
    }

    /// Text as it is; anything but 200 is a [CommandException].
    String readText(String path, List<Map.Entry<String, String>> query) {
        Answer answer = ask(path, query);
        if (answer.status() != 200) {
            throw new CommandException("HTTP " + answer.status(), SafeText.oneLine(answer.body()));
        }
        return answer.body();
    }

    Answer ask(String path, List<Map.Entry<String, String>> query) {
        return send(HttpRequest.newBuilder(uri(path, query)));
    }

    private URI uri(String path, List<Map.Entry<String, String>> query) {
        return URI.create("http://" + AddressText.format(reachable()) + path + encoded(query));
    }

    private Answer send(HttpRequest.Builder request) {
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                .build()) {
            HttpResponse<String> response = client.send(
                    request.timeout(ANSWER_TIMEOUT).build(),
                    HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Answer(response.statusCode(), response.body());
        } catch (IOException e) {
            throw unreachable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreachable(e);
        }
    }

    /// A listener on every address is asked on loopback.
    private InetSocketAddress reachable() {
        return admin.getAddress().isAnyLocalAddress()
                ? new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), admin.getPort())
                : admin;
    }

    private CommandException unreachable(Exception cause) {
        return new CommandException(
                "no admin listener answers at " + AddressText.format(admin) + " ("
                        + cause.getClass().getSimpleName() + ")",
                "start one with 'sluice demo' or 'sluice run', or name another with --admin ADDR:PORT",
                cause);
    }

    private static JsonNode parse(Answer answer) {
        try {
            return new ObjectMapper().readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new CommandException(
                    "the answer is no JSON (HTTP " + answer.status() + ")",
                    "is --admin the admin listener of Sluice?",
                    e);
        }
    }

    private static String encoded(List<Map.Entry<String, String>> query) {
        if (query.isEmpty()) {
            return "";
        }
        return query.stream()
                .map(pair -> pair.getKey() + "=" + URLEncoder.encode(pair.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&", "?", ""));
    }
}
