/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
/** What people ask of jobs that run or have ended: their datums, and what these said. */
package io.tusk.engine.inspect;
