/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.view;

import io.tusk.name.FilePath;
import java.io.IOException;

/** Knows whether a file of an input is still what the datum was given. */
@FunctionalInterface
public interface InputCheck {
  /** Takes every input for changed, so that content is always read. */
  InputCheck NEVER = (inputName, path, file) -> false;

  /**
   * @param file no regular file where the input may show its files as pipes
   */
  boolean isUnchanged(String inputName, FilePath path, OutputFile file) throws IOException;
}
