/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.pipeline;

/**
 * The engine that has taken up a job.
 *
 * @param host the name of its host
 * @param boot the host's boot id, so that process ids can be compared
 * @param pid its process
 * @param started when the process started, in clock ticks since boot, so that a reused pid is told
 *     apart
 * @param nonce random; tells two engines of one process apart
 */
public record JobOwner(String host, String boot, long pid, long started, String nonce) {}
