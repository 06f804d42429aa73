/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.meta;

import java.util.Optional;

/** A key whose value differs between two moments; at least one side is there. */
public record MetadataChange(
    String key, Optional<MetadataValue> before, Optional<MetadataValue> after) {}
