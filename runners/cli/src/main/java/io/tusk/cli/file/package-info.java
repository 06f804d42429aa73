/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */

/**
 * Commands that put files into commits, get them out, and list, compare, copy and delete them.
 * Sources are local files, archives, web addresses and buckets; targets are local files and
 * buckets.
 */
package io.tusk.cli.file;
