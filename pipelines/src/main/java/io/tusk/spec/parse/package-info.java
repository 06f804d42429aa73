/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */

/**
 * From the text of specifications to values: {@link SpecParser} applies defaults, checks all fields
 * and reports problems by their place; {@link SpecJson} writes the canonical form that is stored.
 */
package io.tusk.spec.parse;
