/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */

/**
 * Planning: {@link Planner} decides which datums a job runs, reuses or removes, from the difference
 * between its inputs and those of the last good commit where it can; {@link PlanRounds} divide that
 * among workers where it has to enumerate.
 */
package io.tusk.plan;
