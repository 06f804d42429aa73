/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.beam;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.CustomCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;

/** Deterministic. */
final class StoredSetCoder extends CustomCoder<StoredSet> {
  private static final long serialVersionUID = 1L;

  static StoredSetCoder of() {
    return new StoredSetCoder();
  }

  @Override
  public void encode(StoredSet set, OutputStream out) throws IOException {
    StringUtf8Coder.of().encode(set.root(), out);
    VarLongCoder.of().encode(set.files(), out);
    VarLongCoder.of().encode(set.bytes(), out);
  }

  @Override
  public StoredSet decode(InputStream in) throws IOException {
    return new StoredSet(
        StringUtf8Coder.of().decode(in),
        VarLongCoder.of().decode(in),
        VarLongCoder.of().decode(in));
  }

  @Override
  public void verifyDeterministic() {
    // Lengths and texts have one form each.
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StoredSetCoder;
  }

  @Override
  public int hashCode() {
    return StoredSetCoder.class.hashCode();
  }
}
