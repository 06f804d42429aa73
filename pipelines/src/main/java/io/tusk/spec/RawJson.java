/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spec;

/** JSON that is kept as it was written: compact, numbers as the author spelled them. */
public record RawJson(String text) {}
