/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.architecture;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What depends on the time, on chance or on waiting, and the classes that may. */
final class ClockAndChance {
  /** Each class with the reason why the clock, chance or a pause is not passed in to it. */
  static final Map<String, String> PLACES =
      Map.of(
          "io.tusk.host.Host", "the one place that hands them to everything else",
          "io.tusk.host.Stopwatch", "measures how long work takes",
          "io.tusk.objects.LocalTemporaries", "names that no other process has");

  private static final Set<String> METHODS =
      Set.of(
          "java.lang.Math.random",
          "java.lang.StrictMath.random",
          "java.lang.System.currentTimeMillis",
          "java.lang.System.nanoTime",
          "java.lang.Thread.sleep",
          "java.time.Clock.system",
          "java.time.Clock.systemDefaultZone",
          "java.time.Clock.systemUTC",
          "java.util.Calendar.getInstance",
          "java.util.UUID.randomUUID",
          "java.util.concurrent.ThreadLocalRandom.current",
          "java.util.concurrent.TimeUnit.sleep");

  /** Types whose constructor without arguments reads the clock or draws a seed. */
  private static final Set<String> UNSEEDED =
      Set.of("java.util.Date", "java.util.Random", "java.util.SplittableRandom");

  private static final String SECURE_RANDOM = "java.security.SecureRandom";

  private ClockAndChance() {}

  static boolean isAllowedIn(JavaClass type) {
    return PLACES.keySet().stream()
        .anyMatch(place -> type.getName().equals(place) || type.getName().startsWith(place + "$"));
  }

  static boolean isUsedBy(JavaAccess<?> access) {
    if (!(access.getTarget() instanceof AccessTarget.CodeUnitAccessTarget target)) {
      return false;
    }
    String owner = target.getOwner().getName();
    List<JavaClass> parameters = target.getRawParameterTypes();
    if (target instanceof AccessTarget.ConstructorCallTarget
        || target instanceof AccessTarget.ConstructorReferenceTarget) {
      return owner.equals(SECURE_RANDOM) || (UNSEEDED.contains(owner) && parameters.isEmpty());
    }
    String method = target.getName();
    boolean nowWithoutClock =
        owner.startsWith("java.time.")
            && method.equals("now")
            && parameters.stream().noneMatch(type -> type.getName().equals("java.time.Clock"));
    return nowWithoutClock
        || METHODS.contains(owner + "." + method)
        || (owner.equals(SECURE_RANDOM) && method.startsWith("getInstance"));
  }
}
