/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.transform;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/** One datum as its {@link DatumTransform} sees it. */
public interface Datum {
  /** 64 hex digits; equal for equal inputs, whatever the job. */
  String id();

  /** The files of all inputs, input after input, each in path order; read as they are iterated. */
  Iterable<InputFile> files();

  /** The files of the input of that name; none when the datum has no such input. */
  Iterable<InputFile> files(String input);

  /**
   * A new file of the output commit, at {@code path} from its root ({@code edges/a.png}).
   *
   * @throws IOException when the datum has written the path before, or the path is malformed
   */
  OutputStream create(String path) throws IOException;

  /** Variables as a command would find them in its environment ({@code PACH_JOB_ID}, ...). */
  Map<String, String> environment();
}
