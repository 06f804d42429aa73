/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects.s3;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.host.Backoff;
import io.tusk.host.Host;
import io.tusk.objects.ObjectStore.Created;
import java.time.Duration;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Sends requests, again where that is safe and may help, and says what failures mean. An interrupt
 * stops no request under way: the thread stays interrupted, and waits for no further try.
 */
final class S3Requests {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /** Of a store that has answered before: half a minute at most, half of that on average. */
  private static final int MOST_TRIES = 10;

  /** Of one that has not: its address may be wrong. */
  private static final int FIRST_TRIES = 3;

  /** Each needs an interrupt of its own. */
  private static final int MOST_INTERRUPTS = 20;

  private final BucketPrefix place;
  private final S3Errors errors;
  private final Host host;
  private volatile boolean answered;

  S3Requests(BucketPrefix place, S3Errors errors, Host host) {
    this.place = place;
    this.errors = errors;
    this.host = host;
  }

  /** Sends an idempotent request. S3's refusals, which are no failures of it, pass through. */
  <T> T send(Access access, Supplier<T> request) {
    Backoff backoff = new Backoff(host, FIRST_PAUSE, LONGEST_PAUSE);
    int interrupts = 0;
    while (true) {
      try {
        return once(request);
      } catch (AbortedException e) {
        if (++interrupts > MOST_INTERRUPTS) {
          throw new TuskException(
              ErrorCode.INTERRUPTED, "a request to store " + place + " was interrupted", e);
        }
      } catch (S3Exception e) {
        answered |= !S3Errors.code(e).isEmpty();
        if (!S3Errors.isPassing(e)) {
          throw e;
        }
        pause(backoff, access, e);
      } catch (RuntimeException e) {
        if (!S3Errors.isPassing(e)) {
          throw errors.of(access, e);
        }
        pause(backoff, access, e);
      }
    }
  }

  /** As {@link #send}, but every refusal is an error. */
  <T> T require(Access access, Supplier<T> request) {
    try {
      return send(access, request);
    } catch (S3Exception e) {
      throw errors.of(access, e);
    }
  }

  /** Sends a conditional create once; only a connection that was not made is tried again. */
  Created create(String key, Runnable request) {
    Backoff backoff = new Backoff(host, FIRST_PAUSE, LONGEST_PAUSE);
    while (true) {
      try {
        return once(
            () -> {
              request.run();
              return Created.CREATED;
            });
      } catch (RuntimeException e) {
        if (e instanceof S3Exception answer && answer.statusCode() == 412) {
          return Created.EXISTS;
        }
        if (!S3Errors.isDefinite(e)) {
          throw errors.unknown(key, e);
        }
        if (!S3Errors.isPassing(e)) {
          throw errors.of(Access.WRITE, e);
        }
        pause(backoff, Access.WRITE, e);
      }
    }
  }

  TuskException error(Access access, S3Exception refusal) {
    return errors.of(access, refusal);
  }

  private void pause(Backoff backoff, Access access, RuntimeException failure) {
    TuskException error = errors.of(access, failure);
    int tries = answered ? MOST_TRIES : FIRST_TRIES;
    if (backoff.pauses() + 1 >= tries) {
      throw new TuskException(
          ErrorCode.STORAGE, error.getMessage() + " (tried " + tries + " times)", failure);
    }
    backoff.pause(
        ErrorCode.INTERRUPTED,
        "a request to store " + place + " was interrupted after: " + error.getMessage());
  }

  private <T> T once(Supplier<T> request) {
    boolean interrupted = Thread.interrupted();
    try {
      T result = request.get();
      answered = true;
      return result;
    } catch (AbortedException e) {
      interrupted = true;
      throw e;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
