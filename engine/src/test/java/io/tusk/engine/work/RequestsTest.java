/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestsTest {
  private static List<String> keys(int count) {
    return IntStream.range(0, count).mapToObj(i -> "key " + i).toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 4, 16, 17, 100})
  void theAnswersComeInTheOrderOfTheKeys(int count) {
    List<String> keys = keys(count);
    assertThat(Requests.sideBySide(keys.iterator(), key -> key + "!"))
        .isEqualTo(keys.stream().map(key -> key + "!").toList());
  }

  /** Each waits for all others. */
  @ParameterizedTest
  @ValueSource(ints = {4, 16})
  void severalAreMadeAtOnce(int count) {
    CyclicBarrier all = new CyclicBarrier(count);
    List<Integer> answers =
        Requests.sideBySide(
            keys(count).iterator(),
            key -> {
              try {
                all.await(300, TimeUnit.SECONDS);
              } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
                throw new AssertionError(e);
              }
              return 1;
            });
    assertThat(answers).hasSize(count);
  }

  @Test
  void fewAreMadeByTheCallerItself() {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    Requests.sideBySide(keys(3).iterator(), key -> threads.add(Thread.currentThread()));
    assertThat(threads).containsExactly(Thread.currentThread());
  }

  @Test
  void whatOneThrowsIsThrown() {
    assertThatThrownBy(
            () ->
                Requests.sideBySide(
                    keys(10).iterator(),
                    key -> {
                      throw new TuskException(ErrorCode.STORAGE, "no answer for " + key);
                    }))
        .isInstanceOf(TuskException.class)
        .hasMessage("no answer for key 0");
  }
}
