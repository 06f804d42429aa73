/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */

/** Commands that set, show and delete the defaults which pipeline specifications are laid over. */
package io.tusk.cli.defaults;
