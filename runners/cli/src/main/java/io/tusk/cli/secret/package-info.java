/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */

/** Commands that create, show and delete secrets, in a directory outside of the store. */
package io.tusk.cli.secret;
