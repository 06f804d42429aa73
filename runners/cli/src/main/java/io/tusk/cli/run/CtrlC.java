/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.run;

import io.tusk.error.ErrorCode;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What Ctrl-C does while jobs run: the first time what is given here, the second time it ends the
 * process at once. Java names signals in a package that the compiler warns of, so it is called by
 * name; where there is none, Ctrl-C ends the process as it always does.
 */
final class CtrlC {
  private final Object previous;

  private CtrlC(Object previous) {
    this.previous = previous;
  }

  static CtrlC calls(Runnable action) {
    AtomicBoolean pressed = new AtomicBoolean();
    return new CtrlC(
        handle(
            () -> {
              if (pressed.getAndSet(true)) {
                Runtime.getRuntime().halt(ErrorCode.INTERRUPTED.exitCode());
              }
              action.run();
            }));
  }

  /** The handler that was there; null where signals cannot be handled. */
  private static Object handle(Runnable action) {
    try {
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              CtrlC.class.getClassLoader(),
              new Class<?>[] {handler},
              (self, method, args) -> {
                if (method.getName().equals("handle")) {
                  action.run();
                }
                return null;
              });
      return set(proxy);
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }

  private static Object set(Object handler) throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    return signal
        .getMethod("handle", signal, Class.forName("sun.misc.SignalHandler"))
        .invoke(null, signal.getConstructor(String.class).newInstance("INT"), handler);
  }

  /** Has Ctrl-C do what it did before. */
  void giveBack() {
    if (previous == null) {
      return;
    }
    try {
      set(previous);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("a signal can be handled but not given back", e);
    }
  }
}
