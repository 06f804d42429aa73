/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */

/**
 * What is generated from the schema of specifications: a {@link JsonSchema} for editors and {@link
 * FieldTables} for the documentation.
 */
package io.tusk.spec.reference;
