/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.files.FileEntry;
import io.tusk.host.Host;
import io.tusk.objects.TestStores;
import io.tusk.pieces.PackWriter;
import io.tusk.repo.TuskStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URL;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;

final class PipelineCodeTest {
  private final TuskStore store = TuskStore.create(TestStores.create(), Host.system());

  /** A jar that holds a text. */
  private FileEntry jar(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes)) {
      jar.putNextEntry(new JarEntry("text"));
      jar.write(text.getBytes(UTF_8));
    }
    try (PackWriter out = store.newPackWriter()) {
      FileEntry stored = store.files().write(new ByteArrayInputStream(bytes.toByteArray()), out);
      out.flush();
      return stored;
    }
  }

  private static String text(PipelineCode code) throws IOException {
    URL url = code.loader().getResource("text");
    try (var in = url.openStream()) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  @Test
  void isLoadedOnceUntilTheLastUserClosesIt() throws IOException {
    FileEntry one = jar("one");
    PipelineCode first = PipelineCode.open(store.files(), one);
    PipelineCode second = PipelineCode.open(store.files(), one);
    PipelineCode other = PipelineCode.open(store.files(), jar("other"));
    assertThat(second).isSameAs(first);
    assertThat(other).isNotSameAs(first);

    first.close();
    assertThat(text(second)).isEqualTo("one");
    second.close();
    assertThat(first.loader().getResource("text")).as("its file is closed and gone").isNull();

    PipelineCode again = PipelineCode.open(store.files(), one);
    assertThat(again).isNotSameAs(first);
    assertThat(text(again)).isEqualTo("one");
    again.close();
    other.close();
  }
}
