/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.work;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Many small requests to the object store, which takes most of their time. */
final class Requests {
  private static final int AT_ONCE = 16;

  /** So many take a store on a disk less than threads do. */
  private static final int FEW = 3;

  private Requests() {}

  /** The answers in the order of the keys; few are asked for one after another. */
  static <T> List<T> sideBySide(Iterator<String> keys, Function<String, T> request) {
    List<String> few = new ArrayList<>();
    while (keys.hasNext() && few.size() < AT_ONCE) {
      few.add(keys.next());
    }
    if (!keys.hasNext() && few.size() <= FEW) {
      return few.stream().map(request).toList();
    }
    ExecutorService threads = Executors.newFixedThreadPool(few.size(), Requests::thread);
    try {
      List<T> answers = new ArrayList<>();
      Queue<Future<T>> asked = new ArrayDeque<>();
      few.forEach(key -> asked.add(threads.submit(() -> request.apply(key))));
      while (!asked.isEmpty()) {
        answers.add(answer(asked.remove()));
        if (keys.hasNext()) {
          String key = keys.next();
          asked.add(threads.submit(() -> request.apply(key)));
        }
      }
      return answers;
    } finally {
      threads.shutdownNow();
    }
  }

  private static <T> T answer(Future<T> asked) {
    try {
      return asked.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException known) {
        throw known;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TuskException(
          ErrorCode.INTERRUPTED, "the job was interrupted; run 'tusk run' to go on with it", e);
    }
  }

  private static Thread thread(Runnable task) {
    Thread made = new Thread(task, "tusk-requests");
    made.setDaemon(true);
    return made;
  }
}
