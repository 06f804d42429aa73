/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
/** Copies what jobs made to where their pipelines want it. */
package io.tusk.engine.egress;
