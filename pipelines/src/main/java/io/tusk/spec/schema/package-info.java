/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */

/**
 * The fields that a specification may have, with types, defaults and meaning: {@link SpecFields},
 * by which the parser checks and from which the reference is generated.
 */
package io.tusk.spec.schema;
