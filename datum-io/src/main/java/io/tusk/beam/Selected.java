/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.beam;

import java.io.Serializable;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.transforms.display.HasDisplayData;

/**
 * What is read.
 *
 * @param commit {@code REPO@ID}
 * @param set what that holds
 */
record Selected(StoreKey store, String commit, StoredSet set, String glob)
    implements Serializable, HasDisplayData {
  private static final long serialVersionUID = 1L;

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    builder
        .add(DisplayData.item("store", store.location()).withLabel("Store"))
        .add(DisplayData.item("commit", commit).withLabel("Commit"))
        .add(DisplayData.item("glob", glob).withLabel("Glob"));
  }
}
