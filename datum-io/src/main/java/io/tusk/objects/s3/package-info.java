/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */

/**
 * Object storage in a bucket of S3, or of a service that is compatible with it: {@link
 * S3ObjectStore}.
 */
package io.tusk.objects.s3;
