/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.loading.ClassLoadingStrategy;
import net.bytebuddy.matcher.ElementMatchers;
import net.bytebuddy.pool.TypePool;

/** Runs the service until standard input ends, as it does when the parent process is no more. */
final class S3ProxyProcess {
  private static final String STORE = "org.gaul.s3proxy.nio2blob.AbstractNio2BlobStore";

  private S3ProxyProcess() {}

  public static void main(String[] arguments) throws Exception {
    Thread watch = new Thread(S3ProxyProcess::endWithParent, "parent-watch");
    watch.setDaemon(true);
    watch.start();
    listOnlyWhatIsWritten();
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

  /**
   * S3 lists an object once it is written. This service writes an object beside its key, under the
   * key and a random UUID, and lists that as well.
   */
  private static void listOnlyWhatIsWritten() {
    ClassLoader loader = S3ProxyProcess.class.getClassLoader();
    new ByteBuddy()
        .redefine(
            TypePool.Default.of(loader).describe(STORE).resolve(),
            ClassFileLocator.ForClassLoader.of(loader))
        .visit(Advice.to(Unfinished.class).on(ElementMatchers.named("listEntry")))
        .make()
        .load(loader, ClassLoadingStrategy.Default.INJECTION);
  }

  /** Its code becomes part of the service. */
  static final class Unfinished {
    private Unfinished() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static boolean isUnfinished(@Advice.Argument(2) Path entry) {
      return entry
          .toString()
          .matches("(?s).*-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    }
  }
}
