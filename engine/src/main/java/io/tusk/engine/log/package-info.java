/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
/** What a datum's run says, line by line, in bounded size; {@code docs/format-jobs.md}. */
package io.tusk.engine.log;
