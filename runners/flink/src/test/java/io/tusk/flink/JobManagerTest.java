/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said where a cluster should answer, and another thing does, or none. */
final class JobManagerTest {
  @Test
  void tellsWhatTheClusterHas() throws IOException {
    try (FakeJobManager fake =
        FakeJobManager.answering(200, FakeJobManager.overview("1.19.3", 3, 12, 5))) {
      assertThat(JobManager.of(fake.address()).overview())
          .isEqualTo(new JobManager.Overview("1.19.3", 3, 12, 5));
      assertThat(JobManager.of("http://" + fake.address() + "/").overview().slots()).isEqualTo(12);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.18.1", "1.20.0", "2.0.0", "1.190.0"})
  void refusesAnotherVersion(String version) throws IOException {
    try (FakeJobManager fake =
        FakeJobManager.answering(200, FakeJobManager.overview(version, 1, 2, 2))) {
      assertRefused(
          fake.address(),
          "the cluster at "
              + fake.address()
              + " is of Flink "
              + version
              + ", and Tusk runs on 1.19; name a cluster of that version");
    }
  }

  @Test
  void refusesWhereNobodyAnswers() throws IOException {
    String address;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      address = "127.0.0.1:" + socket.getLocalPort();
    }
    assertRefused(
        address,
        "no Flink cluster answers at "
            + address
            + " (the connection is refused, or there is no such host); start it, or name another"
            + " with --flinkMaster=HOST:PORT, the address of its web interface");
  }

  @ParameterizedTest
  @CsvSource({
    "200,<html>a page</html>,<html>a page</html>",
    "200,[],[]",
    "200,'{\"flink-version\":\"1.19.3\"}','{\"flink-version\":\"1.19.3\"}'",
    "200,'',nothing",
    "404,gone,status 404"
  })
  void refusesWhatIsNoJobManager(int status, String body, String shown) throws IOException {
    try (FakeJobManager fake = FakeJobManager.answering(status, body)) {
      assertRefused(
          fake.address(),
          "what answers at "
              + fake.address()
              + " is not Flink's job manager (it says: "
              + shown
              + "); name the address of Flink's web interface with --flinkMaster=HOST:PORT");
    }
  }

  private static void assertRefused(String address, String message) {
    assertThatThrownBy(() -> JobManager.of(address).overview())
        .isInstanceOf(TuskException.class)
        .hasMessage(message)
        .extracting("code")
        .isEqualTo(ErrorCode.HOST);
  }

  @Test
  void theUsualPortNeedNotBeNamed() {
    assertThat(JobManager.of("flink.example.com").name()).isEqualTo("flink.example.com:8081");
    assertThat(JobManager.of("flink.example.com:80").port()).isEqualTo(80);
    assertThat(JobManager.of("[::1]:9").name()).isEqualTo("[::1]:9");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://flink:8081",
        "flink:8081/jobs",
        "two words",
        "host:port",
        "spark://host:7077",
        ""
      })
  void refusesWhatIsNoAddress(String name) {
    assertThatThrownBy(() -> JobManager.of(name))
        .isInstanceOf(TuskException.class)
        .hasMessage(
            "--flinkMaster is \""
                + name
                + "\", which is no address; it is HOST:PORT of Flink's job manager, or [local]")
        .extracting("code")
        .isEqualTo(ErrorCode.USAGE);
  }
}
