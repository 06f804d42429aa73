/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */

/**
 * What commands share: the base classes {@link QueryCommand}, {@link ReadCommand}, {@link
 * ChangeCommand} and {@link WriteCommand}, common options, and the output as text, JSON or YAML.
 */
package io.tusk.cli.frame;
