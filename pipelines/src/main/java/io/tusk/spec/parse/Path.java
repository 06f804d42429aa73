/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec.parse;

/** JSON pointer of a value within its specification, in the canonical spelling. */
record Path(String pointer) {
  static final Path ROOT = new Path("");

  Path child(String name) {
    return new Path(pointer + "/" + name.replace("~", "~0").replace("/", "~1"));
  }

  Path item(int index) {
    return new Path(pointer + "/" + index);
  }

  /** As messages name it: {@code input.cross[0].pfs}. */
  String dotted() {
    return dotted(pointer);
  }

  static String dotted(String pointer) {
    if (pointer.isEmpty()) {
      return "the specification";
    }
    StringBuilder out = new StringBuilder();
    for (String part : pointer.substring(1).split("/", -1)) {
      if (!part.isEmpty() && part.chars().allMatch(c -> c >= '0' && c <= '9')) {
        out.append('[').append(part).append(']');
      } else {
        out.append(out.length() == 0 ? "" : ".").append(part.replace("~1", "/").replace("~0", "~"));
      }
    }
    return out.toString();
  }
}
