/*
 * The application that lab tests route to: a small HTTP/1.1 server without dependencies, linked statically, so that a
 * container of it starts in milliseconds.
 *
 * Any request is answered with JSON that says who answered and what arrived. Query parameters change the answer:
 *   ?delay=MS    answer after MS milliseconds
 *   ?bytes=N     a body of N bytes instead of the JSON
 *   ?status=N    this status
 * A request for an upgrade to websocket is accepted, and text and binary frames come back as they were sent.
 *
 * SIGTERM: keep answering, tell clients to close after the answer, and end as soon as no connection is open, at the
 * latest after DRAIN_MS. Environment: PORT (8080), VERSION, METADATA, DRAIN_MS (1000), START_MS (0, time before it listens).
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { HEAD_LIMIT = 32 * 1024, FRAME_LIMIT = 64 * 1024, CONNECTION_LIMIT = 4096, STACK_BYTES = 256 * 1024 };

static volatile sig_atomic_t stopping;
static atomic_int connections;
static char hostname[256];

/* One connection: its socket and the bytes read but not used yet. */
typedef struct {
    int socket;
    size_t length;
    char buffer[HEAD_LIMIT + 1];
} Connection;

static void on_term(int signal) {
    (void) signal;
    stopping = 1;
}

static void sleep_millis(long millis) {
    struct timespec time = {millis / 1000, (millis % 1000) * 1000000};
    while (nanosleep(&time, &time) != 0 && errno == EINTR) continue;
}

static const char *environment(const char *name, const char *otherwise) {
    const char *value = getenv(name);
    return value == NULL || *value == '\0' ? otherwise : value;
}

static bool write_all(int socket, const char *bytes, size_t length) {
    while (length > 0) {
        ssize_t written = send(socket, bytes, length, MSG_NOSIGNAL);
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        bytes += written;
        length -= (size_t) written;
    }
    return true;
}

/* Reads once, more than nothing; false at the end of the stream or when the buffer is full. */
static bool read_more(Connection *connection) {
    if (connection->length == HEAD_LIMIT) return false;
    ssize_t count;
    do {
        count = recv(connection->socket, connection->buffer + connection->length, HEAD_LIMIT - connection->length, 0);
    } while (count < 0 && errno == EINTR && !stopping);
    if (count <= 0) return false;
    connection->length += (size_t) count;
    connection->buffer[connection->length] = '\0';
    return true;
}

static void consume(Connection *connection, size_t count) {
    connection->length -= count;
    memmove(connection->buffer, connection->buffer + count, connection->length);
    connection->buffer[connection->length] = '\0';
}

/* Copies the value of a header field into `value`, empty when it is absent. */
static void field(const char *head, const char *name, char *value, size_t size) {
    size_t length = strlen(name);
    value[0] = '\0';
    for (const char *line = strstr(head, "\r\n"); line != NULL; line = strstr(line, "\r\n")) {
        line += 2;
        if (strncasecmp(line, name, length) != 0 || line[length] != ':') continue;
        line += length + 1;
        line += strspn(line, " \t");
        size_t end = strcspn(line, "\r");
        snprintf(value, size, "%.*s", (int) end, line);
        return;
    }
}

static long parameter(const char *target, const char *name, long otherwise) {
    const char *query = strchr(target, '?');
    size_t length = strlen(name);
    while (query != NULL) {
        query++;
        if (strncmp(query, name, length) == 0 && query[length] == '=') return strtol(query + length + 1, NULL, 10);
        query = strchr(query, '&');
    }
    return otherwise;
}

/* Appends a JSON string, escaped. */
static size_t append_json(char *out, size_t at, size_t size, const char *name, const char *value) {
    at += (size_t) snprintf(out + at, size - at, "%s\"%s\":\"", at == 1 ? "" : ",", name);
    for (; *value != '\0' && at + 16 < size; value++) {
        unsigned char c = (unsigned char) *value;
        bool plain = c >= 0x20 && c < 0x7f && c != '"' && c != '\\';
        at += (size_t) snprintf(out + at, size - at, plain ? "%c" : "\\u%04x", c);
    }
    out[at++] = '"';
    out[at] = '\0';
    return at;
}

