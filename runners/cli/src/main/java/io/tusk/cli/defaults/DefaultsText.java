/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.defaults;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.cli.frame.RawJson;
import io.tusk.spec.parse.DefaultsFile;
import java.util.Optional;

/** How defaults are shown. */
final class DefaultsText {
  private DefaultsText() {}

  static ObjectNode document(Optional<io.tusk.spec.RawJson> defaults) {
    ObjectNode json = RawJson.object();
    defaults.ifPresent(found -> json.set(DefaultsFile.REQUEST, RawJson.parse(found.text())));
    return json;
  }
}
