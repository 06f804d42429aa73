/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects.s3;

/** An answer that no S3 gives; the message says in what, after "the endpoint". */
final class NotS3Exception extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotS3Exception(String fact) {
    super(fact);
  }
}