static size_t describe(char *out, size_t size, const char *head, const char *method, const char *target, long body) {
    static const char *const fields[] = {"Host", "X-Request-Id", "X-Forwarded-For", "X-Forwarded-Proto", "X-Real-IP"};
    static const char *const names[] = {"host", "request_id", "forwarded_for", "forwarded_proto", "real_ip"};
    char value[1024];
    size_t at = 1;
    out[0] = '{';
    at = append_json(out, at, size, "instance", hostname);
    at = append_json(out, at, size, "task", environment("TASK_NAME", hostname));
    at = append_json(out, at, size, "version", environment("VERSION", "1"));
    at = append_json(out, at, size, "metadata", environment("METADATA", ""));
    at = append_json(out, at, size, "method", method);
    at = append_json(out, at, size, "path", target);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        field(head, fields[i], value, sizeof value);
        at = append_json(out, at, size, names[i], value);
    }
    return at + (size_t) snprintf(out + at, size - at, ",\"body_bytes\":%ld}\n", body);
}

static bool send_answer(Connection *connection, const char *head, const char *method, const char *target, long body) {
    char text[16 * 1024];
    char head_out[512];
    long bytes = parameter(target, "bytes", -1);
    long status = parameter(target, "status", 200);
    sleep_millis(parameter(target, "delay", 0));
    size_t length = bytes >= 0 ? (size_t) bytes : describe(text, sizeof text, head, method, target, body);
    int size = snprintf(head_out, sizeof head_out,
            "HTTP/1.1 %ld Status\r\nContent-Type: %s\r\nContent-Length: %zu\r\nX-Instance: %s\r\n%s\r\n", status,
            bytes >= 0 ? "application/octet-stream" : "application/json", length, hostname,
            stopping ? "Connection: close\r\n" : "");
    if (!write_all(connection->socket, head_out, (size_t) size)) return false;
    if (strcmp(method, "HEAD") == 0) return true;
    if (bytes < 0) return write_all(connection->socket, text, length);
    memset(text, 'x', sizeof text);
    while (length > 0) {
        size_t part = length < sizeof text ? length : sizeof text;
        if (!write_all(connection->socket, text, part)) return false;
        length -= part;
    }
    return true;
}

/* Drops `count` bytes of a body; false when the stream ends before. */
static bool drop(Connection *connection, long count) {
    while (count > 0) {
        if (connection->length == 0 && !read_more(connection)) return false;
        long part = (long) connection->length < count ? (long) connection->length : count;
        consume(connection, (size_t) part);
        count -= part;
    }
    return true;
}

/* Takes one line of a chunked body out of the buffer; false when the stream ends or the line has no end. */
static bool take_line(Connection *connection, char *line, size_t size) {
    char *end;
    while ((end = strstr(connection->buffer, "\r\n")) == NULL) {
        if (!read_more(connection)) return false;
    }
    snprintf(line, size, "%.*s", (int) (end - connection->buffer), connection->buffer);
    consume(connection, (size_t) (end - connection->buffer) + 2);
    return true;
}

/* The number of body bytes, or -1 when the stream ended inside the body. */
static long drop_body(Connection *connection, const char *head) {
    char value[128];
    field(head, "Transfer-Encoding", value, sizeof value);
    if (strcasecmp(value, "chunked") != 0) {
        field(head, "Content-Length", value, sizeof value);
        long length = strtol(value, NULL, 10);
        return length >= 0 && drop(connection, length) ? length : -1;
    }
    long total = 0;
    while (take_line(connection, value, sizeof value)) {
        long size = strtol(value, NULL, 16);
        if (size < 0 || !drop(connection, size)) return -1;
        total += size;
        if (!take_line(connection, value, sizeof value)) return -1;
        if (size > 0) continue;
        while (*value != '\0') { /* trailers */
            if (!take_line(connection, value, sizeof value)) return -1;
        }
        return total;
    }
    return -1;
}

