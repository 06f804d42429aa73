/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */

/** Commands that create, update, show and delete repositories. */
package io.tusk.cli.repo;
