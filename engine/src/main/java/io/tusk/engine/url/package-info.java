/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
/** Objects in buckets, named by URLs, that Beam's file systems read and write. */
package io.tusk.engine.url;