/* SHA-1 (RFC 3174) of a short text: what the websocket handshake asks for, and nothing else. */
static void sha1(const char *text, unsigned char digest[20]) {
    unsigned h[5] = {0x67452301u, 0xEFCDAB89u, 0x98BADCFEu, 0x10325476u, 0xC3D2E1F0u};
    unsigned char block[192] = {0};
    size_t length = strlen(text), blocks = (length + 9 + 63) / 64;
    memcpy(block, text, length);
    block[length] = 0x80;
    for (int i = 0; i < 8; i++) block[blocks * 64 - 1 - (size_t) i] = (unsigned char) ((length * 8) >> (8 * i));
    for (size_t b = 0; b < blocks; b++) {
        unsigned w[80], v[5];
        for (int i = 0; i < 16; i++) {
            const unsigned char *p = block + b * 64 + (size_t) i * 4;
            w[i] = (unsigned) p[0] << 24 | (unsigned) p[1] << 16 | (unsigned) p[2] << 8 | p[3];
        }
        for (int i = 16; i < 80; i++) {
            unsigned x = w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16];
            w[i] = x << 1 | x >> 31;
        }
        memcpy(v, h, sizeof v);
        for (int i = 0; i < 80; i++) {
            unsigned f = i < 20 ? ((v[1] & v[2]) | (~v[1] & v[3])) + 0x5A827999u
                    : i < 40    ? (v[1] ^ v[2] ^ v[3]) + 0x6ED9EBA1u
                    : i < 60    ? ((v[1] & v[2]) | (v[1] & v[3]) | (v[2] & v[3])) + 0x8F1BBCDCu
                                : (v[1] ^ v[2] ^ v[3]) + 0xCA62C1D6u;
            unsigned next = (v[0] << 5 | v[0] >> 27) + f + v[4] + w[i];
            v[4] = v[3], v[3] = v[2], v[2] = v[1] << 30 | v[1] >> 2, v[1] = v[0], v[0] = next;
        }
        for (int i = 0; i < 5; i++) h[i] += v[i];
    }
    for (int i = 0; i < 20; i++) digest[i] = (unsigned char) (h[i / 4] >> (24 - 8 * (i % 4)));
}

static void base64(const unsigned char *in, size_t length, char *out) {
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < length; i += 3) {
        unsigned v = (unsigned) in[i] << 16 | (i + 1 < length ? (unsigned) in[i + 1] << 8 : 0) | (i + 2 < length ? in[i + 2] : 0);
        *out++ = alphabet[v >> 18];
        *out++ = alphabet[v >> 12 & 63];
        *out++ = i + 1 < length ? alphabet[v >> 6 & 63] : '=';
        *out++ = i + 2 < length ? alphabet[v & 63] : '=';
    }
    *out = '\0';
}

static bool need(Connection *connection, size_t count) {
    while (connection->length < count) {
        if (!read_more(connection)) return false;
    }
    return true;
}

/* Echoes websocket frames (RFC 6455) of up to 16 KiB until a close frame or the end of the stream. */
static void echo_frames(Connection *connection) {
    char out[FRAME_LIMIT];
    while (need(connection, 2)) {
        unsigned char *frame = (unsigned char *) connection->buffer;
        unsigned opcode = frame[0] & 15u;
        size_t length = frame[1] & 127u, start = 2;
        if (length == 127 || (frame[1] & 128u) == 0) return;
        if (length == 126) {
            if (!need(connection, 4)) return;
            length = (size_t) frame[2] << 8 | frame[3];
            start = 4;
        }
        if (length > 16 * 1024 || !need(connection, start + 4 + length)) return;
        size_t at = 0;
        out[at++] = (char) (opcode == 9 ? (frame[0] & 0xF0u) | 10u : frame[0]);
        if (length >= 126) {
            out[at++] = 126;
            out[at++] = (char) (length >> 8);
        }
        out[at++] = (char) length;
        for (size_t i = 0; i < length; i++) out[at++] = (char) (frame[start + 4 + i] ^ frame[start + i % 4]);
        if (!write_all(connection->socket, out, at) || opcode == 8) return;
        consume(connection, start + 4 + length);
    }
}

