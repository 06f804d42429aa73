/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */

/**
 * The errors that users see: {@link TuskException}, whose {@link ErrorCode} says who must act and
 * decides the exit code.
 */
package io.tusk.error;
