/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */

/** The command that tells what the host lacks for running pipelines, and what to do about it. */
package io.tusk.cli.doctor;
