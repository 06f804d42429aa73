/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */

/** Commands that create, show and delete branches, and set their triggers. */
package io.tusk.cli.branch;
