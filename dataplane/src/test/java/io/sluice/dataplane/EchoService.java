package io.sluice.dataplane;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

import io.grpc.ForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;

/// A gRPC service with a method of each kind; messages are bytes.
final class EchoService {

    static final Metadata.Key<String> ECHO = Metadata.Key.of("x-echo", Metadata.ASCII_STRING_MARSHALLER);
    static final Metadata.Key<byte[]> BINARY = Metadata.Key.of("x-echo-bin", Metadata.BINARY_BYTE_MARSHALLER);

    static final MethodDescriptor<byte[], byte[]> UNARY = method(MethodType.UNARY, "Unary");
    static final MethodDescriptor<byte[], byte[]> UPLOAD = method(MethodType.CLIENT_STREAMING, "Upload");
    static final MethodDescriptor<byte[], byte[]> DOWNLOAD = method(MethodType.SERVER_STREAMING, "Download");
    static final MethodDescriptor<byte[], byte[]> TALK = method(MethodType.BIDI_STREAMING, "Talk");
    static final MethodDescriptor<byte[], byte[]> FAIL = method(MethodType.UNARY, "Fail");
    static final MethodDescriptor<byte[], byte[]> HANG = method(MethodType.SERVER_STREAMING, "Hang");

    private final CountDownLatch hungUp = new CountDownLatch(1);

    /// Counted down when a call of [#HANG] is cancelled.
    CountDownLatch hungUp() {
        return hungUp;
    }

    static MethodDescriptor<byte[], byte[]> method(MethodType type, String name) {
        return MethodDescriptor.newBuilder(new Bytes(), new Bytes())
                .setType(type)
                .setFullMethodName("test.Echo/" + name)
                .build();
    }

    /// Messages that are bytes.
    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {

        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw Status.INTERNAL.withCause(e).asRuntimeException();
            }
        }
    }

    NettyServerBuilder builder() {
        return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .maxInboundMessageSize(32 << 20)
                .intercept(new EchoOfMetadata())
                .addService(ServerServiceDefinition.builder("test.Echo")
                        .addMethod(UNARY, ServerCalls.asyncUnaryCall(EchoService::echo))
                        .addMethod(UPLOAD, ServerCalls.asyncClientStreamingCall(EchoService::count))
                        .addMethod(DOWNLOAD, ServerCalls.asyncServerStreamingCall(EchoService::repeat))
                        .addMethod(TALK, ServerCalls.asyncBidiStreamingCall(EchoService::talk))
                        .addMethod(FAIL, ServerCalls.asyncUnaryCall(EchoService::fail))
                        .addMethod(HANG, ServerCalls.asyncServerStreamingCall(this::hang))
                        .build());
    }

    /// Head and trailers of the answer say what the request's metadata did.
    private static final class EchoOfMetadata implements ServerInterceptor {

        @Override
        public <A, B> ServerCall.Listener<A> interceptCall(
                ServerCall<A, B> call, Metadata headers, ServerCallHandler<A, B> next) {
            Metadata echoed = new Metadata();
            if (headers.containsKey(ECHO)) {
                echoed.put(ECHO, headers.get(ECHO));
                echoed.put(BINARY, headers.get(BINARY));
            }
            return next.startCall(
                    new ForwardingServerCall.SimpleForwardingServerCall<A, B>(call) {
                        @Override
                        public void sendHeaders(Metadata own) {
                            own.merge(echoed);
                            super.sendHeaders(own);
                        }

                        @Override
                        public void close(Status status, Metadata trailers) {
                            trailers.merge(echoed);
                            super.close(status, trailers);
                        }
                    },
                    headers);
        }
    }

    private static void echo(byte[] request, StreamObserver<byte[]> response) {
        response.onNext(request);
        response.onCompleted();
    }

    private static StreamObserver<byte[]> count(StreamObserver<byte[]> response) {
        return new Receiver() {
            private int bytes;

            @Override
            public void onNext(byte[] message) {
                bytes += message.length;
            }

            @Override
            public void onCompleted() {
                echo(Integer.toString(bytes).getBytes(StandardCharsets.UTF_8), response);
            }
        };
    }

    private static void repeat(byte[] request, StreamObserver<byte[]> response) {
        for (int i = 0; i < 10; i++) {
            response.onNext(request);
        }
        response.onCompleted();
    }

    private static StreamObserver<byte[]> talk(StreamObserver<byte[]> response) {
        return new Receiver() {
            @Override
            public void onNext(byte[] message) {
                response.onNext(message);
            }

            @Override
            public void onCompleted() {
                response.onCompleted();
            }
        };
    }

    private static void fail(byte[] request, StreamObserver<byte[]> response) {
        response.onError(Status.NOT_FOUND
                .withDescription(new String(request, StandardCharsets.UTF_8))
                .asException());
    }

    private void hang(byte[] request, StreamObserver<byte[]> response) {
        ((ServerCallStreamObserver<byte[]>) response).setOnCancelHandler(hungUp::countDown);
        response.onNext(request);
    }

    private abstract static class Receiver implements StreamObserver<byte[]> {
        @Override
        public void onError(Throwable error) {}
    }
}
