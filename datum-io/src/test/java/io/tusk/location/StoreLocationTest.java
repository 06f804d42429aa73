/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.location;

import static io.tusk.error.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.error.ErrorCode;
import io.tusk.host.Host;
import io.tusk.objects.ObjectStore;
import io.tusk.objects.s3.S3Proxy;
import io.tusk.objects.s3.S3Settings;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StoreLocationTest {
  @TempDir Path temp;

  @ParameterizedTest
  @CsvSource({
    "s3://bucket, bucket, ''",
    "s3://bucket/, bucket, ''",
    "s3://my.bucket-1/a, my.bucket-1, a",
    "s3://bucket/a/b=c/d_(1)/, bucket, a/b=c/d_(1)"
  })
  void aBucketIsReadAndWritten(String text, String bucket, String prefix) {
    StoreLocation location = StoreLocation.parse(text);
    assertThat(location).isEqualTo(new StoreLocation.S3(bucket, prefix));
    assertThat(StoreLocation.parse(location.toString())).isEqualTo(location);
    assertThat(location.toString())
        .isEqualTo("s3://" + bucket + (prefix.isEmpty() ? "" : "/" + prefix));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a/b", "a", "./s3:/x", "a b", "s3", "c:/d"})
  void anythingElseIsAPath(String text) {
    StoreLocation location = StoreLocation.parse(text);
    assertThat(location).isEqualTo(new StoreLocation.Local(Path.of(text)));
    assertThat(StoreLocation.parse(location.toString())).isEqualTo(location);
  }

  @Test
  void whatIsNeitherIsRefused() {
    String shape = " is not 3 to 63 of a-z 0-9 . - between a letter or digit each";
    refused("store \"s3://\": bucket \"\"" + shape, "s3://");
    refused("store \"s3://Data/x\": bucket \"Data\"" + shape, "s3://Data/x");
    refused("store \"s3://ab\": bucket \"ab\"" + shape, "s3://ab");
    refused("store \"s3://key@host/x\": bucket \"key@host\"" + shape, "s3://key@host/x");
    String elements = "\"; use a-z A-Z 0-9 ! _ . ' ( ) = + @ , - with single slashes between";
    refused("store \"s3://abc/a//b\": its prefix has the element \"" + elements, "s3://abc/a//b");
    refused("store \"s3://abc/..\": its prefix has the element \".." + elements, "s3://abc/..");
    refused("store \"s3://abc/a b\": its prefix has the element \"a b" + elements, "s3://abc/a b");
    refused("store \"s3://abc//\": its prefix has the element \"" + elements, "s3://abc///");
    String longest = "p".repeat(123);
    assertThat(StoreLocation.parse("s3://abc/" + longest)).hasToString("s3://abc/" + longest);
    refused(
        "store \"s3://abc/"
            + longest
            + "p\": its prefix is longer than 123 bytes; use a shorter one",
        "s3://abc/" + longest + "p");
    refused(
        "store \"s3://data--use1-az4--x-s3\": a directory bucket does not list keys in order; use a"
            + " general one",
        "s3://data--use1-az4--x-s3");
    for (String scheme : new String[] {"s3a", "S3", "gs", "file", "https"}) {
      refused(
          "store \""
              + scheme
              + "://abc/x\" begins with "
              + scheme
              + "://, which no store does; name a directory or s3://BUCKET/PREFIX",
          scheme + "://abc/x");
    }
    refused("store \"a\0b\" is not a path: Nul character not allowed", "a\0b");
  }

  private static void refused(String message, String text) {
    assertFails(ErrorCode.USAGE, message, () -> StoreLocation.parse(text));
  }

  @Test
  void aStoreIsOpenedWhereverItIs() {
    S3Proxy s3 = S3Proxy.shared();
    String bucket = s3.newBucket();
    for (StoreLocation location :
        new StoreLocation[] {
          new StoreLocation.Local(temp.resolve("store")),
          new StoreLocation.S3(bucket, ""),
          new StoreLocation.S3(bucket, "p")
        }) {
      try (ObjectStore store = Stores.open(location, s3.settings(), Host.system())) {
        assertThat(store.location()).isEqualTo(location.toString());
        store.put("a/b", new byte[] {1});
        assertThat(store.list("", "", 9)).containsExactly("a/b");
      }
    }
  }

  @Test
  void settingsOfABucketDoNotMatterToADirectory() {
    S3Settings odd = new S3Settings(Optional.of("nowhere"), Optional.empty(), Optional.empty());
    try (ObjectStore store = Stores.open(new StoreLocation.Local(temp), odd, Host.system())) {
      assertThat(store.read("a")).isEmpty();
    }
  }
}
