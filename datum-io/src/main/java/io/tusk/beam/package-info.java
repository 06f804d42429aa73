/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Connectors of Apache Beam to versioned data. Who uses them has Beam on the class path, and for a
 * store in a bucket its module for Amazon Web Services.
 */
package io.tusk.beam;
