/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects.s3;

/** What a request does, and the permission that it needs. */
enum Access {
  READ("read", "s3:GetObject and s3:ListBucket"),
  LIST("listed", "s3:ListBucket"),
  WRITE("written", "s3:PutObject and s3:AbortMultipartUpload"),
  DELETE("written", "s3:DeleteObject");

  private final String participle;
  private final String permission;

  Access(String participle, String permission) {
    this.participle = participle;
    this.permission = permission;
  }

  /** Of the store: "cannot be read". */
  String refused() {
    return "cannot be " + participle;
  }

  String permission() {
    return permission;
  }
}
