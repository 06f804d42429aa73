/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */

/**
 * The metadata of a store, one sorted map from keys to JSON objects and the trees that belong to
 * them. A snapshot reads it as a {@link MetadataTree}; a transaction changes it through {@link
 * MetadataEdits}.
 */
package io.tusk.meta;
