/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
/** How the steps of a job's graph make its plan, where that is left to the runner's workers. */
package io.tusk.engine.planning;
