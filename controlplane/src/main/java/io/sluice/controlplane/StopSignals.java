package io.sluice.controlplane;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import org.jspecify.annotations.Nullable;

/// SIGTERM and SIGINT: the first asks to stop, a second ends the process at once.
///
/// The JDK's only door to signals is `sun.misc.Signal`, which compilers warn about even where it is wanted, so it is
/// entered by name; a shutdown hook cannot see the second signal.
final class StopSignals {

    private static final int SIGNAL_EXIT_BASE = 128;

    private final CountDownLatch stop = new CountDownLatch(1);

    static StopSignals install() {
        StopSignals signals = new StopSignals();
        Map.of("INT", 2, "TERM", 15).forEach((name, number) -> handle(name, () -> signals.onSignal(number)));
        return signals;
    }

    /// SIGHUP, which ends no process that asks for this.
    static void onHangup(Runnable action) {
        handle("HUP", action);
    }

    void await() throws InterruptedException {
        stop.await();
    }

    private static void handle(String name, Runnable action) {
        try {
            Class<?> signalType = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Object handler = Proxy.newProxyInstance(
                    StopSignals.class.getClassLoader(),
                    new Class<?>[] {handlerType},
                    (proxy, method, arguments) -> onCall(proxy, method, action));
            Object signal = signalType.getConstructor(String.class).newInstance(name);
            signalType.getMethod("handle", signalType, handlerType).invoke(null, signal, handler);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("SIG" + name + " cannot be handled by this Java runtime", e);
        }
    }

    private static @Nullable Object onCall(Object proxy, Method method, Runnable action) {
        return switch (method.getName()) {
            case "handle" -> {
                action.run();
                yield null;
            }
            case "hashCode" -> System.identityHashCode(proxy);
            case "equals" -> false;
            default -> "stop signal handler";
        };
    }

    private void onSignal(int number) {
        if (stop.getCount() == 0) {
            Runtime.getRuntime().halt(SIGNAL_EXIT_BASE + number);
        }
        stop.countDown();
    }
}
