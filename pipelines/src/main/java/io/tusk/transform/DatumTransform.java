/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.transform;

/**
 * User code in Java: the work on one datum. A specification names the class in {@code
 * transform.java.class}; it has a public constructor without parameters.
 *
 * <p>One instance serves one worker thread and sees datums one after another; it runs in the
 * worker's process and is trusted. An exception fails the datum, its message and stack trace become
 * the datum's log. Nothing that a failed datum wrote is kept.
 */
@FunctionalInterface
public interface DatumTransform {
  void process(Datum datum) throws Exception;
}
