/* A closed load over TLS for bench/compare: N connections, each with one request (or one handshake) under way.
 *
 *     load PORT HOST PATH BYTES CONNECTIONS SECONDS
 *
 * PATH "-" makes full handshakes only: each connection says close_notify once it is up, and counts when the server has
 * closed. BYTES is the length that each body must have. Every proxy gets the same offer: TLS 1.3, X25519,
 * AES-128-GCM, HOST as SNI, no resumption, no verification. Prints "ANSWERED LOST SECONDS". */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum state { SHAKING, CLOSING, HEAD, BODY };

struct connection {
  int fd;
  SSL *ssl;
  enum state state;
  int have;
  long left;
  char head[8192];
};

static SSL_CTX *context;
static struct sockaddr_in server;
static const char *host;
static char request[1024];
static int request_bytes, poll_fd, handshakes_only;
static long body_bytes, answered, lost;
static char sink[256 * 1024];

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

static void watch(struct connection *c, int operation, unsigned events) {
  struct epoll_event event = {.events = events, .data.ptr = c};
  epoll_ctl(poll_fd, operation, c->fd, &event);
}

static void open_connection(struct connection *c) {
  int one = 1;
  c->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  if (connect(c->fd, (struct sockaddr *)&server, sizeof server) < 0 && errno != EINPROGRESS) {
    perror("connect");
    exit(1);
  }
  c->ssl = SSL_new(context);
  SSL_set_fd(c->ssl, c->fd);
  SSL_set_connect_state(c->ssl);
  SSL_set_tlsext_host_name(c->ssl, host);
  c->state = SHAKING;
  watch(c, EPOLL_CTL_ADD, EPOLLIN | EPOLLOUT);
}

static void reopen(struct connection *c) {
  SSL_set_quiet_shutdown(c->ssl, 1);
  SSL_free(c->ssl);
  close(c->fd);
  open_connection(c);
}

static void lose(struct connection *c, const char *why) {
  if (lost++ < 3) fprintf(stderr, "%s\n", why);
  reopen(c);
}

static int waits(struct connection *c, int result) {
  int error = SSL_get_error(c->ssl, result);
  return error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE;
}

static int send_request(struct connection *c) {
  c->state = HEAD;
  c->have = 0;
  return SSL_write(c->ssl, request, request_bytes) == request_bytes;
}

/* 1: go on; 0: wait; -1: the connection was opened anew */
static int on_shaking(struct connection *c) {
  int result = SSL_do_handshake(c->ssl);
  if (result != 1) {
    if (!waits(c, result)) return lose(c, "handshake failed"), -1;
    if (SSL_get_error(c->ssl, result) == SSL_ERROR_WANT_READ) watch(c, EPOLL_CTL_MOD, EPOLLIN);
    return 0;
  }
  watch(c, EPOLL_CTL_MOD, EPOLLIN);
  if (handshakes_only) {
    SSL_shutdown(c->ssl);
    shutdown(c->fd, SHUT_WR);
    c->state = CLOSING;
    return 1;
  }
  return send_request(c) ? 1 : (lose(c, "request not written"), -1);
}

/* Past tickets and close_notify to the end of the stream; a reset is an end too. */
static int on_closing(struct connection *c) {
  long count = recv(c->fd, sink, sizeof sink, 0);
  if (count > 0) return 1;
  if (count < 0 && errno == EAGAIN) return 0;
  answered++;
  reopen(c);
  return -1;
}

static int on_head(struct connection *c) {
  int count = SSL_read(c->ssl, c->head + c->have, sizeof c->head - 1 - c->have);
  if (count <= 0) return waits(c, count) ? 0 : (lose(c, "closed before a head"), -1);
  c->have += count;
  c->head[c->have] = 0;
  char *end = strstr(c->head, "\r\n\r\n");
  if (!end) return c->have < (int)sizeof c->head - 1 ? 1 : (lose(c, "head too long"), -1);
  char *length = strcasestr(c->head, "\r\ncontent-length:");
  if (strncmp(c->head, "HTTP/1.1 200", 12) || !length || length > end || atol(length + 17) != body_bytes)
    return lose(c, "not the expected answer"), -1;
  c->left = body_bytes - (c->have - (end + 4 - c->head));
  c->state = BODY;
  return 1;
}

static int on_body(struct connection *c) {
  if (c->left > 0) {
    int count = SSL_read(c->ssl, sink, c->left < (long)sizeof sink ? c->left : (long)sizeof sink);
    if (count <= 0) return waits(c, count) ? 0 : (lose(c, "closed in a body"), -1);
    c->left -= count;
    return 1;
  }
  answered++;
  return send_request(c) ? 1 : (lose(c, "request not written"), -1);
}

static void advance(struct connection *c) {
  int go = 1;
  while (go > 0) {
    switch (c->state) {
      case SHAKING: go = on_shaking(c); break;
      case CLOSING: go = on_closing(c); break;
      case HEAD: go = on_head(c); break;
      case BODY: go = on_body(c); break;
    }
  }
}

int main(int count, char **argument) {
  if (count != 7) return fprintf(stderr, "load PORT HOST PATH BYTES CONNECTIONS SECONDS\n"), 2;
  signal(SIGPIPE, SIG_IGN);
  server = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons(atoi(argument[1]))};
  server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  host = argument[2];
  handshakes_only = !strcmp(argument[3], "-");
  body_bytes = atol(argument[4]);
  int connections = atoi(argument[5]);
  double seconds = atof(argument[6]);
  request_bytes = snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: %s\r\n\r\n", argument[3], host);
  context = SSL_CTX_new(TLS_client_method());
  SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION);
  SSL_CTX_set_ciphersuites(context, "TLS_AES_128_GCM_SHA256");
  SSL_CTX_set1_groups_list(context, "X25519");
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  poll_fd = epoll_create1(0);
  struct connection *all = calloc(connections, sizeof *all);
  for (int i = 0; i < connections; i++) open_connection(&all[i]);
  double begun = now();
  struct epoll_event events[256];
  while (now() - begun < seconds) {
    int ready = epoll_wait(poll_fd, events, 256, 100);
    for (int i = 0; i < ready; i++) advance(events[i].data.ptr);
  }
  printf("%ld %ld %.3f\n", answered, lost, now() - begun);
  return 0;
}
