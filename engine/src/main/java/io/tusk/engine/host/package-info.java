/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */

/**
 * Facts about the host that runs a worker: its directories and search path, where it keeps
 * credentials, and the user that commands run as; and native means that Java lacks, such as named
 * pipes.
 */
package io.tusk.engine.host;
