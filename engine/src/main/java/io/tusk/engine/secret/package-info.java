/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
/** What commands are given to know, and nobody else: kept beside the store, never in it. */
package io.tusk.engine.secret;
