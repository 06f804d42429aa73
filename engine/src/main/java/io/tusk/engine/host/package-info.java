/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
/** The host: its tools and users, what an engine leaves there, and which processes still live. */
package io.tusk.engine.host;
