/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class S3ProxyTest {
  /** Starts a service, says which process it is, and waits to be killed. */
  static final class Parent {
    private Parent() {}

    public static void main(String[] arguments) throws IOException {
      S3Proxy.shared();
      ProcessHandle.current().children().forEach(child -> System.out.println(child.pid()));
      System.in.read();
    }
  }

  @Test
  void endsWithItsParentEvenWhenThatIsKilled() throws Exception {
    Process parent =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Parent.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out = parent.inputReader(UTF_8)) {
      ProcessHandle service = ProcessHandle.of(Long.parseLong(out.readLine())).orElseThrow();
      assertThat(service.isAlive()).isTrue();
      parent.destroyForcibly();
      service.onExit().get(300, TimeUnit.SECONDS);
    } finally {
      parent.destroyForcibly();
    }
  }
}
