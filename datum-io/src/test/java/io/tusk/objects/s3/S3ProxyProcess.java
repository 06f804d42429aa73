/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects.s3;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Runs the service until standard input ends, as it does when the parent process is no more. */
final class S3ProxyProcess {
  private S3ProxyProcess() {}

  public static void main(String[] arguments) throws Exception {
    Thread watch = new Thread(S3ProxyProcess::endWithParent, "parent-watch");
    watch.setDaemon(true);
    watch.start();
    Class.forName("org.gaul.s3proxy.Main")
        .getMethod("main", String[].class)
        .invoke(null, (Object) arguments);
  }

  private static void endWithParent() {
    try {
      while (System.in.read() >= 0) {
        // Nothing is ever written.
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      Runtime.getRuntime().halt(0);
    }
  }
}
