/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects.s3;

import java.time.Duration;

/** How long a connection may take, and how long the other side may be silent in an answer. */
record S3Timeouts(Duration connect, Duration silence) {
  static final S3Timeouts DEFAULT = new S3Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(30));
}
