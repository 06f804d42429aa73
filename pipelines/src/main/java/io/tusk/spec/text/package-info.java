/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */

/**
 * JSON and YAML as trees of values that know their line and column: {@link SpecReader} reads them
 * for the parser of specifications, and {@link Problems} collects what is wrong with them.
 */
package io.tusk.spec.text;