static void upgrade(Connection *connection, const char *head) {
    char key[160], accept[32], answer[256];
    unsigned char digest[20];
    field(head, "Sec-WebSocket-Key", key, 64);
    strcat(key, "258EAFA5-E914-47DA-95CA-C5AB0DC85B11");
    sha1(key, digest);
    base64(digest, sizeof digest, accept);
    int size = snprintf(answer, sizeof answer,
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n\r\n",
            accept);
    if (write_all(connection->socket, answer, (size_t) size)) echo_frames(connection);
}

/* One request; false when the connection is to be closed. */
static bool serve_one(Connection *connection) {
    char *end;
    while ((end = strstr(connection->buffer, "\r\n\r\n")) == NULL) {
        if (!read_more(connection)) return false;
    }
    size_t length = (size_t) (end - connection->buffer) + 4;
    char head[HEAD_LIMIT + 1], method[32], target[4096], value[64];
    memcpy(head, connection->buffer, length);
    head[length] = '\0';
    consume(connection, length);
    if (sscanf(head, "%31s %4095s HTTP/1.", method, target) != 2) return false;
    field(head, "Upgrade", value, sizeof value);
    if (strcasecmp(value, "websocket") == 0) {
        upgrade(connection, head);
        return false;
    }
    long body = drop_body(connection, head);
    if (body < 0 || !send_answer(connection, head, method, target, body)) return false;
    field(head, "Connection", value, sizeof value);
    return !stopping && strcasecmp(value, "close") != 0;
}

static void *serve(void *argument) {
    Connection *connection = argument;
    while (serve_one(connection)) continue;
    shutdown(connection->socket, SHUT_WR);
    close(connection->socket);
    free(connection);
    connections--;
    return NULL;
}

static void start_connection(int socket) {
    Connection *connection = malloc(sizeof *connection);
    pthread_attr_t attributes;
    pthread_t thread;
    int one = 1;
    struct timeval never = {0, 0};
    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    pthread_attr_setstacksize(&attributes, STACK_BYTES);
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &never, sizeof never); /* inherited from the listener otherwise */
    if (connection == NULL || connections >= CONNECTION_LIMIT) {
        free(connection);
        close(socket);
        return;
    }
    connection->socket = socket;
    connection->length = 0;
    connection->buffer[0] = '\0';
    connections++;
    if (pthread_create(&thread, &attributes, serve, connection) != 0) {
        connections--;
        free(connection);
        close(socket);
    }
    pthread_attr_destroy(&attributes);
}

static int listen_on(unsigned short port) {
    int one = 1, listener = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr = {htonl(INADDR_ANY)}};
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(listener, (struct sockaddr *) &address, sizeof address) != 0 || listen(listener, 1024) != 0) {
        perror("app: cannot listen");
        exit(1);
    }
    return listener;
}

static long now_millis(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int main(void) {
    struct sigaction action = {.sa_handler = on_term};
    struct timeval patience = {0, 100000};
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    gethostname(hostname, sizeof hostname - 1);
    sleep_millis(atol(environment("START_MS", "0")));
    int listener = listen_on((unsigned short) atoi(environment("PORT", "8080")));
    setsockopt(listener, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    long drain_millis = atol(environment("DRAIN_MS", "1000"));
    long deadline = 0;
    while (!stopping || (connections > 0 && now_millis() < deadline)) {
        int socket = accept(listener, NULL, NULL);
        if (socket >= 0) start_connection(socket);
        if (stopping && deadline == 0) deadline = now_millis() + drain_millis;
        if (stopping && connections == 0) break;
    }
    return 0;
}
