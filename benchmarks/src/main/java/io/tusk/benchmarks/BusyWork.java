/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.benchmarks;

import io.tusk.transform.Datum;
import io.tusk.transform.DatumTransform;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Work for a processor alone: a megabyte is hashed again and again, some 40 ms a datum. */
public final class BusyWork implements DatumTransform {
  private static final int ROUNDS = 80;

  @Override
  public void process(Datum datum) throws IOException {
    byte[] bytes = new byte[1 << 20];
    try {
      for (int i = 0; i < ROUNDS; i++) {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
        System.arraycopy(hash, 0, bytes, 0, hash.length);
      }
    } catch (NoSuchAlgorithmException e) {
      throw new LinkageError("every JDK has SHA-256", e);
    }
    try (OutputStream out = datum.create(datum.files().iterator().next().path().value())) {
      out.write(bytes, 0, 32);
    }
  }
}
