/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */

/** What a command sees of the host while a datum runs, and the files that it leaves behind. */
package io.tusk.engine.view;
