/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.datum;

import io.tusk.pieces.Hash;
import io.tusk.tree.TreeParameters;
import java.util.List;

/** Keys, ids and hashes of datums whose paths are at hand. */
public final class Identities {
  private Identities() {}

  public static DatumKey key(List<InputPath> paths) {
    return DatumKey.of(parts(paths), TreeParameters.DEFAULT);
  }

  public static Hash id(List<InputPath> paths) {
    return DatumIdentity.id(parts(paths));
  }

  /** Of paths whose contents all count. */
  public static Hash hash(List<InputPath> paths, String salt) {
    DatumIdentity identity = new DatumIdentity();
    for (InputPath path : paths) {
      identity.path(path.part());
      identity.content(path.entry());
    }
    return identity.hash(identity.id(), salt);
  }

  private static List<DatumKey.Part> parts(List<InputPath> paths) {
    return paths.stream().map(InputPath::part).toList();
  }
}
