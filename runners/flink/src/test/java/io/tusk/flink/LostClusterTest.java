/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.net.ConnectException;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.apache.flink.runtime.rest.util.RestClientException;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpResponseStatus;
import org.apache.flink.util.concurrent.FutureUtils.RetryException;
import org.junit.jupiter.api.Test;

final class LostClusterTest {
  private static final Optional<String> CLUSTER = Optional.of("flink:8081");

  private static void assertSaid(Optional<String> cluster, Throwable cause, String message) {
    RuntimeException thrown = new RuntimeException("Pipeline execution failed", cause);
    assertThatThrownBy(
            () ->
                LostCluster.during(
                    cluster,
                    () -> {
                      throw thrown;
                    }))
        .isInstanceOf(TuskException.class)
        .hasMessage(message)
        .hasCause(thrown)
        .extracting("code")
        .isEqualTo(ErrorCode.HOST);
  }

  @Test
  void aJobManagerThatWasStartedAnew() {
    assertSaid(
        CLUSTER,
        new RestClientException(
            "[org.apache.flink.runtime.rest.handler.RestHandlerException:"
                + " org.apache.flink.runtime.messages.FlinkJobNotFoundException: Could not find"
                + " Flink job (4d33)\n\tat org.apache.flink.A.b(A.java:1)]",
            HttpResponseStatus.NOT_FOUND),
        "the Flink cluster at flink:8081 does not know the job any more, as its job manager was"
            + " started anew; 'tusk run' goes on with it");
  }

  @Test
  void aJobManagerThatIsGone() {
    Throwable refused =
        new RetryException(
            "Could not complete the operation. Number of retries has been exhausted.",
            new CompletionException(new ConnectException("Connection refused")));
    assertSaid(
        CLUSTER,
        refused,
        "the Flink cluster at flink:8081 does not answer any more (Connection refused); when it"
            + " does, 'tusk run' goes on with the job");
    assertSaid(
        Optional.empty(),
        refused,
        "the Flink cluster does not answer any more (Connection refused); when it does, 'tusk run'"
            + " goes on with the job");
  }

  @Test
  void whatElseFailsIsLeftAsItIs() {
    RuntimeException other = new IllegalStateException(null, new RuntimeException("a step failed"));
    assertThatThrownBy(
            () ->
                LostCluster.during(
                    CLUSTER,
                    () -> {
                      throw other;
                    }))
        .isSameAs(other);
    assertThat(LostCluster.during(CLUSTER, () -> "done")).isEqualTo("done");
  }
}
