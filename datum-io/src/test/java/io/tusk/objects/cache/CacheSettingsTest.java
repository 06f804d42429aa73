/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.error.ErrorCode;
import io.tusk.error.Failures;
import io.tusk.host.TemporaryDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CacheSettingsTest {
  @TempDir private Path home;

  private static CacheSettings at(Path place) {
    return new CacheSettings(Optional.of(place), OptionalLong.empty());
  }

  @Test
  void usersHaveOneWithTheirOtherCaches() {
    assertThat(CacheSettings.ofUser(Map.of("HOME", home.toString())))
        .isEqualTo(at(home.resolve(".cache/tusk")));
    assertThat(CacheSettings.ofUser(Map.of("HOME", home.toString(), "XDG_CACHE_HOME", "/x/y")))
        .isEqualTo(at(Path.of("/x/y/tusk")));
    assertThat(CacheSettings.ofUser(Map.of("HOME", home.toString(), "XDG_CACHE_HOME", "x/y")))
        .as("relative ones are void")
        .isEqualTo(at(home.resolve(".cache/tusk")));
  }

  @Test
  void whoHasNoHomeHasNone() {
    assertThat(CacheSettings.ofUser(Map.of())).isEqualTo(CacheSettings.OFF);
    assertThat(CacheSettings.ofUser(Map.of("HOME", home + "/nonexistent")))
        .isEqualTo(CacheSettings.OFF);
  }

  @Test
  void workersHaveOneInTheirTemporaryDirectory() {
    Path place = CacheSettings.ofWorker(Map.of("HOME", home.toString())).directory().orElseThrow();
    assertThat(place.getFileName()).hasToString("cache");
    assertThat(place.getParent().getFileName().toString()).startsWith("tusk-");
    assertThat(place.getParent().getParent()).isEqualTo(TemporaryDirectory.path());
  }

  @Test
  void theEnvironmentSaysMore() {
    Map<String, String> named = Map.of("TUSK_CACHE", "/fast", "TUSK_CACHE_BYTES", "67108864");
    CacheSettings expected =
        new CacheSettings(Optional.of(Path.of("/fast")), OptionalLong.of(64 << 20));
    assertThat(CacheSettings.ofUser(named)).isEqualTo(expected);
    assertThat(CacheSettings.ofWorker(named)).isEqualTo(expected);
    Map<String, String> off = Map.of("TUSK_CACHE", "/fast", "TUSK_CACHE_BYTES", "0");
    assertThat(CacheSettings.ofUser(off)).isEqualTo(CacheSettings.OFF);
    assertThat(CacheSettings.ofWorker(off)).isEqualTo(CacheSettings.OFF);
  }

  @ParameterizedTest
  @ValueSource(strings = {"67108863", "-1", "1G", "many", "1e9", "99999999999999999999"})
  void whatIsNoNumberOfBytes(String text) {
    Failures.assertFails(
        ErrorCode.USAGE,
        "TUSK_CACHE_BYTES is \""
            + text
            + "\"; set it to a number of bytes of at least 67108864, or to 0 to keep nothing on"
            + " disk",
        () -> CacheSettings.ofUser(Map.of("TUSK_CACHE_BYTES", text)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"cache", "~/cache", "\0"})
  void whatIsNoPlace(String text) {
    Failures.assertFails(
        ErrorCode.USAGE,
        "TUSK_CACHE is \"" + text + "\"; set it to an absolute path",
        () -> CacheSettings.ofUser(Map.of("TUSK_CACHE", text)));
  }

  @Test
  void theBoundFollowsTheSpaceThatIsFree() throws IOException {
    assertThat(at(home).bound().bytesAt(home)).isBetween(1L, CacheSettings.DEFAULT_BYTES);
    assertThat(new CacheSettings(Optional.of(home), OptionalLong.of(5)).bound().bytesAt(home))
        .isEqualTo(5);
  }
}
