/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tusk.host.Host;
import io.tusk.log.Operation;
import io.tusk.objects.LocalObjectStore;
import io.tusk.repo.TuskStore;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FsckTest {
  @TempDir Path directory;
  private Cli cli;

  @BeforeEach
  void make() {
    cli = new Cli(directory).withRepo("in");
    cli.file(
        "p.json",
        "{\"pipeline\":{\"name\":\"p\"},\"input\":{\"pfs\":{\"repo\":\"in\",\"glob\":\"/*\"}},"
            + "\"transform\":{\"cmd\":[\"true\"]}}");
    cli.run("create", "pipeline", "-f", "p.json");
    cli.assertSound();
  }

  private void remove(String key) {
    try (TuskStore store =
        TuskStore.open(new LocalObjectStore(directory.resolve(".tusk")), Host.system())) {
      store.transact(
          new Operation("plant", ""),
          tx -> {
            tx.metadata().remove(key);
            return null;
          });
    }
  }

  @Test
  void whatDoesNotAgreeOfAPipelineIsNamed() {
    remove("version/default/p/00000001");
    Cli.Result fsck = cli.run("fsck");
    assertThat(fsck.out()).isEqualTo("Error: pipeline p: its version 1 is missing\n");
    assertThat(fsck.err()).isEmpty();
    assertThat(fsck.code()).isEqualTo(1);
  }

  @Test
  void pipelinesAreCheckedThoughTheCatalogIsWrong() {
    remove("version/default/p/00000001");
    remove("repo/default/in");
    Cli.Result fsck = cli.run("fsck");
    assertThat(fsck.out())
        .contains("repo in does not exist")
        .endsWith("Error: pipeline p: its version 1 is missing\n");
    assertThat(fsck.code()).isEqualTo(1);
  }
}
