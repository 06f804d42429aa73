/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemoryObjectStoreTest extends ObjectStoreConformance {
  @Override
  protected ObjectStore newStore() {
    return new MemoryObjectStore();
  }

  @Test
  void noKeyIsTheDirectoryOfAnother() {
    Nesting.isRefused(newStore());
  }

  @Test
  void saysThatItIsMemory() {
    assertThat(newStore().location()).isEqualTo("memory");
  }
}
