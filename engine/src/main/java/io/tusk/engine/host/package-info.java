/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
/** What an engine leaves on its host, and which processes there still live. */
package io.tusk.engine.host;
